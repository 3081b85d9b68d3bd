package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;
import static dev.prejoin.sink.clickhouse.Literals.text;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Advance;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Foldable;
import dev.prejoin.sink.FreshRows;
import dev.prejoin.sink.Kept;
import dev.prejoin.sink.RejectRow;
import dev.prejoin.sink.RowBuffer;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardFloor;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.StaleBuckets;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.TableShape;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.Warehouse;
import dev.prejoin.sink.WarehouseException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lands rows in ClickHouse, in its Native format. */
public final class ClickHouseWarehouse implements Warehouse {
  /** Sent with each insert, so that no profile changes what an insert does. */
  private static final Map<String, String> INSERT =
      Map.of(
          "async_insert", "0",
          // Exactness rests on versions and segments; a dropped block would be a lost one.
          "insert_deduplicate", "0",
          "input_format_null_as_default", "0",
          "materialized_views_ignore_errors", "0",
          // Few rows of a block replace each other, and states are grouped already: to look for
          // those that do takes a fifth of an insert, and a merge finds them anyway.
          "optimize_on_insert", "0",
          // Months are bounded here; an aggregate may be partitioned more finely.
          "max_partitions_per_insert_block", "0");

  private static final Map<String, String> INSERT_SELECT =
      Map.of(
          "async_insert", "0",
          "insert_deduplicate", "0",
          "deduplicate_insert_select", "disable",
          "max_partitions_per_insert_block", "0",
          // What is moved before FINAL are conditions on the sorting key alone, which all versions
          // of a row share: not that on the segment, or an earlier version could stand for one
          // that the segment leaves out (seen in EXPLAIN of 26.7). FINAL then has few rows.
          "optimize_move_to_prewhere_if_final", "1",
          // NULL is a bucket's key like others.
          "transform_null_in", "1");

  private static final Map<String, String> LOOKUP = Map.of("max_query_size", "16777216");

  /** What reads little is done in half the processor time if it is not shared out. */
  private static final Map<String, String> ONE_THREAD = Map.of("max_threads", "1");

  private static final Map<String, String> LOOKUP_FEW = both(LOOKUP, ONE_THREAD);
  private static final Map<String, String> ADVANCE = both(INSERT_SELECT, ONE_THREAD);
  private static final Map<String, String> MARK = both(INSERT_SELECT, LOOKUP);

