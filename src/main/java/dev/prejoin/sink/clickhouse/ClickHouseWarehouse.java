package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.RejectRow;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.TableShape;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.Warehouse;
import dev.prejoin.sink.WarehouseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

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
          // Months are bounded here; an aggregate may be partitioned more finely.
          "max_partitions_per_insert_block", "0");

  private static final Map<String, String> INSERT_SELECT =
      Map.of(
          "async_insert", "0",
          "insert_deduplicate", "0",
          "deduplicate_insert_select", "disable",
          "max_partitions_per_insert_block", "0",
          // NULL is a bucket's key like others.
          "transform_null_in", "1");

  private static final Map<String, String> LOOKUP = Map.of("max_query_size", "16777216");
  private static final Map<String, String> MARK;

  static {
    Map<String, String> mark = new HashMap<>(INSERT_SELECT);
    mark.putAll(LOOKUP);
    MARK = Map.copyOf(mark);
  }

  /** All that is ever sent, which a server must have and let the user set. */
  static Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>(INSERT);
    all.putAll(MARK);
    return all;
  }

  private static final int KEYS_PER_QUERY = 2_000;

  private final ClickHouse clickHouse;
  private final Catalog catalog;
  private final Map<String, List<Aggregate>> aggregates = new HashMap<>();
  private final Map<String, TableShape> shapes = new HashMap<>();

  public ClickHouseWarehouse(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.catalog = new Catalog(clickHouse);
  }

  @Override
  public void ping() {
    clickHouse.rows("SELECT 1 AS one");
  }

  @Override
  public TableShape shape(Relation relation) {
    TableShape shape = shapes.get(relation.name());
    if (shape == null) {
      shape = catalog.shape(relation.name());
      shapes.put(relation.name(), shape);
    }
    return shape;
  }

  private List<Aggregate> aggregates(Relation relation) {
    List<Aggregate> found = aggregates.get(relation.name());
    if (found == null) {
      found = catalog.aggregates(relation.name());
      aggregates.put(relation.name(), found);
    }
    return found;
  }

  @Override
  public Optional<Done> done(String topic, String topicId, int shard) {
    return clickHouse
        .rows(
            """
            SELECT max(position) AS furthest, max(_seg) AS segment, count() AS n FROM prejoin_done
            WHERE topic = {topic:String} AND topic_id = {id:String} AND _shard = {shard:UInt32}
            """,
            Map.of("topic", topic, "id", topicId, "shard", shard))
        .stream()
        .filter(row -> row.getLong("n") > 0)
        .map(
            row ->
                new Done(
                    topic,
                    topicId,
                    shard,
                    row.getLong("furthest"),
                    Segment.unpack(row.getBigInteger("segment").longValue())))
        .findFirst();
  }

  @Override
  public void record(List<Done> done) {
    NativeBlock<Done> block = new NativeBlock<>(done, 5);
    block.string("topic", Done::topic);
    block.string("topic_id", Done::topicId);
    block.uint32("_shard", Done::shard);
    block.int64("position", "Int64", Done::position);
    block.int64("_seg", "UInt64", row -> row.segment().packed());
    clickHouse.insert("prejoin_done", block.stream(), INSERT);
  }

  @Override
  public void insert(Relation relation, List<TableRow> rows, int maxRows) {
    int month = monthColumn(relation);
    long unitsPerSecond =
        month >= 0 ? relation.columns().get(month).type().unitsPerSecond() : 1_000;
    boolean begun = false;
    for (List<TableRow> part : InsertParts.of(rows, month, unitsPerSecond, maxRows)) {
      insertPart(relation, part, begun);
      begun = true;
    }
  }

  private void insertPart(Relation relation, List<TableRow> part, boolean begun) {
    try {
      clickHouse.insert(relation.name(), encode(relation, part), INSERT);
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

  private static InputStream encode(Relation relation, List<TableRow> rows) {
    List<Column> columns = relation.columns();
    NativeBlock<TableRow> block = new NativeBlock<>(rows, columns.size() + 8);
    for (int i = 0; i < columns.size(); i++) {
      int position = i;
      Column column = columns.get(i);
      block.column(column.name(), column.type(), row -> row.values()[position]);
    }
    block.tuple("_key", relation.key().stream().map(Column::type).toList(), TableRow::key);
    block.uint32("_shard", TableRow::shard);
    block.uint128("_version", row -> row.version().low(), row -> row.version().high());
    block.uint8("_deleted", row -> row.deleted() ? 1 : 0);
    block.uint8("_correction", row -> row.correction() ? 1 : 0);
    block.int64("_seg", "UInt64", TableRow::segment);
    block.uint32("_matched", row -> row.origin().matched());
    block.int64Array("_seen", row -> row.origin().seen());
    return block.stream();
  }

  @Override
  public void insertRejects(List<RejectRow> rows) {
    NativeBlock<RejectRow> block = new NativeBlock<>(rows, 9);
    block.string("view", RejectRow::view);
    block.string("rule", RejectRow::rule);
    block.string("reason", RejectRow::reason);
    block.string("source", RejectRow::source);
    block.uint32("_shard", RejectRow::shard);
    block.int64("position", "Int64", RejectRow::position);
    block.column("at", ColumnType.timestamp(3), RejectRow::at);
    block.string("key", RejectRow::key);
    block.string("row", RejectRow::row);
    clickHouse.insert("prejoin_rejects", block.stream(), INSERT);
  }

  @Override
  public List<Standing> standing(Relation relation, int shard, Collection<List<Object>> keys) {
    StringJoiner values = new StringJoiner(", ");
    for (Column column : relation.columns()) {
      values.add("CAST(%s AS %s)".formatted(name(column.name()), column.type().clickHouse()));
    }
    String keyType = TypeNames.keyType(relation.key().stream().map(Column::type).toList());
    List<Standing> found = new ArrayList<>();
    for (List<List<Object>> some : InsertParts.chunks(keys, KEYS_PER_QUERY)) {
      String sql =
          """
          SELECT CAST(_key AS %s), argMax(tuple(%s, _deleted), _version), max(_version)
          FROM %s WHERE _shard = %d AND _key IN %s GROUP BY _key, %s
          """
              .formatted(
                  keyType,
                  values,
                  name(relation.name()),
                  shard,
                  Literals.keys(relation.key(), some),
                  names(shape(relation).sortingColumns()));
      found.addAll(clickHouse.rowBinary(sql, LOOKUP, in -> read(relation, new RowBinary(in))));
    }
    return found;
  }

  private static List<Standing> read(Relation relation, RowBinary in) throws IOException {
    List<Standing> rows = new ArrayList<>();
    while (!in.atEnd()) {
      List<Object> key = Standing.keyOf(in.row(relation.key()));
      Object[] values = in.row(relation.columns());
      boolean deleted = in.uint8() == 1;
      long low = in.int64();
      rows.add(new Standing(key, values, new Version(in.int64(), low), deleted));
    }
    return rows;
  }

  @Override
  public void markStale(
      Relation relation, int shard, Collection<List<Object>> keys, Segment segment) {
    for (Aggregate aggregate : aggregates(relation)) {
      for (List<List<Object>> some : InsertParts.chunks(keys, KEYS_PER_QUERY)) {
        clickHouse.execute(aggregate.markStale(relation, shard, some, segment.packed()), MARK);
      }
    }
  }

  @Override
  public long stale(Relation relation, int shard) {
    return aggregates(relation).stream()
        .mapToLong(aggregate -> clickHouse.rows(aggregate.countStale(shard)).get(0).getLong("n"))
        .sum();
  }

  @Override
  public void rebuild(Relation relation, int shard, Segment segment) {
    for (Aggregate aggregate : aggregates(relation)) {
      clickHouse.execute(aggregate.rebuild(shard, segment.packed()), INSERT_SELECT);
      clickHouse.execute(aggregate.putInForce(shard, segment.packed()), INSERT_SELECT);
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
