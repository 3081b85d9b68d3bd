package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.devstack.Server;
import dev.prejoin.proof.bench.ClickHouseRows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers that contenders share, and how instances of prejoin are started on them.
 *
 * @param home prejoin's files
 * @param directory for logs and state
 * @param jvmOptions of prejoin's processes
 * @param keys by which a run uses these servers
 */
public record JoinServers(
    DevStack stack, Path home, Path directory, List<String> jvmOptions, Map<String, String> keys) {
  /** What the servers that every contender needs have taken. */
  Map<String, ProcessFigures> figures() {
    Map<String, ProcessFigures> figures = new LinkedHashMap<>();
    figures.put("Kafka", stack.figures(Server.KAFKA));
    figures.put("ClickHouse", stack.figures(Server.CLICKHOUSE));
    return figures;
  }

  ClickHouseRows clickHouse(String database) {
    return new ClickHouseRows(stack.clickHouseUrl() + "/?database=" + database);
  }
}
