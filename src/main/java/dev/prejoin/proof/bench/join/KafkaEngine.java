package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.devstack.Server;
import dev.prejoin.proof.bench.ClickHouseRows;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * ClickHouse alone: its Kafka engine, and the chain of materialized views that one would write
 * there, one of which joins. The statements are those of {@code clickhouse/peer/power.sql}.
 */
final class KafkaEngine implements Contender {
  /** What it reads. */
  enum Format {
    /** Confluent's Avro, as prejoin reads it. */
    AVRO(
        JoinBench.CHANGES,
        "timestamp DateTime64(3), device_id Int64, power_usage_kWh Nullable(Float64)",
        "toDateTime(timestamp)",
        "kafka_format = 'AvroConfluent', format_avro_schema_registry_url = '%s'"),

    /** One flat object for each row: less to parse than an envelope of before and after. */
    JSON(
        JoinBench.JSON,
        "timestamp Int64, device_id Int64, power_usage_kWh Nullable(Float64)",
        "toDateTime(intDiv(timestamp, 1000))",
        "kafka_format = 'JSONEachRow'");

    private final String master;
    private final String columns;
    private final String time;
    private final String settings;

    Format(String master, String columns, String time, String settings) {
      this.master = master;
      this.columns = columns;
      this.time = time;
      this.settings = settings;
    }
  }

  private static final String DICTIONARY =
      """
      CREATE DICTIONARY devices
      (device_id UInt32, customer_id String, building_type String, latitude Float64, longitude Float64)
      PRIMARY KEY device_id
      SOURCE(CLICKHOUSE(TABLE 'device_metadata' DB '%s')) LAYOUT(HASHED()) LIFETIME(0)""";

  private static final String LOOKUP =
      """
      CREATE MATERIALIZED VIEW mv_l2_to_l3 TO l3_power_joined AS
      SELECT timestamp, device_id,
        dictGet('%1$s.devices', 'customer_id', device_id) AS customer_id,
        dictGet('%1$s.devices', 'building_type', device_id) AS building_type,
        dictGet('%1$s.devices', 'latitude', device_id) AS latitude,
        dictGet('%1$s.devices', 'longitude', device_id) AS longitude,
        power_usage_kWh
      FROM l2_power_cleaned""";

  private final JoinServers servers;
  private final Topics topics;
  private final String database;
  private final Format format;
  private final boolean dictionary;
  private final int flushMs;

  /**
   * One that is not begun.
   *
   * @param database of its own; also the name of its topic and its group
   * @param dictionary whether rows are looked up by dictGet instead of a JOIN
   * @param flushMs how long rows are collected at most; 0 for ClickHouse's default
   */
  KafkaEngine(
      JoinServers servers,
      Topics topics,
      String database,
      Format format,
      boolean dictionary,
      int flushMs) {
    this.servers = servers;
    this.topics = topics;
    this.database = database;
    this.format = format;
    this.dictionary = dictionary;
    this.flushMs = flushMs;
  }

  @Override
  public String name() {
    return "Kafka engine, %s, %s"
        .formatted(format == Format.AVRO ? "Avro" : "JSON", dictionary ? "dictGet" : "JOIN");
  }

  @Override
  public void begin() throws IOException, InterruptedException {
    topics.create(database, master());
    servers.clickHouse("default").of("CREATE DATABASE " + database);
    ClickHouseRows clickHouse = servers.clickHouse(database);
    for (String statement : statements()) {
      clickHouse.of(statement);
    }
  }

  private List<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    for (String statement : peer(servers)) {
      if (dictionary && statement.contains("mv_l2_to_l3")) {
        statements.add(DICTIONARY.formatted(database));
        statements.add(LOOKUP.formatted(database));
      } else {
        statements.add(statement);
      }
    }
    statements.add(
        "INSERT INTO device_metadata SELECT * FROM postgresql('%s:%d', '%s', 'device_metadata', '%s', '')"
            .formatted(
                servers.stack().postgresHost(),
                servers.stack().postgresPort(),
                servers.stack().postgresDatabase(),
                servers.stack().postgresUser()));
    if (dictionary) {
      statements.add("SYSTEM RELOAD DICTIONARY devices");
    }
    statements.add(
        """
        CREATE TABLE queue (%s) ENGINE = Kafka SETTINGS kafka_broker_list = '%s',
          kafka_topic_list = '%s', kafka_group_name = '%s', %s%s"""
            .formatted(
                format.columns,
                servers.stack().kafkaBootstrapServers(),
                database,
                database,
                format.settings.formatted(servers.stack().registryUrl()),
                flushMs == 0 ? "" : ", kafka_flush_interval_ms = " + flushMs));
    statements.add(
        """
        CREATE MATERIALIZED VIEW mv_queue_to_l1 TO l1_power_raw AS
        SELECT %s AS timestamp, device_id, assumeNotNull(power_usage_kWh) AS power_usage_kWh
        FROM queue WHERE power_usage_kWh IS NOT NULL"""
            .formatted(format.time));
    return statements;
  }

  /** The tables and views that one makes for the same in ClickHouse alone. */
  static List<String> peer(JoinServers servers) throws IOException {
    String script =
        Files.readAllLines(servers.home().resolve("clickhouse/peer/power.sql")).stream()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"));
    return List.of(script.strip().split(";\\s*"));
  }

  @Override
  public String master() {
    return format.master;
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
    return List.of("l1_power_raw", "l2_power_cleaned", "l3_power_joined");
  }

  @Override
  public void halt() {
    servers.stack().pause(Server.CLICKHOUSE);
  }

  @Override
  public void resume() {
    servers.stack().resume(Server.CLICKHOUSE);
  }

  @Override
  public Map<String, ProcessFigures> figures() {
    return servers.figures();
  }

  @Override
  public void close() {
    // Its tables read as long as they are there.
    Databases.drop(servers, database);
  }
}
