package dev.prejoin.capture;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What one capture reads and where it writes.
 *
 * @param name names its offsets, its transactions and its threads; to change it is to begin anew
 * @param postgresPort the port of PostgreSQL
 * @param password never shown
 * @param slot the logical replication slot, made if it is missing
 * @param publication the publication, made if it is missing
 * @param tables what to capture; dimensions are snapshotted before facts
 * @param offsetsTopic the compacted topic with the state of captures
 * @param chunkRows how many rows a snapshot reads and commits at once
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param debezium properties for Debezium, over those that are set here
 */
public record CaptureSettings(
    String name,
    String postgresHost,
    int postgresPort,
    String database,
    String user,
    String password,
    String slot,
    String publication,
    List<CapturedTable> tables,
    String offsetsTopic,
    int chunkRows,
    Map<String, String> kafka,
    Map<String, String> debezium) {

  /**
   * With what the topic of offsets is best created: a record comes with each batch, so the log must
   * be compacted long before a default segment is full.
   */
  public static final Map<String, String> OFFSETS_TOPIC =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", "16777216",
          "min.cleanable.dirty.ratio", "0.1");

  public CaptureSettings {
    tables =
        tables.stream()
            .sorted(Comparator.comparing((CapturedTable table) -> !table.dimension()))
            .toList();
    kafka = Map.copyOf(kafka);
    debezium = Map.copyOf(debezium);
  }

  /** The server and database, as messages name them. */
  String source() {
    return "PostgreSQL " + postgresHost + ":" + postgresPort + "/" + database;
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + postgresHost + ":" + postgresPort + "/" + database;
  }

  String bootstrapServers() {
    return kafka.getOrDefault("bootstrap.servers", "");
  }

  @Override
  public String toString() {
    return "capture %s of %s as %s".formatted(name, source(), user);
  }
}
