package dev.prejoin.app.backfill;

import java.util.List;

/**
 * What a backfill did.
 *
 * @param table schema and name
 * @param range what was read, for people
 * @param rows how many rows were read
 * @param gone how many had landed, and are gone from the source
 * @param notes what else there is to know, a line each
 */
public record BackfillReport(String table, String range, long rows, long gone, List<String> notes) {
  public BackfillReport {
    notes = List.copyOf(notes);
  }
}
