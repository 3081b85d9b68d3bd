package dev.prejoin.sink.clickhouse.ddl;

import static dev.prejoin.sink.clickhouse.ddl.Identifiers.literal;
import static dev.prejoin.sink.clickhouse.ddl.Identifiers.name;
import static dev.prejoin.sink.clickhouse.ddl.Identifiers.names;

import dev.prejoin.sink.clickhouse.ddl.AggregateStatement.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements that make an aggregate: see "Layout per aggregate" in PROTOCOL.md. */
public final class AggregateDdl {
  private final AggregateLayout layout;
  private final AggregateStatement statement;
  private final String target;

  private AggregateDdl(AggregateLayout layout) {
    this.layout = layout;
    this.statement = layout.statement();
    this.target = statement.target();
  }

  /**
   * The text of a file: tables of states, bases and dirty buckets, the views over them, and the
   * materialized view that fills them.
   *
   * @param types of the statement's items, by name
   * @param timeColumn by whose months the aggregated table is cut
   * @throws dev.prejoin.runtime.ProblemException if the statement cannot be kept exact
   */
  public static String text(
      AggregateStatement statement, Map<String, String> types, Optional<String> timeColumn) {
    AggregateDdl ddl = new AggregateDdl(AggregateLayout.of(statement, types, timeColumn));
    return Stream.of(
            ddl.data(),
            ddl.base(),
            ddl.floor(),
            ddl.dirty(),
            ddl.round(),
            ddl.current(),
            ddl.stale(),
            ddl.buckets(),
            ddl.rebuild(),
            ddl.materializedView())
        .collect(Collectors.joining("\n"));
  }

  private String data() {
    List<String> more = new ArrayList<>();
    statement
        .rollupOf()
        .ifPresent(
            read ->
                more.add(
                    "The statement reads %s; here its expressions are put into it, so that it counts the rows of %s itself, and neither waits for the other."
                        .formatted(read, statement.table())));
    if (layout.isByDay()) {
      more.add(
          "A bucket can have rows of all times, so it is kept in days, by _day: a correction has a"
              + " day of it counted anew, and not all there is. The view below merges them.");
    }
    return statement.comment()
        + CommentText.of(
            List.of(
                "The states. Queries read the view %s below; two things differ from the usual recipe."
                    .formatted(target),
                "Every GROUP BY column is in the sorting key: outside of it, rows of unlike buckets"
                    + " would be merged into one.",
                "_shard, _seg and _base tell who wrote a state and when: rows of _base = 0 come from"
                    + " the materialized view, in segments of their writer; a correction appends a"
                    + " row of _base = 1, the whole bucket counted anew, and %s_base says from which"
                        .formatted(target)
                    + " segment on it holds. Nothing is deleted that anybody reads, so readers never"
                    + " see a gap.",
                "_bucket is the keys and _shard as one number, by which a state finds its base."))
        + CommentText.of(more)
        + table(
            "_data",
            columns(
                layout.keys(),
                List.of(
                    "_shard UInt32",
                    "_seg UInt64",
                    "_base UInt8",
                    "_bucket SimpleAggregateFunction(max, UInt128) DEFAULT " + layout.bucket()),
                true),
            "AggregatingMergeTree",
            layout.month(),
            List.of("_shard", "_seg", "_base"));
  }

  private String base() {
    return CommentText.of(List.of("Which base is in force, per bucket and shard."))
        + """
        CREATE TABLE IF NOT EXISTS %s
        (
            _bucket  UInt128,
            _shard   UInt32,
            _seg     UInt64,
            INDEX by_segment _seg TYPE minmax GRANULARITY 1
        )
        ENGINE = ReplacingMergeTree(_seg)
        ORDER BY (_bucket);
        """
            .formatted(name(target + "_base"));
  }

  /** The base of all buckets at once. */
  private String floor() {
    return CommentText.of(
            List.of(
                "A base of all buckets of a shard at once, made when there are many. What is below it"
                    + " counts no more, and is deleted later."))
        + """
        CREATE TABLE IF NOT EXISTS %s
        (
            _shard  UInt32,
            _seg    UInt64,
            _at     DateTime DEFAULT now()
        )
        ENGINE = ReplacingMergeTree(_seg)
        ORDER BY (_shard);
        """
            .formatted(name(target + "_floor"));
  }

