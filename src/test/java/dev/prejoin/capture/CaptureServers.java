package dev.prejoin.capture;

import java.util.Map;

/** The servers that the tests of capture use: those that a developer has running. */
record CaptureServers(
    int postgresPort, String postgresUser, String postgresPassword, String bootstrapServers) {

  static CaptureServers get() {
    return new CaptureServers(
        Integer.getInteger("postgres.port", 5432),
        System.getProperty("postgres.user", "postgres"),
        System.getProperty("postgres.password", "postgres"),
        System.getProperty("kafka.bootstrap.servers", "127.0.0.1:9092"));
  }

  Map<String, String> kafka() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}
