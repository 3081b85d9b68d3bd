package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * Which transactions a snapshot of PostgreSQL sees, as {@code pg_current_snapshot()} tells it. What
 * the order of commits in the log says is something else: a transaction is in the log before others
 * see it, for as long as a synchronous standby takes.
 *
 * @param xmin all before it have ended
 * @param xmax none from here on is seen
 * @param running those between that had not ended
 */
record Visibility(long xmin, long xmax, Set<Long> running) {
  private static final long EPOCH = 1L << 32;

  Visibility {
    running = Set.copyOf(running);
  }

  /** What the open transaction sees, or what one would see now. */
  static Visibility current(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet snapshot = statement.executeQuery("SELECT pg_current_snapshot()::text")) {
      snapshot.next();
      return parse(snapshot.getString(1));
    }
  }

  static Visibility parse(String text) {
    String[] parts = text.split(":", -1);
    Set<Long> running = new HashSet<>();
    if (!parts[2].isEmpty()) {
      for (String one : parts[2].split(",", -1)) {
        running.add(Long.parseLong(one));
      }
    }
    return new Visibility(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
  }

  /**
   * Whether it sees a transaction that has committed.
   *
   * @param transaction its number as the log has it: the lower 32 bits
   */
  boolean sees(long transaction) {
    long whole = nearest(transaction);
    return whole < xmin || (whole < xmax && !running.contains(whole));
  }

  /** The log's numbers begin anew every four billion; those alive are near to each other. */
  private long nearest(long transaction) {
    long whole = (xmax & -EPOCH) | (transaction & (EPOCH - 1));
    if (whole - xmax > EPOCH / 2) {
      return whole - EPOCH;
    }
    return xmax - whole > EPOCH / 2 ? whole + EPOCH : whole;
  }
}
