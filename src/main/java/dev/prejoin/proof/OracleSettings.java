package dev.prejoin.proof;

/**
 * Where the landed rows and the source rows are.
 *
 * @param clickHouseUrl of its HTTP interface, as {@code http://host:port}
 * @param clickHousePassword never shown
 * @param database that prejoin lands in
 * @param postgresHost as ClickHouse reaches it
 * @param postgresPassword never shown
 */
public record OracleSettings(
    String clickHouseUrl,
    String clickHouseUser,
    String clickHousePassword,
    String database,
    String postgresHost,
    int postgresPort,
    String postgresDatabase,
    String postgresUser,
    String postgresPassword) {
  @Override
  public String toString() {
    return "OracleSettings["
        + clickHouseUrl
        + " database "
        + database
        + ", PostgreSQL "
        + postgresHost
        + ":"
        + postgresPort
        + " database "
        + postgresDatabase
        + "]";
  }
}
