package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether PostgreSQL can be captured as it is set up: asked before anything starts. */
public final class SourceCheck {
  /** Before it, messages in the log are not decoded. */
  private static final int OLDEST = 140_000;

  private final Connection connection;
  private final Answers answers;
  private final CaptureSettings settings;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<SourceTable> tables = new ArrayList<>();
  private final Map<String, List<String>> ofTables = new LinkedHashMap<>();
  private int ofServer;

  private SourceCheck(Connection connection, CaptureSettings settings) {
    this.connection = connection;
    this.answers = new Answers(connection);
    this.settings = settings;
  }

  /**
   * What was found.
   *
   * @param away why the server does not answer now, in one line; nothing else is known then, and
   *     waiting helps
   * @param problems all that must be mended, each in one line; empty if all is well
   * @param server those of them that concern no table alone
   * @param tables those of each table, by its name; empty where all is well
   * @param warnings what should be known before rows are lost to the dead letters
   */
  public record Findings(
      Optional<String> away,
      List<String> problems,
      List<String> server,
      Map<String, List<String>> tables,
      List<String> warnings) {
    public Findings {
      problems = List.copyOf(problems);
      server = List.copyOf(server);
      tables = Map.copyOf(tables);
      warnings = List.copyOf(warnings);
    }

    /** What concerns the server alone. */
    static Findings ofServer(List<String> problems) {
      return new Findings(Optional.empty(), problems, problems, Map.of(), List.of());
    }

    static Findings away(AwayException e) {
      return new Findings(
          Optional.of(String.valueOf(e.getMessage())), List.of(), List.of(), Map.of(), List.of());
    }
  }

  /** Looks at everything; at the server alone if it is away or refuses the user. */
  public static Findings findings(CaptureSettings settings) {
    try {
      SourceCheck check = check(settings);
      return new Findings(
          Optional.empty(),
          check.problems.stream().distinct().toList(),
          check.problems.subList(0, check.ofServer),
          check.ofTables,
          check.warnings.stream().distinct().toList());
    } catch (AwayException e) {
      return Findings.away(e);
    } catch (ProblemException e) {
      return Findings.ofServer(e.problems());
    }
  }

  /**
   * Why the server does not answer now: nothing listens there, or it is starting, ending or full. A
   * server that answers, if only to refuse the user, is not away.
   */
  public static Optional<String> away(CaptureSettings settings) {
    try {
      SourceConnection.call(
          settings,
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
              return statement.execute();
            }
          });
      return Optional.empty();
    } catch (AwayException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /**
   * The tables as they are, dimensions first.
   *
   * @throws AwayException if the server does not answer
   * @throws ProblemException with all problems
   */
  static List<SourceTable> require(CaptureSettings settings) {
    SourceCheck check = check(settings);
    if (!check.problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, check.problems);
    }
    return check.tables;
  }

  private static SourceCheck check(CaptureSettings settings) {
    return SourceConnection.call(
        settings,
        connection -> {
          SourceCheck check = new SourceCheck(connection, settings);
          check.server();
          check.ofServer = check.problems.size();
          for (CapturedTable table : settings.tables()) {
            int before = check.problems.size();
            check.table(table);
            check.ofTables.put(
                table.table(), List.copyOf(check.problems.subList(before, check.problems.size())));
          }
          return check;
        });
  }

  private void server() throws SQLException {
    String walLevel = text("SELECT current_setting('wal_level')");
    if (!walLevel.equals("logical")) {
      problems.add(
          ("%s has wal_level = %s, and capture needs logical: ALTER SYSTEM SET wal_level ="
                  + " 'logical', and restart it")
              .formatted(settings.source(), walLevel));
    }
    if (Integer.parseInt(text("SELECT current_setting('server_version_num')")) < OLDEST) {
      problems.add(
          "%s is PostgreSQL %s, and capture needs 14 or later"
              .formatted(settings.source(), text("SELECT current_setting('server_version')")));
    }
    if (truth("SELECT pg_is_in_recovery()")) {
      problems.add(
          "%s is a standby, and capture needs the primary: name that in postgres.host"
              .formatted(settings.source()));
    }
    // Amazon's servers give the right by membership.
    if (!truth(
        "SELECT rolsuper OR rolreplication OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname ="
            + " 'rds_replication' AND pg_has_role(r.oid, m.oid, 'MEMBER'))"
            + " FROM pg_roles r WHERE rolname = current_user")) {
      problems.add(
          "%s: user %s may not replicate: ALTER ROLE %s REPLICATION"
              .formatted(settings.source(), settings.user(), settings.user()));
    }
    problems.addAll(new PublicationCheck(connection, settings).problems());
    room();
  }

  /** Whether one more capture has room, unless it is this one that holds it already. */
  private void room() throws SQLException {
    if (truth(
        "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)", settings.slot())) {
      return;
    }
    String slots =
        text(
            "SELECT string_agg(slot_name, ', ' ORDER BY slot_name) FROM pg_replication_slots"
                + " HAVING count(*) >= current_setting('max_replication_slots')::int");
    if (!slots.isEmpty()) {
      problems.add(
          ("%s has no replication slot left for %s (max_replication_slots = %s): drop one that"
                  + " nothing reads any more with SELECT pg_drop_replication_slot('…'), or ALTER"
                  + " SYSTEM SET max_replication_slots and restart it; there are %s")
              .formatted(
                  settings.source(),
                  settings.slot(),
                  text("SELECT current_setting('max_replication_slots')"),
                  slots));
    }
    if (truth(
        "SELECT count(*) >= current_setting('max_wal_senders')::int FROM pg_stat_replication")) {
      problems.add(
          ("%s has no WAL sender left (max_wal_senders = %s): ALTER SYSTEM SET max_wal_senders"
                  + " and restart it")
              .formatted(settings.source(), text("SELECT current_setting('max_wal_senders')")));
    }
  }

  private void table(CapturedTable table) throws SQLException {
    if (!truth(
        "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = ? AND tablename = ?)",
        table.schemaName(),
        table.tableName())) {
      problems.add(missing(table));
      return;
    }
    if (!truth(
        "SELECT has_table_privilege(format('%I.%I', ?::text, ?::text), 'SELECT')",
        table.schemaName(), table.tableName())) {
      problems.add(
          "%s: user %s may not read it: GRANT SELECT ON %s TO %s"
              .formatted(table.table(), settings.user(), table.table(), settings.user()));
    }
    TableShape shape = TableShape.read(connection, table);
    problems.addAll(shape.problems(table));
    IdentityCheck identity = new IdentityCheck(answers, table, shape.key());
    problems.addAll(identity.problems());
    warnings.addAll(identity.warnings());
    problems.addAll(
        new PublicationCheck(connection, settings).problems(table, shape.readBy(table)));
    tables.add(new SourceTable(table.table(), shape.readBy(table)));
  }

  private String missing(CapturedTable table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT schemaname || '.' || tablename FROM pg_tables"
                    + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    List<String> nearest = ColumnNames.nearest(table.table(), names, 3);
    return "%s has no table %s (source of %s); %s"
        .formatted(
            settings.source(),
            table.table(),
            table.topic(),
            nearest.isEmpty()
                ? "it has no tables: create it"
                : "the nearest are " + String.join(", ", nearest));
  }

  private boolean truth(String query, String... arguments) throws SQLException {
    return answers.truth(query, arguments);
  }

  private String text(String query, String... arguments) throws SQLException {
    return answers.text(query, arguments);
  }
}