  private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(others);
    return Map.copyOf(all);
  }

  /** Says which rows of a table a sweep touches; its value is another each time. */
  private static final String TABLE_FILTERS = "additional_table_filters";

  /** All that is ever sent, which a server must have and let the user set; empty for any value. */
  static Map<String, Optional<String>> settings() {
    Map<String, Optional<String>> all = new TreeMap<>();
    INSERT.forEach((name, value) -> all.put(name, Optional.of(value)));
    MARK.forEach((name, value) -> all.put(name, Optional.of(value)));
    ONE_THREAD.keySet().forEach(name -> all.put(name, Optional.empty()));
    all.put(TABLE_FILTERS, Optional.empty());
    all.put(ClickHouse.LONGEST_STATEMENT, Optional.empty());
    return all;
  }

  private static final int KEYS_PER_QUERY = 2_000;
  private static final int FEW_KEYS = 100;

  /** In ClickHouse's ErrorCodes.cpp. */
  private static final int UNKNOWN_TABLE = 60;

  private final ClickHouse clickHouse;
  private final Catalog catalog;
  private final FillTables fills;
  private final KeptRows kept;
  private final Generations generations;

  /** By table: the floors below which all was deleted. */
  private final Map<String, List<String>> dropped = new HashMap<>();

  public ClickHouseWarehouse(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.catalog = new Catalog(clickHouse);
    this.fills = new FillTables(clickHouse);
    this.kept = new KeptRows(clickHouse, catalog);
    this.generations = new Generations(clickHouse);
  }

  @Override
  public void ping() {
    clickHouse.rows("SELECT 1 AS one");
  }

  @Override
  public void refresh() {
    catalog.refresh();
  }

  @Override
  public void settle() {
    generations.settle();
    catalog.refresh();
  }

  @Override
  public TableShape shape(Relation relation) {
    return catalog.shape(relation.name());
  }

  /**
   * Statements that name aggregates. One that was dropped meanwhile, as it was made anew, is no
   * reason to end: what was begun is begun again without it.
   */
  private void naming(Relation relation, Runnable statements) {
    List<Aggregate> named = allAggregates(relation);
    try {
      statements.run();
    } catch (WarehouseException e) {
      if (e.code() == UNKNOWN_TABLE) {
        catalog.refresh();
        if (!named.equals(allAggregates(relation))) {
          throw new WarehouseException(
              WarehouseException.Kind.INTERRUPTED, 0, String.valueOf(e.getMessage()), e);
        }
      }
      throw e;
    }
  }

  private List<Aggregate> allAggregates(Relation relation) {
    return catalog.aggregates(relation.name()).stream()
        .map(aggregate -> aggregate.counting(kept.buckets(relation, aggregate)))
        .toList();
  }

  @Override
  public Optional<Kept> kept(Relation relation) {
    return kept.of(relation);
  }

  @Override
  public void recordRefused(Relation relation, int shard, long from, long to, long rows) {
    clickHouse.execute(
        "INSERT INTO prejoin_refused (landing, _shard, begin, end, rows) VALUES (%s, %d, %d, %d, %d)"
            .formatted(text(relation.name()), shard, from, to, rows),
        Map.of("async_insert", "0"));
  }

  @Override
  public List<Done> done(Collection<ShardName> shards) {
    return clickHouse
        .rows(
            """
            SELECT topic, topic_id, _shard, max(position) AS furthest, max(_seg) AS segment,
                   max(_clean) AS clean
            FROM prejoin_done WHERE (topic, _shard) IN (%s) GROUP BY topic, topic_id, _shard
            SETTINGS max_threads = 1
            """
                .formatted(
                    shards.stream()
                        .map(shard -> "(%s, %d)".formatted(text(shard.topic()), shard.partition()))
                        .collect(Collectors.joining(", "))))
        .stream()
        .map(
            row ->
                new Done(
                    row.getString("topic"),
                    row.getString("topic_id"),
                    (int) row.getLong("_shard"),
                    row.getLong("furthest"),
                    Segment.unpack(row.getBigInteger("segment").longValue()),
                    Segment.unpack(row.getBigInteger("clean").longValue())))
        .toList();
  }

  @Override
  public void record(List<Done> done) {
    NativeBlock<Done> block = new NativeBlock<>(done, 6);
    block.string("topic", Done::topic);
    block.string("topic_id", Done::topicId);
    block.uint32("_shard", Done::shard);
    block.int64("position", "Int64", Done::position);
    block.int64("_seg", "UInt64", row -> row.segment().packed());
    block.int64("_clean", "UInt64", row -> row.clean().packed());
    clickHouse.insert("prejoin_done", block.stream(), INSERT);
  }

  @Override
  public void advance(List<Advance> steps) {
    clickHouse.execute(DoneSql.advance(steps), ADVANCE);
  }

  @Override
  public void recordClean(Relation relation, List<Advance> steps, List<ShardRound> rounds) {
    List<String> stale =
        allAggregates(relation).stream().map(aggregate -> aggregate.stale(rounds)).toList();
    naming(
        relation,
        () -> clickHouse.execute(DoneSql.recordClean(steps, rounds, stale), INSERT_SELECT));
  }

  @Override
  public void insert(Relation relation, List<TableRow> rows, int maxRows) {
    int month = monthColumn(relation);
    long unitsPerSecond =
        month >= 0 ? relation.columns().get(month).type().unitsPerSecond() : 1_000;
    boolean begun = false;
    for (List<TableRow> part : InsertParts.of(rows, month, unitsPerSecond, maxRows)) {
      boolean later = begun;
      naming(relation, () -> insertPart(relation, part, later));
      begun = true;
    }
  }

  @Override
  public RowBuffer buffer(Relation relation) {
    return new NativeRows(relation);
  }

  /** As one block, if it is one that a server takes. */
  @Override
  public void insert(Relation relation, List<FreshRows> fresh, List<TableRow> others, int maxRows) {
    int month = monthColumn(relation);
    List<NativeRows> all = new ArrayList<>(fresh.stream().map(NativeRows::of).toList());
    all.add(NativeRows.of(relation, others));
    boolean fits =
        all.stream().mapToInt(NativeRows::size).sum() <= maxRows
            && (month < 0
                || NativeRows.months(all, month, relation.columns().get(month).type())
                    <= InsertParts.MAX_MONTHS);
    if (fits) {
      naming(relation, () -> insertBlock(relation, all));
    } else {
      Warehouse.super.insert(relation, fresh, others, maxRows);
    }
  }

  private void insertBlock(Relation relation, List<NativeRows> rows) {
    clickHouse.insert(
        relation.name(), NativeRows.block(relation, shape(relation).tracked(), rows), INSERT);
  }

  private void insertPart(Relation relation, List<TableRow> part, boolean begun) {
    try {
      insertBlock(relation, List.of(NativeRows.of(relation, part)));
    } catch (WarehouseException e) {
      // Not even begun is true of this part only; earlier ones are there.
      throw begun && e.kind() == WarehouseException.Kind.UNREACHABLE
          ? new WarehouseException(
              WarehouseException.Kind.INTERRUPTED, e.code(), String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private int monthColumn(Relation relation) {
    int column = shape(relation).monthColumn().map(relation::indexOf).orElse(-1);
    return column >= 0 && relation.columns().get(column).type().isTime() ? column : -1;
  }

  @Override
  public void insertRejects(List<RejectRow> rows) {
    NativeBlock<RejectRow> block = new NativeBlock<>(rows, 10);
    block.string("view", RejectRow::view);
    block.string("key", RejectRow::key);
    block.string("rule", RejectRow::rule);
    block.string("reason", RejectRow::reason);
    block.string("source", RejectRow::source);
    block.column("at", ColumnType.timestamp(3), RejectRow::at);
    block.string("row", RejectRow::row);
    block.uint32("_shard", RejectRow::shard);
    block.uint128("_version", row -> row.version().low(), row -> row.version().high());
    block.uint8("_deleted", row -> row.passed() ? 1 : 0);
    clickHouse.insert("prejoin_rejects", block.stream(), INSERT);
  }

  @Override
  public List<Standing> standing(
      Relation relation, Collection<Integer> shards, Collection<List<Object>> keys) {
    StringJoiner values = new StringJoiner(", ");
    for (Column column : relation.columns()) {
      values.add("CAST(%s AS %s)".formatted(name(column.name()), column.type().clickHouse()));
    }
    String keyType = TypeNames.keyType(relation.key().stream().map(Column::type).toList());
    List<Standing> found = new ArrayList<>();
    for (List<List<Object>> some : InsertParts.chunks(keys, KEYS_PER_QUERY)) {
      String sql =
          """
          SELECT CAST(_key AS %s), argMax(tuple(%s, _deleted, %s), _version), max(_version)
          FROM %s WHERE _shard IN (%s) AND _key IN %s GROUP BY _key, %s
          """
              .formatted(
                  keyType,
                  values,
                  shape(relation).tracked() ? Catalog.CHANGED : "toInt64(-1)",
                  name(relation.name()),
                  ShardSql.list(shards),
                  Literals.keys(relation.key(), some),
                  names(shape(relation).sortingColumns()));
      found.addAll(
          clickHouse.rowBinary(
              sql,
              some.size() > FEW_KEYS ? LOOKUP : LOOKUP_FEW,
              in -> read(relation, new RowBinary(in))));
    }
    return found;
  }

  private static List<Standing> read(Relation relation, RowBinary in) throws IOException {
    List<Standing> rows = new ArrayList<>();
    while (!in.atEnd()) {
      List<Object> key = Standing.keyOf(in.row(relation.key()));
      Object[] values = in.row(relation.columns());
      boolean deleted = in.uint8() == 1;
      long changed = in.int64();
      long low = in.int64();
      rows.add(new Standing(key, values, new Version(in.int64(), low), deleted, changed));
    }
    return rows;
  }

  @Override
  public void markStale(
      Relation relation, Map<Integer, Segment> shards, Collection<List<Object>> keys) {
    Map<String, String> settings = new HashMap<>(MARK);
    kept.rows(relation).ifPresent(rows -> settings.putAll(filtered(relation, rows)));
    naming(
        relation,
        () -> {
          for (Aggregate aggregate : allAggregates(relation)) {
            for (List<List<Object>> some : InsertParts.chunks(keys, KEYS_PER_QUERY)) {
              clickHouse.execute(aggregate.markStale(relation, shards, some), settings);
            }
          }
        });
  }

  @Override
  public void markStale(Relation relation, int shard, Version below, String part, Segment segment) {
    Map<String, String> settings =
        filtered(relation, SweepSql.touched(below, part) + andKept(relation));
    naming(
        relation,
        () ->
            allAggregates(relation)
                .forEach(
                    aggregate ->
                        clickHouse.execute(aggregate.markStale(Map.of(shard, segment)), settings)));
  }

  @Override
  public List<String> partsToSweep(Relation relation, int shard, Version below) {
    SortedMap<String, Long> rows = new TreeMap<>();
    clickHouse
        .rows(SweepSql.partitions(relation, shard, below, andKept(relation)))
        .forEach(row -> rows.put(row.getString("part"), row.getLong("n")));
    return SweepSql.parts(rows);
  }

  @Override
  public void sweep(Relation relation, int shard, Version below, String part, Segment segment) {
    clickHouse.execute(
        SweepSql.tombstones(relation, shard, below, part, segment, andKept(relation)),
        INSERT_SELECT);
  }

  @Override
  public StaleBuckets findStale(Relation relation, List<ShardRound> rounds, int bucketsPerSlice) {
    List<StaleBuckets> found = new ArrayList<>();
    naming(
        relation,
        () ->
            allAggregates(relation)
                .forEach(aggregate -> found.add(findStale(aggregate, rounds, bucketsPerSlice))));
    return new StaleBuckets(
        found.stream().mapToLong(StaleBuckets::buckets).sum(),
        found.stream().mapToInt(StaleBuckets::slices).max().orElse(0));
  }

  private StaleBuckets findStale(
      Aggregate aggregate, List<ShardRound> rounds, int bucketsPerSlice) {
    clickHouse.execute(aggregate.findStale(rounds, bucketsPerSlice), INSERT_SELECT);
    GenericRecord found = clickHouse.rows(aggregate.countRound(rounds)).get(0);
    return new StaleBuckets(found.getLong("n"), (int) found.getLong("slices"));
  }

  @Override
  public void rebuild(Relation relation, List<ShardSlice> shards, int slice) {
    naming(
        relation,
        () -> allAggregates(relation).forEach(aggregate -> rebuild(aggregate, shards, slice)));
  }

  private void rebuild(Aggregate aggregate, List<ShardSlice> shards, int slice) {
    clickHouse.execute(aggregate.rebuild(shards, slice), INSERT_SELECT);
    clickHouse.execute(aggregate.putInForce(shards, slice), INSERT_SELECT);
  }

  @Override
  public Set<String> aggregates(Relation relation) {
    return catalog.wholeAggregates(relation.name());
  }

  @Override
  public List<Fill> fills() {
    return fills.fills().stream().filter(fill -> !catalog.isReplaced(fill.aggregate())).toList();
  }

  @Override
  public void beginFill(Fill fill, Map<Integer, Segment> since) {
    clickHouse.execute(FillSql.begin(fill, since), INSERT_SELECT);
  }

  @Override
  public List<String> partsToFill(Relation relation) {
    return fills.partitions(relation);
  }

  @Override
  public Map<Integer, Set<String>> filledParts(Fill fill) {
    return fills.parts(fill);
  }

  @Override
  public StaleBuckets findUnfilled(
      Relation relation, Fill fill, String part, List<ShardRound> rounds, int bucketsPerSlice) {
    return aggregate(relation, fill.aggregate())
        .map(
            aggregate ->
                fills.findUnfilled(
                    aggregate, settings(relation, part, rounds), part, rounds, bucketsPerSlice))
        .orElse(new StaleBuckets(0, 0));
  }

  /** Of the rows of a part, those that came before a fill. */
  private Map<String, String> settings(Relation relation, String part, List<ShardRound> rounds) {
    return part.equals(STATES)
        ? INSERT_SELECT
        : filtered(relation, FillSql.before(part, rounds) + andKept(relation));
  }

  /** What is counted of other rows is frozen. */
  private String andKept(Relation relation) {
    return kept.rows(relation).map(rows -> " AND " + rows).orElse("");
  }

  @Override
  public void rebuild(Relation relation, String aggregate, List<ShardSlice> shards, int slice) {
    aggregate(relation, aggregate).ifPresent(found -> rebuild(found, shards, slice));
  }

  @Override
  public void recordFilled(Relation relation, Fill fill, String part, List<ShardRound> rounds) {
    aggregate(relation, fill.aggregate())
        .ifPresent(
            aggregate ->
                clickHouse.execute(
                    FillSql.filled(fill, part, rounds, aggregate),
                    settings(relation, part, rounds)));
  }

  @Override
  public void recordWhole(Fill fill, Map<Integer, Segment> since, List<String> parts) {
    clickHouse.execute(FillSql.whole(fill, since, parts), INSERT_SELECT);
  }

  private Optional<Aggregate> aggregate(Relation relation, String name) {
    return allAggregates(relation).stream()
        .filter(aggregate -> aggregate.view().equals(name))
        .findFirst();
  }

  /** What an insert reads of a table, through a view too. */
  private static Map<String, String> filtered(Relation relation, String condition) {
    Map<String, String> settings = new HashMap<>(INSERT_SELECT);
    settings.put(TABLE_FILTERS, "{%s: %s}".formatted(text(relation.name()), text(condition)));
    return settings;
  }

  @Override
  public List<Foldable> foldable(Relation relation, Collection<Integer> shards) {
    List<Foldable> found = new ArrayList<>();
    naming(
        relation,
        () -> {
          for (Aggregate aggregate : allAggregates(relation)) {
            GenericRecord counts = clickHouse.rows(aggregate.countBases(shards)).get(0);
            found.add(new Foldable(aggregate.view(), counts.getLong("bases"), counts.getLong("n")));
          }
        });
    return found;
  }

  @Override
  public long buckets(Relation relation, String aggregate, Collection<Integer> shards) {
    return aggregate(relation, aggregate)
        .map(found -> clickHouse.rows(found.countBuckets(shards)).get(0).getLong("n"))
        .orElse(0L);
  }

  @Override
  public void copyInForce(
      Relation relation, String aggregate, List<ShardFloor> shards, int slice, int slices) {
    naming(
        relation,
        () ->
            aggregate(relation, aggregate)
                .ifPresent(
                    folded -> {
                      clickHouse.execute(folded.copyInForce(shards, slice, slices), INSERT_SELECT);
                      clickHouse.execute(folded.noteSlice(shards, slice), INSERT_SELECT);
                    }));
  }

  @Override
  public void raiseFloor(Relation relation, String aggregate, List<ShardFloor> shards, int slices) {
    naming(
        relation,
        () ->
            aggregate(relation, aggregate)
                .ifPresent(
                    folded ->
                        clickHouse.execute(folded.raiseFloor(shards, slices), INSERT_SELECT)));
  }

  @Override
  public void dropFolded(Relation relation, Collection<Integer> shards, Duration grace) {
    naming(
        relation,
        () -> allAggregates(relation).forEach(aggregate -> dropFolded(aggregate, shards, grace)));
  }

  private void dropFolded(Aggregate aggregate, Collection<Integer> shards, Duration grace) {
    String select = aggregate.floors(shards, grace);
    List<String> floors =
        clickHouse.rows(select).stream()
            .map(row -> row.getLong("_shard") + " " + row.getBigInteger("_seg"))
            .toList();
    for (String table : aggregate.folded()) {
      if (!floors.isEmpty() && !floors.equals(dropped.get(table)) && isIdle(table)) {
        // In the server's background, which then looks at the floors anew.
        clickHouse.execute(
            "ALTER TABLE %s DELETE WHERE %s".formatted(name(table), Aggregate.belowFloor(select)),
            Map.of("mutations_sync", "0"));
        dropped.put(table, floors);
      }
    }
  }

  private boolean isIdle(String table) {
    return clickHouse
            .rows(
                "SELECT count() AS n FROM system.mutations WHERE database = currentDatabase() AND table = %s AND NOT is_done"
                    .formatted(text(table)))
            .get(0)
            .getLong("n")
        == 0;
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
