package dev.prejoin.spec;

import dev.prejoin.schema.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes, and what must have come out of them.
 *
 * @param quiet the targets from which nothing may come but what a table expects, each with the line
 *     that says so
 * @param line where its changes are in the spec
 */
record Step(List<Send> sends, List<Expected> expected, Map<String, Integer> quiet, int line) {
  Step {
    sends = List.copyOf(sends);
    expected = List.copyOf(expected);
    quiet = Map.copyOf(quiet);
  }

  /** A record of a source; without a key it is a marker. */
  @SuppressWarnings("ArrayRecordComponent")
  record Send(String topic, byte @Nullable [] key, byte @Nullable [] value, Origin origin) {}

  /**
   * A table of what must come out.
   *
   * @param columns the names of the fields that are compared
   * @param rows a text per column
   */
  record Expected(Outlet outlet, List<String> columns, List<List<String>> rows, int line) {
    Expected {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }
}
