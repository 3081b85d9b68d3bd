package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The named collection {@value #NAME}: the source database's address and user, kept in ClickHouse,
 * so that a file of DDL can make a dictionary that reads the source without a password in it.
 *
 * @param password never shown
 */
public record SourceCollection(
    String host, int port, String database, String user, String password) {
  static final String NAME = "prejoin_postgres";

  /** Makes it, or mends it, if any of the files names it. */
  public void keep(ClickHouse clickHouse, Path folder) {
    if (!isNamedIn(folder)) {
      return;
    }
    List<GenericRecord> there =
        clickHouse.rows(
            "SELECT toString(source) AS source FROM system.named_collections WHERE name = '%s'"
                .formatted(NAME));
    if (there.isEmpty()) {
      execute(clickHouse, folder, "CREATE NAMED COLLECTION IF NOT EXISTS " + NAME + " AS ");
    } else if (there.get(0).getString("source").equals("SQL")) {
      execute(clickHouse, folder, "ALTER NAMED COLLECTION " + NAME + " SET ");
    }
    // Else it stands in the server's configuration, and is the administrator's.
  }

  private void execute(ClickHouse clickHouse, Path folder, String statement) {
    try {
      clickHouse.execute(
          statement
              + "host = %s, port = %d, database = %s, user = %s, password = %s"
                  .formatted(
                      Literals.text(host),
                      port,
                      Literals.text(database),
                      Literals.text(user),
                      Literals.text(password)),
          Map.of());
    } catch (WarehouseException e) {
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        throw e;
      }
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "%s: names the collection %s, which prejoin may not keep (%s); run: GRANT NAMED COLLECTION ADMIN ON %s TO prejoin's user, or define it in the server's configuration"
              .formatted(folder, NAME, e.getMessage(), NAME));
    }
  }

  /** A folder that is not there is told of by who applies its files. */
  private static boolean isNamedIn(Path folder) {
    return Files.isDirectory(folder)
        && Ddl.read(folder).values().stream()
            .flatMap(script -> DdlScript.statements(script).stream())
            .anyMatch(statement -> statement.contains(NAME));
  }

  @Override
  public String toString() {
    return "SourceCollection[" + host + ":" + port + " database " + database + "]";
  }
}
