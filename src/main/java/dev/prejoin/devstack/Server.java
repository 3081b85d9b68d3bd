package dev.prejoin.devstack;

/** The servers of the embedded default, in the order of the data's way. */
public enum Server {
  POSTGRES("PostgreSQL"),
  KAFKA("Kafka"),
  REGISTRY("Schema registry"),
  CLICKHOUSE("ClickHouse");

  private final String title;

  Server(String title) {
    this.title = title;
  }

  /** What people call it. */
  public String title() {
    return title;
  }
}
