package dev.prejoin.app.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.console.query.Standing.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a user of ClickHouse can only read, and not for ever: that is the server's to hold, by
 * the user's profile, whatever a query says.
 */
final class ReaderCheck {
  private static final String READ_ONLY = "readonly";
  private static final String SECONDS = "max_execution_time";
  private static final String ROWS = "max_result_rows";
  private static final String BYTES = "max_result_bytes";
  private static final String MEMORY = "max_memory_usage";
  private static final List<String> BOUNDED = List.of(SECONDS, ROWS, BYTES, MEMORY);

  private static final int PAGE_ROWS = 10_000;
  private static final long PAGE_BYTES = 20_000_000;
  private static final long CSV_ROWS = 1_000_000;
  private static final long CSV_BYTES = 200_000_000;
  private static final long LONGEST_SECONDS = 30;

  /** What the user's settings are, and within which bounds a query may change them. */
  static final String SQL =
      "SELECT name, value, max FROM system.settings WHERE name IN ('%s', '%s')"
          .formatted(READ_ONLY, String.join("', '", BOUNDED));

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Long> most = new HashMap<>();

  /**
   * A check of what the server has said.
   *
   * @param rows those of {@link #SQL}, as arrays
   */
  ReaderCheck(JsonNode rows) {
    for (JsonNode row : rows) {
      values.put(row.path(0).asText(), row.path(1).asText());
      if (!row.path(2).isNull()) {
        most.put(row.path(0).asText(), (long) Double.parseDouble(row.path(2).asText()));
      }
    }
  }

  /**
   * What keeps queries from being asked as this user, in half a sentence each; empty if nothing.
   */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    // 1 forbids every setting, those too by which an answer is limited.
    if (!"2".equals(values.get(READ_ONLY))) {
      problems.add(
          "its setting readonly is %s instead of 2".formatted(values.getOrDefault(READ_ONLY, "?")));
    }
    for (String name : BOUNDED) {
      if (most.getOrDefault(name, 0L) == 0) {
        problems.add("its setting " + name + " has no upper bound");
      }
    }
    return problems;
  }

  /** Ours, or the server's where those are narrower. */
  Limits limits() {
    long rows = Math.min(CSV_ROWS, most.getOrDefault(ROWS, CSV_ROWS));
    long bytes = Math.min(CSV_BYTES, most.getOrDefault(BYTES, CSV_BYTES));
    return new Limits(
        // One more is asked for, to know of a cut.
        (int) Math.min(PAGE_ROWS, rows - 1),
        Math.min(PAGE_BYTES, bytes),
        rows,
        bytes,
        Math.min(LONGEST_SECONDS, most.getOrDefault(SECONDS, LONGEST_SECONDS)));
  }

  /** The statements that make such a user. */
  static List<String> remedy(String user, String database) {
    String name = quoted(user.isEmpty() ? "prejoin_reader" : user);
    return List.of(
        "CREATE SETTINGS PROFILE IF NOT EXISTS prejoin_reader SETTINGS",
        "    readonly = 2,",
        "    max_execution_time = 30 MIN 1 MAX 30,",
        "    max_result_rows = 1000000 MIN 1 MAX 1000000,",
        "    max_result_bytes = 200000000 MIN 1 MAX 200000000,",
        "    max_memory_usage = 1000000000 MIN 1 MAX 1000000000;",
        "CREATE USER IF NOT EXISTS " + name + " IDENTIFIED BY 'a password of your own';",
        "ALTER USER " + name + " SETTINGS PROFILE 'prejoin_reader';",
        "GRANT SELECT, dictGet ON " + quoted(database) + ".* TO " + name + ";");
  }

  private static String quoted(String identifier) {
    return identifier.matches("[A-Za-z_][A-Za-z0-9_]*")
        ? identifier
        : "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
