package dev.prejoin.generate;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.SQLException;
import java.util.Locale;

/** What an SQLSTATE of PostgreSQL means to a writer. */
public final class PostgresErrors {
  private PostgresErrors() {}

  /** Whether the server is away, starting, stopping or full, so that trying again can help. */
  static boolean isAway(SQLException error) {
    String state = error.getSQLState();
    if (state == null) {
      return false;
    }
    // Classes: 08 connection, 53 resources, 57P operator intervention such as a shutdown.
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }

  public static ProblemException problem(SourceServer server, SQLException error) {
    String state = String.valueOf(error.getSQLState()).toUpperCase(Locale.ROOT);
    String what =
        switch (state) {
          case "28P01", "28000" ->
              "does not let user " + server.user() + " in: check user and password";
          case "3D000" -> "has no such database: create it, or name another in the URL";
          case "42501" ->
              "does not let user "
                  + server.user()
                  + " do this: grant CREATE on schema public and INSERT and SELECT on its tables";
          case "42P01", "42703" ->
              "lacks a table or column of the generator: "
                  + "create the tables with it, or rename what stands in their place";
          default ->
              isAway(error)
                  ? "does not answer: start it, or correct the address"
                  : "refused a statement of the generator";
        };
    return new ProblemException(
        ExitCode.ENVIRONMENT,
        "PostgreSQL at "
            + server.address()
            + " "
            + what
            + " ("
            + String.valueOf(error.getMessage()).strip()
            + ")");
  }
}
