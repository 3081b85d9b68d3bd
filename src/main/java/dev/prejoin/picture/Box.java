package dev.prejoin.picture;

import java.util.List;

/**
 * Something of the topology.
 *
 * @param id tells it from all others
 * @param title its name
 * @param lines what else there is to say of it, a line each
 */
record Box(String id, Kind kind, String title, List<String> lines) {

  /** What it is, as the drawing's style sheet names it. */
  enum Kind {
    SOURCE("a table in PostgreSQL"),
    TOPIC("a topic"),
    DIMENSION("a topic that is looked up"),
    VIEW("a view"),
    REJECTS("a topic of rejects"),
    TABLE("a table in ClickHouse"),
    AGGREGATE("an aggregate in ClickHouse");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  Box {
    lines = List.copyOf(lines);
  }
}
