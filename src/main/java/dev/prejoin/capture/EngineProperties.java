package dev.prejoin.capture;

import io.debezium.connector.postgresql.PostgresConnector;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings of the Debezium engine. */
final class EngineProperties {
  private EngineProperties() {}

  /** Marks the messages in PostgreSQL's log that are of one capture. */
  static String messagePrefix(CaptureSettings settings) {
    return "prejoin." + settings.name();
  }

  /** Events whose topic is this are messages of the log. */
  static String messageTopic(CaptureSettings settings) {
    return settings.name() + ".message";
  }

  static Properties of(
      CaptureSettings settings, List<SourceTable> tables, @Nullable String offset) {
    Properties properties = new Properties();
    set(properties, "name", settings.name());
    set(properties, "connector.class", PostgresConnector.class.getName());
    set(properties, "database.hostname", settings.postgresHost());
    set(properties, "database.port", settings.postgresPort());
    set(properties, "database.dbname", settings.database());
    set(properties, "database.user", settings.user());
    set(properties, "database.password", settings.password());
    set(properties, "topic.prefix", settings.name());
    set(properties, "plugin.name", "pgoutput");
    set(properties, "slot.name", settings.slot());
    set(properties, "publication.name", settings.publication());
    set(properties, "publication.autocreate.mode", "disabled");
    set(
        properties,
        "table.include.list",
        regexes(tables.stream().map(SourceTable::name).distinct()));
    set(
        properties,
        "column.include.list",
        regexes(
            tables.stream()
                .flatMap(table -> table.read().stream().map(c -> table.name() + "." + c))));
    // Snapshots are prejoin's own: in chunks, while changes stream.
    set(properties, "snapshot.mode", "no_data");
    set(
        properties,
        "message.prefix.include.list",
        messagePrefix(settings).replaceAll("[^A-Za-z0-9_]", "\\\\$0"));
    set(properties, "tombstones.on.delete", false);
    set(properties, "skipped.operations", "none");
    set(properties, "time.precision.mode", "adaptive");
    // Exact for every numeric, whatever its digits; NaN and infinities have names.
    set(properties, "decimal.handling.mode", "string");
    // Tells a numeric's NaN from a text of the same letters.
    set(properties, "datatype.propagate.source.type", ".+\\._?numeric");
    // Months have no length in microseconds.
    set(properties, "interval.handling.mode", "string");
    set(properties, "unavailable.value.placeholder", ValueReader.UNAVAILABLE);

    set(properties, "max.batch.size", 8192);
    set(properties, "max.queue.size", 32_768);
    set(properties, "poll.interval.ms", 50);
    set(properties, "record.processing.threads", 1);
    set(properties, "statistics.metrics.enabled", false);

    // A failure ends the engine: a fresh one begins with what is stored.
    set(properties, "errors.max.retries", 0);
    set(properties, "slot.max.retries", 0);
    set(properties, "executor.shutdown.timeout.ms", 1500);
    set(properties, "task.management.timeout.ms", 30_000);
    set(properties, "record.processing.shutdown.timeout.ms", 1500);
    settings.debezium().forEach(properties::setProperty);

    set(properties, "offset.storage", StoredOffset.class.getName());
    set(properties, "offset.flush.interval.ms", 0);
    if (offset != null) {
      set(properties, StoredOffset.PROPERTY, offset);
    }
    return properties;
  }

  private static void set(Properties properties, String name, Object value) {
    properties.setProperty(name, value.toString());
  }

  private static String regexes(Stream<String> names) {
    return names
        .map(name -> Pattern.compile("[^A-Za-z0-9_]").matcher(name).replaceAll("\\\\$0"))
        .collect(Collectors.joining(","));
  }
}
