package dev.prejoin.capture;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether an update and a delete tell which row it was, and an update all of the row. Of a table in
 * partitions, it is the partitions that hold the rows, each with an identity of its own.
 */
record IdentityCheck(Answers answers, CapturedTable table, List<String> key) {
  private static final String ROWS_ARE_IN =
      """
      SELECT n.nspname || '.' || c.relname, c.relreplident,
             coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)) > 0, false)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind <> 'p' AND (c.oid = format('%I.%I', ?::text, ?::text)::regclass
        OR c.oid IN (SELECT relid FROM pg_partition_tree(format('%I.%I', ?::text, ?::text)::regclass)))
      ORDER BY 1
      """;

  private static final String DEFERRABLE =
      """
      SELECT format('%I', conname) FROM pg_constraint
      WHERE conrelid = format('%I.%I', ?::text, ?::text)::regclass AND contype = 'p' AND condeferrable
      """;

  List<String> problems() throws SQLException {
    List<String> problems = new ArrayList<>();
    for (List<String> part : parts()) {
      String identity = part.get(1);
      if (identity.equals("n") || identity.equals("i")) {
        problems.add(
            ("%s has REPLICA IDENTITY %s, which does not tell the primary key of a row that was"
                    + " changed or deleted: ALTER TABLE %s REPLICA IDENTITY DEFAULT")
                .formatted(
                    part.get(0), identity.equals("n") ? "NOTHING" : "USING INDEX", part.get(0)));
      }
    }
    String deferrable = answers.text(DEFERRABLE, table.schemaName(), table.tableName());
    if (!deferrable.isEmpty()) {
      problems.add(
          ("%s has a primary key that is DEFERRABLE, by which PostgreSQL does not tell a row that"
                  + " was changed or deleted, and two rows can have one key for a while: ALTER"
                  + " TABLE %s DROP CONSTRAINT %s, ADD PRIMARY KEY (%s)")
              .formatted(
                  table.table(),
                  table.table(),
                  deferrable,
                  key.stream().map(ChunkQuery::quoted).collect(Collectors.joining(", "))));
    }
    return problems;
  }

  /** What should be known before rows go to the dead letters. */
  List<String> warnings() throws SQLException {
    List<String> warnings = new ArrayList<>();
    for (List<String> part : parts()) {
      if (part.get(1).equals("d") && part.get(2).equals("t")) {
        warnings.add(
            ("%s has large values that PostgreSQL keeps beside the rows, and an update that leaves"
                    + " them as they are comes without them: such a row goes to the dead letters"
                    + " unless ALTER TABLE %s REPLICA IDENTITY FULL")
                .formatted(part.get(0), part.get(0)));
      }
    }
    return warnings;
  }

  private List<List<String>> parts() throws SQLException {
    return answers.rows(
        ROWS_ARE_IN, table.schemaName(), table.tableName(), table.schemaName(), table.tableName());
  }
}
