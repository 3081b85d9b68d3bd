package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.sink.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** What a page or a report shows of the warehouse. */
public final class Figures {
  private final ClickHouse clickHouse;

  public Figures(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** How often a rule of a view kept a row out. */
  public record RejectCount(String view, String rule, long rows) {}

  /** Rows in the parts of each table of the database: cheap, earlier versions counted too. */
  public Map<String, Long> storedRows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (GenericRecord row :
        clickHouse.rows(
            """
            SELECT table, sum(rows) AS stored FROM system.parts
            WHERE database = currentDatabase() AND active GROUP BY table ORDER BY table
            """)) {
      rows.put(row.getString("table"), row.getLong("stored"));
    }
    return rows;
  }

  /**
   * What a table has on disk, or an aggregate by its tables of states and bases.
   *
   * @param rows earlier versions counted too
   */
  public record Stored(long rows, long bytes, long parts) {}

  /** What is stored of a table or an aggregate. */
  public Stored stored(String name) {
    GenericRecord found =
        clickHouse
            .rows(
                """
                SELECT sum(rows) AS stored, sum(bytes_on_disk) AS bytes, count() AS parts
                FROM system.parts WHERE database = currentDatabase() AND active
                  AND table IN ({name:String}, {name:String} || '_data', {name:String} || '_base', {name:String} || '_floor')
                """,
                Map.of("name", name))
            .get(0);
    return new Stored(found.getLong("stored"), found.getLong("bytes"), found.getLong("parts"));
  }

  /** The statement that makes a table or a view. */
  public String statement(String name) {
    return clickHouse
        .rows("SHOW CREATE TABLE " + Literals.name(name))
        .get(0)
        .getString("statement");
  }

  /** The rows of a table as they are now: earlier versions and deleted ones not counted. */
  public long exactRows(String table) {
    return count("SELECT count() AS n FROM " + Literals.name(table) + " FINAL");
  }

  /** Tells the place in the first topic of each row of a shard that a table holds now. */
  public void firstOffsets(String table, int shard, LongConsumer offset) {
    clickHouse.rowBinary(
        "SELECT %s FROM %s FINAL WHERE _shard = %d"
            .formatted(Version.FIRST_OFFSET_SQL, Literals.name(table), shard),
        Map.of(),
        in -> {
          RowBinary rows = new RowBinary(in);
          while (!rows.atEnd()) {
            offset.accept(rows.int64());
          }
          return true;
        });
  }

  /** Rows of an aggregate's states, of whatever segment. */
  public long buckets(String aggregate) {
    return count("SELECT count() AS n FROM " + Literals.name(aggregate));
  }

  /**
   * The aggregates of a table.
   *
   * @param staleBuckets those that corrections have touched and that are not counted anew yet
   */
  public record Aggregated(List<String> names, long staleBuckets) {}

  /** The aggregates of some tables, all from one look at what there is, which takes its time. */
  public Map<String, Aggregated> aggregated(Collection<String> tables) {
    Catalog catalog = new Catalog(clickHouse);
    Map<String, Aggregated> aggregated = new HashMap<>();
    for (String table : tables) {
      List<Aggregate> aggregates = catalog.aggregates(table);
      aggregated.put(
          table,
          new Aggregated(
              aggregates.stream().map(Aggregate::view).toList(),
              aggregates.stream().mapToLong(each -> count(each.countStale())).sum()));
    }
    return aggregated;
  }

  /** Buckets that corrections have made stale, in all aggregates of a table. */
  public long staleBuckets(String table) {
    return aggregated(List.of(table)).values().stream().mapToLong(Aggregated::staleBuckets).sum();
  }

  /** Rows that were too old to be taken, by table; those without any are left out. */
  public Map<String, Long> refusedRows() {
    Map<String, Long> rows = new LinkedHashMap<>();
    clickHouse
        .rows(
            "SELECT landing, sum(r.rows) AS n FROM prejoin_refused AS r FINAL GROUP BY landing ORDER BY landing")
        .forEach(row -> rows.put(row.getString("landing"), row.getBigInteger("n").longValue()));
    return rows;
  }

  /** From when on tables have all of their rows, of those that forget some. */
  public Map<String, Instant> keptSince() {
    Map<String, Instant> since = new LinkedHashMap<>();
    clickHouse
        .rows(
            "SELECT landing, toInt64(toUnixTimestamp(max(k.since))) AS at FROM prejoin_kept AS k GROUP BY landing ORDER BY landing")
        .forEach(
            row -> since.put(row.getString("landing"), Instant.ofEpochSecond(row.getLong("at"))));
    return since;
  }

  /** The rows that each rule kept out. */
  public List<RejectCount> rejects() {
    return clickHouse
        .rows(
            """
            SELECT view, rule, count() AS n FROM prejoin_rejects FINAL
            GROUP BY view, rule ORDER BY view, rule
            """)
        .stream()
        .map(row -> new RejectCount(row.getString("view"), row.getString("rule"), row.getLong("n")))
        .toList();
  }

  /** A row that is among the rejects. */
  @FunctionalInterface
  public interface RejectVisitor {
    /**
     * A row that is among them.
     *
     * @param view an index in the list that was asked for
     * @param shard the partition of the source
     * @param firstOffset the place in the source
     */
    void visit(int view, int shard, long firstOffset);
  }

  /**
   * Tells each row that is among the rejects of some views.
   *
   * @param rule only rows that failed this rule
   * @param since only rows that the source committed then or later
   */
  public void rejects(
      List<String> views, Optional<String> rule, Optional<Instant> since, RejectVisitor visitor) {
    if (views.isEmpty()) {
      return;
    }
    String names = views.stream().map(Literals::text).collect(Collectors.joining(", "));
    String sql =
        "SELECT toInt64(indexOf([%s], view)) - 1, toInt64(_shard), %s FROM prejoin_rejects FINAL WHERE view IN (%s)%s%s"
            .formatted(
                names,
                Version.FIRST_OFFSET_SQL,
                names,
                rule.map(text -> " AND rule = " + Literals.text(text)).orElse(""),
                since
                    .map(at -> " AND at >= fromUnixTimestamp64Milli(" + at.toEpochMilli() + ")")
                    .orElse(""));
    clickHouse.rowBinary(
        sql,
        Map.of(),
        in -> {
          RowBinary rows = new RowBinary(in);
          while (!rows.atEnd()) {
            visitor.visit((int) rows.int64(), (int) rows.int64(), rows.int64());
          }
          return true;
        });
  }

  private long count(String sql) {
    return clickHouse.rows(sql).get(0).getLong("n");
  }
}
