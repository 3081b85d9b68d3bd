package dev.prejoin.sink.clickhouse;

import java.util.Map;

/**
 * Where ClickHouse is.
 *
 * @param url its HTTP address
 * @param user who the sink is there
 * @param password never shown
 * @param database where the tables are
 * @param options further options of clickhouse-java's client, as they are
 */
public record ClickHouseSettings(
    String url, String user, String password, String database, Map<String, String> options) {
  public ClickHouseSettings {
    options = Map.copyOf(options);
  }

  /** The same server, where the tables are in another database. */
  public ClickHouseSettings within(String other) {
    return new ClickHouseSettings(url, user, password, other, options);
  }

  /** The same database, for another user. */
  public ClickHouseSettings by(String otherUser, String otherPassword) {
    return new ClickHouseSettings(url, otherUser, otherPassword, database, options);
  }

  /** Without the password, and without options, which may hold secrets too. */
  @Override
  public String toString() {
    return url + " as " + user + ", database " + database;
  }
}
