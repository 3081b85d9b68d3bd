package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.proof.bench.ClickHouseRows;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bare consumer of rows that are joined already; {@link FloorProcess} is what it does. */
final class Floor implements Contender {
  private final JoinServers servers;
  private final Topics topics;
  private final String database;
  private @Nullable JavaProcess process;

  /**
   * One that is not begun.
   *
   * @param database of its own; also the name of its topic and its group
   */
  Floor(JoinServers servers, Topics topics, String database) {
    this.servers = servers;
    this.topics = topics;
    this.database = database;
  }

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    topics.create(database, master());
    servers.clickHouse("default").of("CREATE DATABASE " + database);
    ClickHouseRows clickHouse = servers.clickHouse(database);
    for (String statement : KafkaEngine.peer(servers)) {
      if (!statement.contains("JOIN") && !statement.contains("l2_power_cleaned")) {
        clickHouse.of(statement);
      }
    }
    String insert =
        "%s/?database=%s&query=%s"
            .formatted(
                servers.stack().clickHouseUrl(),
                database,
                URLEncoder.encode(
                    "INSERT INTO l3_power_joined FORMAT Native", StandardCharsets.UTF_8));
    process =
        JavaProcess.start(
            servers.jvmOptions(),
            FloorProcess.class.getName(),
            List.of(servers.stack().kafkaBootstrapServers(), database, insert),
            servers.directory().resolve("logs").resolve(database + ".log"));
  }

  @Override
  public String master() {
    return JoinBench.JOINED;
  }

  @Override
  public String input() {
    return database;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public List<String> tables() {
    return List.of("l3_power_joined");
  }

  @Override
  public void halt() {
    if (process != null) {
      process.pause();
    }
  }

  @Override
  public void resume() {
    if (process != null) {
      process.resume();
    }
  }

  @Override
  public Map<String, ProcessFigures> figures() {
    Map<String, ProcessFigures> figures = new LinkedHashMap<>(servers.figures());
    figures.put("consumer", ProcessFigures.of(process == null ? -1 : process.pid()));
    return figures;
  }

  @Override
  public void close() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }
}
