package dev.prejoin.capture;

import dev.prejoin.capture.TableState.Phase;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be snapshotted, as follows from what was, from the tables that are captured now and
 * from what was asked for.
 */
final class Agenda {
  /** A row's version has 12 bits for it. */
  static final int LAST_INCARNATION = 4095;

  private Agenda() {}

  /**
   * The tables from now on: those that are new or come back are due, as are those that were asked
   * for; those that are no longer captured are kept in mind, so that they come back under a higher
   * incarnation.
   *
   * @throws ProblemException if a table was snapshotted too often
   */
  static Map<String, TableState> next(
      Map<String, TableState> before,
      Collection<CapturedTable> tables,
      Collection<SnapshotRequest> requests) {
    Map<String, TableState> next = new TreeMap<>(before);
    Set<String> captured = new HashSet<>();
    for (CapturedTable table : tables) {
      captured.add(table.topic());
      next.put(table.topic(), next(before.get(table.topic()), table, requests));
    }
    next.replaceAll((topic, table) -> captured.contains(topic) ? table : table.removed());
    return next;
  }

  private static TableState next(
      @Nullable TableState before, CapturedTable table, Collection<SnapshotRequest> requests) {
    if (before == null) {
      return TableState.due(table.table(), 1, Phase.ADDED);
    }
    boolean another = before.phase() == Phase.REMOVED || !before.table().equals(table.table());
    if (!another && requests.stream().noneMatch(request -> request.concerns(table.table()))) {
      return before;
    }
    if (before.incarnation() >= LAST_INCARNATION) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s was snapshotted from the start %d times, and a row's version holds no more: begin"
                  + " anew under another capture name and slot, with empty topics and tables")
              .formatted(table.table(), before.incarnation()));
    }
    boolean published = !another && before.phase() != Phase.ADDED;
    return TableState.due(
        table.table(), before.incarnation() + 1, published ? Phase.SNAPSHOT : Phase.ADDED);
  }

  /** Whether no row of any captured table rests on what came before: all begin anew. */
  static boolean isAllAnew(
      Map<String, TableState> before, Map<String, TableState> next, List<CapturedTable> tables) {
    return tables.stream()
        .map(CapturedTable::topic)
        .allMatch(topic -> !Objects.equals(next.get(topic), before.get(topic)));
  }
}
