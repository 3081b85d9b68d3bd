package dev.prejoin.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/**
 * The settings of a run, valid and complete. Passwords are held so that no {@code toString} shows
 * them.
 */
public final class Settings {
  private final Map<String, Object> values;
  private final Map<String, String> passedThrough;

  Settings(Map<String, Object> values, Map<String, String> passedThrough) {
    this.values = Map.copyOf(values);
    this.passedThrough = Map.copyOf(passedThrough);
  }

  /** PostgreSQL, the source. */
  public record Postgres(String host, int port, String database, String user, Secret password) {}

  /** The schema registry. */
  public record Registry(String url, String user, Secret password) {}

  /** ClickHouse, the target. */
  public record ClickHouse(
      String url, String database, String user, Secret password, Map<String, String> options) {}

  /** How topics are made and written. */
  public record Topics(boolean json, int partitions, short replicationFactor, int retentionHours) {}

  /** Kafka Streams. */
  public record Topology(String applicationId, int threads, int commitIntervalMs) {}

  /** Kafka to ClickHouse. */
  public record Sink(
      String groupId,
      int flushIntervalMs,
      int batchRows,
      boolean landL1,
      int restateRowsPerSecond) {}

  /** The demo's servers and facts. */
  public record Demo(
      String directory,
      int postgresPort,
      int kafkaPort,
      int kafkaControllerPort,
      int registryPort,
      int clickHousePort,
      int rate,
      int experimentsRate,
      int devices,
      long seed,
      boolean peer) {}

  /** What the demo changes, in a minute each. */
  public record DemoChanges(int updates, int deletes, int metadataChanges, int late) {}

  /**
   * The page and its API.
   *
   * @param names under which it is reached, besides its host's
   */
  public record Console(String host, int port, Secret token, List<String> names) {}

  /** As whom the console asks what people write; an empty user is none. */
  public record Reader(String user, Secret password) {}

  /** ClickHouse's own join beside prejoin. */
  public record Peer(
      boolean enabled, String directory, String database, int intervalMs, int rows) {}

  /** Files, or directories of them. */
  public List<String> pipelines() {
    return list(Keys.PIPELINES);
  }

  public List<String> roles() {
    return list(Keys.ROLES);
  }

  public String stateDirectory() {
    return string(Keys.STATE_DIRECTORY);
  }

  public String schemasDirectory() {
    return string(Keys.SCHEMAS_DIRECTORY);
  }

  public String queriesDirectory() {
    return string(Keys.QUERIES_DIRECTORY);
  }

  public String ddlDirectory() {
    return string(Keys.DDL_DIRECTORY);
  }

  public String captureName() {
    return string(Keys.CAPTURE_NAME);
  }

  public int captureSnapshotChunkRows() {
    return integer(Keys.CAPTURE_SNAPSHOT_CHUNK_ROWS);
  }

  public Console console() {
    return new Console(
        string(Keys.CONSOLE_HOST),
        integer(Keys.CONSOLE_PORT),
        secret(Keys.CONSOLE_TOKEN),
        list(Keys.CONSOLE_NAMES));
  }

  public Reader consoleReader() {
    return new Reader(string(Keys.CONSOLE_QUERY_USER), secret(Keys.CONSOLE_QUERY_PASSWORD));
  }

  public Postgres postgres() {
    return new Postgres(
        string(Keys.POSTGRES_HOST),
        integer(Keys.POSTGRES_PORT),
        string(Keys.POSTGRES_DATABASE),
        string(Keys.POSTGRES_USER),
        secret(Keys.POSTGRES_PASSWORD));
  }

  public Registry registry() {
    return new Registry(
        string(Keys.REGISTRY_URL), string(Keys.REGISTRY_USER), secret(Keys.REGISTRY_PASSWORD));
  }

  public ClickHouse clickHouse() {
    return new ClickHouse(
        string(Keys.CLICKHOUSE_URL),
        string(Keys.CLICKHOUSE_DATABASE),
        string(Keys.CLICKHOUSE_USER),
        secret(Keys.CLICKHOUSE_PASSWORD),
        under(Keys.CLICKHOUSE));
  }

  public Topics topics() {
    return new Topics(
        string(Keys.TOPIC_FORMAT).equals("json"),
        integer(Keys.TOPIC_PARTITIONS),
        (short) integer(Keys.TOPIC_REPLICATION_FACTOR),
        integer(Keys.TOPIC_RETENTION_HOURS));
  }

  public Topology topology() {
    return new Topology(
        string(Keys.TOPOLOGY_APPLICATION_ID),
        integer(Keys.TOPOLOGY_THREADS),
        integer(Keys.TOPOLOGY_COMMIT_INTERVAL_MS));
  }

  public Sink sink() {
    return new Sink(
        string(Keys.SINK_GROUP_ID),
        integer(Keys.SINK_FLUSH_INTERVAL_MS),
        integer(Keys.SINK_BATCH_ROWS),
        (Boolean) value(Keys.SINK_LAND_L1),
        integer(Keys.SINK_RESTATE_ROWS_PER_SECOND));
  }

  public Demo demo() {
    return new Demo(
        string(Keys.DEMO_DIRECTORY),
        integer(Keys.DEMO_POSTGRES_PORT),
        integer(Keys.DEMO_KAFKA_PORT),
        integer(Keys.DEMO_KAFKA_CONTROLLER_PORT),
        integer(Keys.DEMO_REGISTRY_PORT),
        integer(Keys.DEMO_CLICKHOUSE_PORT),
        integer(Keys.DEMO_RATE),
        integer(Keys.DEMO_EXPERIMENTS_RATE),
        integer(Keys.DEMO_DEVICES),
        (Long) value(Keys.DEMO_SEED),
        (Boolean) value(Keys.DEMO_PEER));
  }

  public DemoChanges demoChanges() {
    return new DemoChanges(
        integer(Keys.DEMO_UPDATES),
        integer(Keys.DEMO_DELETES),
        integer(Keys.DEMO_METADATA_CHANGES),
        integer(Keys.DEMO_LATE));
  }

  public Peer peer() {
    return new Peer(
        (Boolean) value(Keys.PEER_ENABLED),
        string(Keys.PEER_DIRECTORY),
        string(Keys.PEER_DATABASE),
        integer(Keys.PEER_INTERVAL_MS),
        integer(Keys.PEER_ROWS));
  }

  /** What every Kafka client gets, {@code bootstrap.servers} among it. */
  public Map<String, String> kafka() {
    Map<String, String> kafka = new HashMap<>(under(Keys.KAFKA));
    kafka.put("bootstrap.servers", string(Keys.KAFKA_BOOTSTRAP_SERVERS));
    return Map.copyOf(kafka);
  }

  /** What goes to Debezium as it is. */
  public Map<String, String> debezium() {
    return under(Keys.DEBEZIUM);
  }

  private Map<String, String> under(String prefix) {
    Map<String, String> found = new HashMap<>();
    passedThrough.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return Map.copyOf(found);
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    return value;
  }

  private String string(String key) {
    return (String) value(key);
  }

  private int integer(String key) {
    return (Integer) value(key);
  }

  private Secret secret(String key) {
    return new Secret(((Password) value(key)).value());
  }

  private List<String> list(String key) {
    return ((List<?>) value(key)).stream().map(String.class::cast).toList();
  }
}
