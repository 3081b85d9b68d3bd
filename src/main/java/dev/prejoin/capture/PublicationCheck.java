package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the publication tells of every change of the tables, or can be made to. */
final class PublicationCheck {
  /** From it on, a publication can leave out rows and columns. */
  private static final int WITH_FILTERS = 150_000;

  private static final String MAY_PUBLISH =
      """
      SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
      WHERE oid = to_regclass(format('%I.%I', ?::text, ?::text))
      """;

  /** A table, what it is a partition of, and its partitions. */
  private static final String RELATED =
      """
      WITH named AS (SELECT format('%I.%I', ?::text, ?::text)::regclass AS oid),
      related AS (
        SELECT oid FROM named
        UNION SELECT relid FROM named, pg_partition_tree(named.oid)
        UNION SELECT relid FROM named, pg_partition_ancestors(named.oid))
      """;

  private static final String FILTERED =
      RELATED
          + """
          SELECT prrelid::regclass, pg_get_expr(prqual, prrelid)
          FROM related JOIN pg_publication_rel ON prrelid = related.oid
          JOIN pg_publication p ON p.oid = prpubid
          WHERE pubname = ? AND prqual IS NOT NULL ORDER BY 1
          """;

  private static final String COLUMNS =
      RELATED
          + """
          SELECT prrelid::regclass, attname
          FROM related JOIN pg_publication_rel ON prrelid = related.oid
          JOIN pg_publication p ON p.oid = prpubid
          JOIN pg_attribute ON attrelid = prrelid
          WHERE pubname = ? AND prattrs IS NOT NULL AND attnum > 0 AND NOT attisdropped
            AND NOT attnum = ANY (prattrs::int2[]) ORDER BY 1, attnum
          """;

  private static final String BY_PARTITION =
      """
      SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = ? AND NOT pubviaroot)
        AND relkind = 'p'
      FROM pg_class WHERE oid = format('%I.%I', ?::text, ?::text)::regclass
      """;

  private static final String BY_ROOT =
      RELATED
          + """
          SELECT max(related.oid::regclass::text)
          FROM named JOIN pg_class c ON c.oid = named.oid AND c.relispartition,
            related JOIN pg_class r ON r.oid = related.oid AND NOT r.relispartition,
            pg_publication p
          WHERE pubname = ? AND pubviaroot AND (puballtables
            OR EXISTS (SELECT FROM pg_publication_rel WHERE prpubid = p.oid AND prrelid = r.oid))
          HAVING count(*) > 0
          """;

  private final Connection connection;
  private final Answers answers;
  private final CaptureSettings settings;
  private final String publication;

  PublicationCheck(Connection connection, CaptureSettings settings) {
    this.connection = connection;
    this.answers = new Answers(connection);
    this.settings = settings;
    this.publication = settings.publication();
  }

  /** What is unfit of it as a whole, and which rights are missing to make it fit. */
  List<String> problems() throws SQLException {
    List<String> problems = new ArrayList<>();
    List<CapturedTable> foreign = new ArrayList<>();
    for (CapturedTable table : settings.tables()) {
      if (answers.text(MAY_PUBLISH, table.schemaName(), table.tableName()).equals("f")) {
        foreign.add(table);
      }
    }
    if (!Publication.exists(connection, publication)) {
      if (!foreign.isEmpty()
          || !answers.truth("SELECT has_database_privilege(current_database(), 'CREATE')")) {
        problems.add(
            "%s has no publication %s, and user %s may not create it: %s"
                .formatted(
                    settings.source(),
                    publication,
                    settings.user(),
                    Publication.create(settings, settings.tables())));
      }
      return problems;
    }
    kinds(problems);
    lacking(problems, foreign);
    return problems;
  }

  private void kinds(List<String> problems) throws SQLException {
    String missing =
        answers.text(
            """
            SELECT concat_ws(', ', CASE WHEN NOT pubinsert THEN 'insert' END,
              CASE WHEN NOT pubupdate THEN 'update' END, CASE WHEN NOT pubdelete THEN 'delete' END,
              CASE WHEN NOT pubtruncate THEN 'truncate' END)
            FROM pg_publication WHERE pubname = ?""",
            publication);
    if (!missing.isEmpty()) {
      problems.add(
          ("%s: publication %s does not publish %s: ALTER PUBLICATION %s SET (publish = 'insert,"
                  + " update, delete, truncate')")
              .formatted(settings.source(), publication, missing, quoted()));
    }
  }

  /** Tables that capture would add, and that this user may not. */
  private void lacking(List<String> problems, List<CapturedTable> foreign) throws SQLException {
    boolean own =
        answers.truth(
            "SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?",
            publication);
    List<CapturedTable> missing = new ArrayList<>();
    for (CapturedTable table : settings.tables()) {
      boolean there = !answers.text(MAY_PUBLISH, table.schemaName(), table.tableName()).isEmpty();
      if (there && !Publication.publishes(connection, publication, table)) {
        missing.add(table);
      }
    }
    if (!missing.isEmpty() && (!own || missing.stream().anyMatch(foreign::contains))) {
      problems.add(
          ("%s: publication %s lacks tables, and user %s may not add them, as only who owns both"
                  + " may: %s")
              .formatted(
                  settings.source(),
                  publication,
                  settings.user(),
                  Publication.add(settings, missing)));
    }
  }

  /**
   * What it leaves out of one table, or tells under another name.
   *
   * @param columns those that capture reads
   */
  List<String> problems(CapturedTable table, List<String> columns) throws SQLException {
    List<String> problems = new ArrayList<>();
    String schema = table.schemaName();
    String name = table.tableName();
    if (answers.truth(BY_PARTITION, publication, schema, name)) {
      problems.add(
          ("%s: publication %s tells the changes of %s under the names of its partitions: ALTER"
                  + " PUBLICATION %s SET (publish_via_partition_root = true)")
              .formatted(settings.source(), publication, table.table(), quoted()));
    }
    String root = answers.text(BY_ROOT, schema, name, publication);
    if (!root.isEmpty()) {
      problems.add(
          ("%s: publication %s tells the changes of %s, which is a partition, under the name of %s:"
                  + " name that in ENGINE = ChangeStream('…')")
              .formatted(settings.source(), publication, table.table(), root));
    }
    if (connection.getMetaData().getDatabaseMajorVersion() * 10_000 < WITH_FILTERS) {
      return problems;
    }
    for (List<String> filter : answers.rows(FILTERED, schema, name, publication)) {
      problems.add(
          "%s: publication %s leaves out rows of %s that are not %s; %s"
              .formatted(
                  settings.source(),
                  publication,
                  filter.get(0),
                  filter.get(1),
                  whole(filter.get(0))));
    }
    for (List<String> column : answers.rows(COLUMNS, schema, name, publication)) {
      if (columns.contains(column.get(1))) {
        problems.add(
            "%s: publication %s leaves out the column %s of %s; %s"
                .formatted(
                    settings.source(),
                    publication,
                    column.get(1),
                    column.get(0),
                    whole(column.get(0))));
      }
    }
    return problems;
  }

  private String whole(String table) {
    return ("what it has left out so far comes with ./prejoin snapshot; run: BEGIN; ALTER PUBLICATION"
            + " %s DROP TABLE %s; ALTER PUBLICATION %s ADD TABLE %s; COMMIT")
        .formatted(quoted(), table, quoted(), table);
  }

  private String quoted() {
    return ChunkQuery.quoted(publication);
  }
}
