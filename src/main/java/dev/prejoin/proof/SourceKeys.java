package dev.prejoin.proof;

import java.util.List;
import java.util.Map;

/**
 * The columns of the primary key of each source, by the source's name.
 *
 * @param columns empty if rows are told apart by their values only
 */
record SourceKeys(Map<String, List<String>> columns) {
  static final SourceKeys NONE = new SourceKeys(Map.of());

  SourceKeys {
    columns = Map.copyOf(columns);
  }

  boolean known() {
    return !columns.isEmpty();
  }

  List<String> of(String source) {
    return columns.getOrDefault(source, List.of());
  }
}