  private String dirty() {
    return CommentText.of(
            List.of(
                "Buckets that a correction touched, with the segment in which it did. A bucket is"
                    + " stale until its base is of a later segment. The index finds those touched"
                    + " lately."))
        + table(
            "_dirty",
            columns(layout.keys(), List.of("_shard UInt32", "_seg UInt64", bucket()), false)
                + ",\n    INDEX by_segment _seg TYPE minmax GRANULARITY 1",
            "ReplacingMergeTree(_seg)",
            Optional.empty(),
            List.of("_shard"));
  }

  private String bucket() {
    return "_bucket UInt128 DEFAULT " + layout.bucket();
  }

  /** Which buckets are being counted anew: the set that several statements agree on. */
  private String round() {
    return CommentText.of(
            List.of(
                "The buckets that were found stale when segment _seg began, in slices that are"
                    + " counted anew one after the other. It serves for that time only."))
        + "CREATE TABLE IF NOT EXISTS %s\n(\n%s\n)\nENGINE = MergeTree\nORDER BY (_shard, _seg, _slice)\nTTL _at + INTERVAL 1 DAY;\n"
            .formatted(
                name(target + "_round"),
                columns(
                    layout.keys(),
                    List.of(
                        "_shard UInt32",
                        "_seg UInt64",
                        "_slice UInt32",
                        bucket(),
                        "_at DateTime DEFAULT now()"),
                    false));
  }

  private String table(
      String suffix,
      String columns,
      String engine,
      Optional<String> month,
      List<String> behindKeys) {
    List<String> order = new ArrayList<>(layout.keyNames());
    order.addAll(behindKeys);
    return "CREATE TABLE IF NOT EXISTS %s\n(\n%s\n)\nENGINE = %s\n%sORDER BY (%s)%s;\n"
        .formatted(
            name(target + suffix),
            columns,
            engine,
            month.map(key -> "PARTITION BY toYYYYMM(%s)\n".formatted(name(key))).orElse(""),
            names(order),
            layout.hasNullableKey() ? "\nSETTINGS allow_nullable_key = 1" : "");
  }

  private String columns(List<Item> keys, List<String> hidden, boolean states) {
    List<Item> typed = new ArrayList<>(keys);
    typed.addAll(states ? layout.states() : List.of());
    int width =
        Math.max(
            "_bucket".length(),
            typed.stream().mapToInt(item -> name(item.name()).length()).max().orElse(0));
    String form = "    %-" + width + "s  %s";
    List<String> lines = new ArrayList<>();
    keys.forEach(key -> lines.add(typed(form, key)));
    hidden.forEach(column -> lines.add(form.formatted((Object[]) column.split(" ", 2))));
    if (states) {
      layout.states().forEach(state -> lines.add(typed(form, state)));
    }
    return String.join(",\n", lines);
  }

  private String typed(String form, Item item) {
    return form.formatted(name(item.name()), layout.types().get(item.name()));
  }

  private String current() {
    List<String> selected = new ArrayList<>();
    layout.shownKeys().forEach(key -> selected.add(of("d", key)));
    layout.stateNames().forEach(state -> selected.add(of("d", state)));
    return CommentText.of(
            List.of(
                "What users query, with -Merge functions as if it were the table of states itself:"
                    + " per bucket and shard the newest base and the segments after it.",
                "ClickHouse takes its picture of each table in turn: of those in WITH first, then of"
                    + " plain ones, then of subqueries. So the states are a subquery: a base that is"
                    + " put in force meanwhile is not seen yet, instead of being looked for in vain."
                    + " ifNull is for readers with join_use_nulls = 1."))
        + """
        CREATE VIEW IF NOT EXISTS %s AS
        WITH (SELECT mapFromArrays(groupArray(_shard), groupArray(_seg)) FROM %s FINAL) AS _floors
        SELECT
        %s
        FROM
        (
            SELECT * FROM %s
        ) AS d
        LEFT ANY JOIN %s AS b FINAL ON d._bucket = b._bucket
        WHERE (d._base = 0 AND d._seg > greatest(ifNull(b._seg, 0), _floors[d._shard]))
           OR (d._base = 1 AND d._seg = greatest(ifNull(b._seg, 0), _floors[d._shard]));
        """
            .formatted(
                name(target),
                name(target + "_floor"),
                list(selected),
                name(target + "_data"),
                name(target + "_base"));
  }

