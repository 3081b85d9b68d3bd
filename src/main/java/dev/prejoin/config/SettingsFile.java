package dev.prejoin.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** The text of {@code config/application.properties}: every key, its default and what it is for. */
public final class SettingsFile {
  private static final String HEAD =
      """
      # Every key of prejoin with its default. The environment overrides this file:
      # sink.flush.interval.ms is PREJOIN_SINK_FLUSH_INTERVAL_MS.
      # Keys under kafka., debezium. and clickhouse. that are not here pass through to the Kafka
      # clients, the Debezium engine and the ClickHouse client, without the prefix.
      """;

  private SettingsFile() {}

  /** The file as it is shipped; a test holds the two equal. */
  public static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    String group = "";
    for (ConfigDef.ConfigKey key : Keys.definition().configKeys().values()) {
      String first = key.name.split("\\.", 2)[0];
      if (!first.equals(group)) {
        text.append('\n');
        group = first;
      }
      text.append("# ").append(key.documentation);
      if (key.validator != null) {
        text.append(" Allowed: ").append(key.validator).append('.');
      }
      text.append('\n').append(key.name).append('=').append(defaultText(key)).append('\n');
    }
    return text.toString();
  }

  private static String defaultText(ConfigDef.ConfigKey key) {
    return key.defaultValue instanceof Password
        ? ""
        : ConfigDef.convertToString(key.defaultValue, key.type);
  }
}
