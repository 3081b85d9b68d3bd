package dev.prejoin.capture;

import java.util.List;

/**
 * A captured table as PostgreSQL has it.
 *
 * @param name schema and name
 * @param read the columns to read: those declared and the primary key's
 */
record SourceTable(String name, List<String> read) {
  SourceTable {
    read = List.copyOf(read);
  }
}
