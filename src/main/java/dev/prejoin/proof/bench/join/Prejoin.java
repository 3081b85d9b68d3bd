package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.proof.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** prejoin: topology and sink in one process, exactly once, as `./prejoin run` starts it. */
final class Prejoin implements Contender {
  static final String NAME = "prejoin";
  private static final String INPUT = "l1_power_raw";
  private static final String DIMENSION = "device_metadata";
  private static final long READY_WITHIN_MS = 120_000;
  private static final long ENDS_WITHIN_S = 30;
  private static final long LOOK_EVERY_MS = 100;

  private final JoinServers servers;
  private final Topics topics;
  private final String database;
  private final Map<String, String> keys;
  private @Nullable JavaProcess process;

  /**
   * One that is not begun.
   *
   * @param database of its own; also the name of its Kafka Streams application and its group
   * @param more keys of its settings
   */
  Prejoin(JoinServers servers, Topics topics, String database, Map<String, String> more) {
    this.servers = servers;
    this.topics = topics;
    this.database = database;
    this.keys = new HashMap<>(servers.keys());
    keys.put("roles", "topology,sink");
    keys.put("clickhouse.database", database);
    keys.put("topology.application.id", database);
    keys.put("sink.group.id", database + "-sink");
    keys.put("state.directory", servers.directory().resolve("state/" + database).toString());
    keys.putAll(more);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    topics.delete(
        name ->
            !name.startsWith(JoinBench.MASTERS)
                && !name.equals(DIMENSION)
                && !name.equals("prejoin.capture"));
    servers.clickHouse("default").of("CREATE DATABASE " + database);
    List<String> arguments =
        new ArrayList<>(List.of("run", servers.home().resolve("topology/power.sql").toString()));
    keys.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    process = JavaProcess.start(servers.jvmOptions(), Node.MAIN, arguments, log());
    long begun = System.nanoTime();
    while (topics.ends(INPUT).isEmpty()) {
      if (!process.isAlive() || System.nanoTime() - begun > READY_WITHIN_MS * 1_000_000) {
        throw new IOException("prejoin does not run; see " + log());
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private Path log() {
    return servers.directory().resolve("logs").resolve(database + ".log");
  }

  @Override
  public String master() {
    return JoinBench.CHANGES;
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public List<String> tables() {
    return List.of("l1_power_raw", "l2_power_cleaned", "l3_power_joined");
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
    figures.put("prejoin", ProcessFigures.of(process == null ? -1 : process.pid()));
    return figures;
  }

  @Override
  public void close() {
    JavaProcess ending = process;
    process = null;
    if (ending != null) {
      ending.resume();
      ending.end();
      try {
        ending.ended().orTimeout(ENDS_WITHIN_S, TimeUnit.SECONDS).join();
      } finally {
        ending.kill();
      }
    }
  }
}
