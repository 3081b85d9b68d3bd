package dev.prejoin.devstack;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the servers are.
 *
 * @param programs the fetched programs, which several stacks may share
 * @param directory data and logs, a folder per server
 * @param kafkaDoors more ways into Kafka
 */
public record DevStackSettings(
    Path programs,
    Path directory,
    int postgresPort,
    int kafkaPort,
    int kafkaControllerPort,
    int registryPort,
    int clickHousePort,
    List<KafkaDoor> kafkaDoors) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_767;
  private static final int MAX_TRIES = 10_000;

  public DevStackSettings {
    kafkaDoors = List.copyOf(kafkaDoors);
  }

  /** Without more doors to Kafka. */
  public DevStackSettings(
      Path programs,
      Path directory,
      int postgresPort,
      int kafkaPort,
      int kafkaControllerPort,
      int registryPort,
      int clickHousePort) {
    this(
        programs,
        directory,
        postgresPort,
        kafkaPort,
        kafkaControllerPort,
        registryPort,
        clickHousePort,
        List.of());
  }

  /** The same servers, with more doors to Kafka. */
  public DevStackSettings withKafkaDoors(List<KafkaDoor> doors) {
    return new DevStackSettings(
        programs,
        directory,
        postgresPort,
        kafkaPort,
        kafkaControllerPort,
        registryPort,
        clickHousePort,
        doors);
  }

  /** The keys by which a run uses these servers, whatever others its settings name. */
  public Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("postgres.host", LOOPBACK);
    keys.put("postgres.port", Integer.toString(postgresPort));
    keys.put("postgres.database", PostgresServer.DATABASE);
    keys.put("postgres.user", PostgresServer.USER);
    keys.put("postgres.password", "");
    keys.put("kafka.bootstrap.servers", LOOPBACK + ":" + kafkaPort);
    keys.put("registry.url", RegistryServer.url(registryPort));
    keys.put("registry.user", "");
    keys.put("clickhouse.url", "http://" + LOOPBACK + ":" + clickHousePort);
    keys.put("clickhouse.user", "default");
    keys.put("clickhouse.password", "");
    keys.put("clickhouse.database", "default");
    keys.put("console.query.user", ClickHouseServer.READER);
    keys.put("console.query.password", "");
    return keys;
  }

  /** On ports that are free now. */
  public static DevStackSettings onFreePorts(Path programs, Path directory) {
    List<Integer> ports = freePorts(5);
    return new DevStackSettings(
        programs, directory, ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
  }

  /**
   * Ports of loopback that are free now, and that no outgoing connection takes meanwhile or while a
   * server is away: they are below those that systems give to such (from 32,768 on Linux, 49,152
   * elsewhere).
   */
  public static List<Integer> freePorts(int count) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int tries = 0; ports.size() < count; tries++) {
      if (tries == MAX_TRIES) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "no %d free ports of loopback from %d to %d".formatted(count, FIRST_PORT, LAST_PORT));
      }
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT + 1);
      if (isFree(port)) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