  private String stale() {
    List<String> selected = new ArrayList<>();
    layout.keyNames().forEach(key -> selected.add(of("d", key)));
    selected.add("d._shard AS _shard");
    selected.add("d.touched AS _seg");
    return CommentText.of(
            List.of(
                "Buckets whose corrections no base has yet. Before the segment from which on"
                    + " prejoin_done knows them, there is none: what a writer says late that was"
                    + " replaced meanwhile is of no account."))
        + """
        CREATE VIEW IF NOT EXISTS %s AS
        SELECT
        %s
        FROM
        (
            SELECT %s, _bucket, max(_seg) AS touched
            FROM %s
            GROUP BY %s, _bucket
        ) AS d
        LEFT ANY JOIN
        (
            SELECT _bucket, max(_seg) AS newest
            FROM %s
            GROUP BY _bucket
        ) AS b
        ON d._bucket = b._bucket
        LEFT ANY JOIN
        (
            SELECT _shard, max(_clean) AS clean
            FROM prejoin_done
            WHERE topic = %s
            GROUP BY _shard
        ) AS c
        ON d._shard = c._shard
        WHERE d.touched >= ifNull(b.newest, 0) AND d.touched >= ifNull(c.clean, 0);
        """
            .formatted(
                name(target + "_stale"),
                list(selected),
                shardKeys(),
                name(target + "_dirty"),
                shardKeys(),
                name(target + "_base"),
                literal(statement.table()));
  }

  private String shardKeys() {
    return names(Stream.concat(layout.keyNames().stream(), Stream.of("_shard")).toList());
  }

  private static String of(String table, String column) {
    return "%s.%s AS %s".formatted(table, name(column), name(column));
  }

  private String buckets() {
    List<String> selected = new ArrayList<>(List.of("_key", "_shard"));
    layout.keys().forEach(key -> selected.add(selected(key)));
    return CommentText.of(
            List.of(
                "Which bucket each row of %s belongs to, in whatever version. The comment names the"
                        .formatted(statement.table())
                    + " table whose rows are counted: by it the sink finds its aggregates."))
        + "CREATE VIEW IF NOT EXISTS %s AS\nSELECT\n%s\nFROM %s\nCOMMENT %s;\n"
            .formatted(
                name(target + "_buckets"),
                list(selected),
                statement.from(),
                literal(statement.table()));
  }

  private String rebuild() {
    List<String> selected = new ArrayList<>();
    layout.keys().forEach(key -> selected.add(selected(key)));
    selected.addAll(List.of("_shard", "_seg"));
    layout.states().forEach(state -> selected.add(selected(state)));
    return CommentText.of(
            List.of(
                "The aggregate counted anew, for the buckets and up to the segment that the sink"
                    + " names."))
        + "CREATE VIEW IF NOT EXISTS %s AS\nSELECT\n%s\nFROM %s FINAL\n%sGROUP BY\n%s;\n"
            .formatted(
                name(target + "_rebuild"),
                list(selected),
                statement.from(),
                statement.where().isEmpty() ? "" : "WHERE " + statement.where() + "\n",
                list(groupBy(List.of("_shard", "_seg"))));
  }

  private String materializedView() {
    List<String> selected = new ArrayList<>();
    layout.keys().forEach(key -> selected.add(selected(key)));
    selected.addAll(List.of("_shard", "_seg", "toUInt8(0) AS _base"));
    layout.states().forEach(state -> selected.add(selected(state)));
    return CommentText.of(
            List.of(
                "Each row that %s gets for the first time. Rows of _correction = 1 replace rows that"
                        .formatted(statement.table())
                    + " were counted before: their buckets are counted anew instead."))
        + "CREATE MATERIALIZED VIEW IF NOT EXISTS %s\nTO %s\nAS\nSELECT\n%s\nFROM %s\nWHERE _correction = 0%s\nGROUP BY\n%s;\n"
            .formatted(
                name(statement.view()),
                name(target + "_data"),
                list(selected),
                statement.from(),
                statement.where().isEmpty() ? "" : " AND (" + statement.where() + ")",
                list(groupBy(List.of("_shard", "_seg"))));
  }

  private List<String> groupBy(List<String> behindKeys) {
    return Stream.concat(layout.keyNames().stream().map(Identifiers::name), behindKeys.stream())
        .toList();
  }

  private static String selected(Item item) {
    return item.sql().equals(item.name()) ? item.sql() : item.sql() + " AS " + name(item.name());
  }

  private static String list(List<String> items) {
    return items.stream().map(item -> "    " + item).collect(Collectors.joining(",\n"));
  }
}
