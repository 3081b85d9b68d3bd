package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.DdlOutline;
import dev.prejoin.sink.clickhouse.Described;
import dev.prejoin.sink.clickhouse.Figures;
import dev.prejoin.sink.clickhouse.InexactAggregates;
import dev.prejoin.sink.clickhouse.WarehouseCheck;
import dev.prejoin.sink.clickhouse.ddl.AggregateDdl;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.LandingDdl;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregates of many shapes on one table: after any changes each says what its own statement says
 * over the rows that are there.
 */
class AggregatesIT extends TopicFixture {
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private static final List<Column> COLUMNS =
      List.of(
          new Column("at", ColumnType.timestamp(0)),
          new Column("device", ColumnType.of(Kind.UINT32)),
          new Column("country", ColumnType.of(Kind.STRING).withNullable(true)),
          new Column("building", ColumnType.of(Kind.STRING)),
          new Column("ratio", ColumnType.of(Kind.FLOAT64).withNullable(true)),
          new Column("amount", ColumnType.of(Kind.INT64)),
          new Column("tags", ColumnType.of(Kind.STRING)));

  /**
   * A user's aggregate.
   *
   * @param keys what a query groups by; empty for none
   * @param values what it asks for
   * @param select the statement over rows, which may read the aggregate {@code over}
   */
  private record Case(String name, String keys, String values, String select, String over) {
    String statement() {
      return "CREATE MATERIALIZED VIEW mv_%s TO %s AS %s;\n".formatted(name, name, select);
    }
  }

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  private static void add(String name, String keys, String values, String select) {
    String over =
        CASES.keySet().stream().filter(o -> select.contains("FROM " + o)).findFirst().orElse("");
    CASES.put(name, new Case(name, keys, values, select, over));
  }

  static {
    String numbers = "countMerge(n), sumMerge(s), minMerge(low), maxMerge(high)";
    String states =
        "countState() AS n, sumState(amount) AS s, minState(amount) AS low, maxState(amount) AS high";
    add(
        "by_building",
        "building",
        numbers,
        "SELECT lower(r.building) AS building, " + states + " FROM sales AS r GROUP BY building");
    add(
        "by_country",
        "country, rich",
        "avgMerge(a), uniqExactMerge(u), quantilesExactMerge(0.5, 0.9)(q), countIfMerge(few)",
        "SELECT country, amount > 40 AS rich, avgState(amount) AS a, uniqExactState(device) AS u,"
            + " quantilesExactState(0.5, 0.9)(amount) AS q, countIfState(amount < 10) AS few"
            + " FROM sales GROUP BY ALL");
    add("whole", "", numbers, "SELECT " + states + " FROM sales");
    add(
        "by_day",
        "day, device",
        "sumMap(by_building), max(most)",
        "SELECT toStartOfDay(at) AS day, device,"
            + " sumMapSimpleState(map(building, amount)) AS by_building,"
            + " maxSimpleState(amount) AS most"
            + " FROM sales WHERE amount > 5 AND building != 'b' GROUP BY day, device");
    add(
        "by_month",
        "at, weekday",
        "uniqMerge(u), sumMerge(s)",
        "SELECT toStartOfMonth(sales.at) AS at, toDayOfWeek(sales.at) AS weekday, uniqState(device) AS"
            + " u, sumState(amount) AS s FROM sales WHERE country IS NOT NULL GROUP BY 1, weekday");
    add(
        "by_tag",
        "tag",
        "countMerge(n), sumMerge(s)",
        "SELECT arrayJoin(splitByChar(',', tags)) AS tag, countState() AS n, sumState(amount) AS s"
            + " FROM sales GROUP BY tag");
    add(
        "by_ratio",
        "ratio, half",
        "countMerge(n)",
        "SELECT ratio, if(device % 2 = 0, NULL, ratio * 2) AS half, countState(ratio) AS"
            + " n FROM sales GROUP BY ratio, half");
    add(
        "hourly",
        "hour, device, country",
        "countMerge(n), sumIfMerge(s), uniqMerge(buildings), max(most)",
        "SELECT toStartOfHour(at) AS hour, device, country, countState() AS n,"
            + " sumIfState(amount, amount > 3) AS s, uniqState(building) AS buildings,"
            + " maxSimpleState(amount) AS most"
            + " FROM sales WHERE amount != 7 GROUP BY hour, device, country");
    add(
        "daily",
        "day, country",
        "countMerge(n), sumIfMerge(s), uniqMerge(buildings), uniqExactMerge(devices),"
            + " maxMerge(most)",
        "SELECT toDate(h.hour) AS day, h.country, countMergeState(n) AS n, sumIfMergeState(s) AS s,"
            + " uniqMergeState(buildings) AS buildings,"
            + " uniqExactState(device) AS devices, maxState(h.most) AS most"
            + " FROM hourly AS h WHERE device != 3 GROUP BY day, country");
    add(
        "monthly",
        "month",
        "countMerge(n), uniqMerge(buildings)",
        "SELECT toStartOfMonth(day) AS month, countMergeState(n) AS n, uniqMergeState(buildings) AS"
            + " buildings FROM daily GROUP BY month");
    add(
        "ever",
        "",
        "countMerge(n), uniqExactMerge(devices)",
        "SELECT countMergeState(n) AS n, uniqExactMergeState(devices) AS devices FROM daily");
  }

  @TempDir private Path directory;

  private final Relation relation =
      new Relation("sales", COLUMNS, List.of(new Column("id", ColumnType.of(Kind.INT64))));
  private final JsonRowCodec keys = new JsonRowCodec(relation.key());
  private final JsonRowCodec values = new JsonRowCodec(relation.columns());
  private final TreeMap<Long, Object[]> expected = new TreeMap<>();
  private final Random random = new Random(5);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private ClickHouse clickHouse;
  private long nextId;

  @BeforeEach
  void makeDatabase() {
    clickHouse = TestServers.newDatabase(name);
    open.add(clickHouse);
  }

  /** As {@code plan --ddl} makes them. */
  private void makeTables(LandingTable table, String statements) throws Exception {
    Path ddl = Files.createDirectories(directory.resolve("ddl"));
    Files.writeString(ddl.resolve("001_sales.sql"), LandingDdl.text(table));
    Path user = directory.resolve("user.sql");
    Files.writeString(user, statements);
    int number = 2;
    for (AggregateFile.Statement statement : AggregateFile.read(user).statements()) {
      var aggregate = ((AggregateFile.Aggregate) statement).statement();
      Files.writeString(
          ddl.resolve("%03d_%s.sql".formatted(number++, statement.name())),
          AggregateDdl.text(
              aggregate,
              new Described(clickHouse).of(aggregate, table.relation()),
              table.timeColumn()));
    }
    new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/prejoin"));
    new Ddl(clickHouse).apply(ddl);
    WarehouseCheck check = new WarehouseCheck(clickHouse, DdlOutline.NONE);
    assertThat(check.tableProblems(table.relation(), false))
        .as("what a start would refuse")
        .isEmpty();
  }

  private void makeTables() throws Exception {
    StringBuilder statements = new StringBuilder();
    CASES.values().forEach(one -> statements.append(one.statement()));
    makeTables(
        new LandingTable(relation, "Rows.", LandingTable.Kind.FACT, List.of("device")),
        statements.toString());
  }

  private Sink sink() {
    return sink(FOLDS);
  }

  private Sink sink(FoldLimits folds) {
    return started(
        new Sink(
            settings(name, kafka),
            List.of(new Landing(name, relation, keys, values, Landing.Kind.FACT)),
            RowCodecs.json(),
            warehouse(TestServers.clickHousePort()),
            meters,
            folds));
  }

  private void send(char op, long id, Object[] row) {
    send(Origin.captured(op, 1), keys, id, row == null ? null : values.encode(row));
    if (row == null) {
      expected.remove(id);
    } else {
      expected.put(id, row);
    }
  }

  private Object[] row() {
    String[] countries = {null, "", "DE", "CA", "NULL"};
    Double[] ratios = {null, 0.5, 1.25, Double.NaN, -2.0, Double.POSITIVE_INFINITY};
    String[] tags = {"", "a", "a,b", "b,c,a", "a,a"};
    return new Object[] {
      MONDAY + random.nextInt(70) * DAY + random.nextInt(24 * 60) * 60_000L,
      (long) random.nextInt(6),
      countries[random.nextInt(countries.length)],
      new String[] {"House", "house", "b", "Flat"}[random.nextInt(4)],
      ratios[random.nextInt(ratios.length)],
      (long) random.nextInt(60),
      tags[random.nextInt(tags.length)]
    };
  }

  private void insert(int rows) {
    for (int i = 0; i < rows; i++) {
      send('c', nextId++, row());
    }
  }

  /** Updates that move rows, deletes, inserts, and inserts of what was deleted. */
  private void change(int changes) {
    for (int i = 0; i < changes; i++) {
      long id = random.nextInt((int) nextId);
      if (!expected.containsKey(id)) {
        send('c', id, row());
      } else if (random.nextInt(3) == 0) {
        send('d', id, null);
      } else {
        Object[] changed = expected.get(id).clone();
        Object[] other = row();
        for (int column = 0; column < changed.length; column++) {
          changed[column] = random.nextInt(3) == 0 ? other[column] : changed[column];
        }
        send('u', id, changed);
      }
    }
    producer.flush();
  }

  private void awaitExact() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(
                      clickHouse
                          .rows("SELECT count() AS n, sum(amount) AS s FROM sales FINAL")
                          .get(0)
                          .getValues()
                          .values())
                  .extracting(Object::toString)
                  .containsExactlyInAnyOrder(
                      Integer.toString(expected.size()),
                      Long.toString(expected.values().stream().mapToLong(r -> (Long) r[5]).sum()));
              assertDone();
              assertClean();
            });
    CASES.values().forEach(this::assertExact);
  }

  /** Before that, rows may be there that are not yet in the aggregates. */
  private void assertDone() {
    List<ShardName> shards =
        IntStream.range(0, SHARDS).mapToObj(shard -> new ShardName(name, shard)).toList();
    assertThat(
            new ClickHouseWarehouse(clickHouse)
                .done(shards).stream().mapToLong(Done::position).sum())
        .as("records that have landed")
        .isEqualTo(position);
  }

  /** The views of stale buckets know topics that go by the table's name only. */
  private void assertClean() {
    String each =
        """
        SELECT '%1$s' AS aggregate, count() AS n FROM %1$s_dirty AS d
        INNER JOIN
        (
            SELECT _shard, max(p._clean) AS clean FROM prejoin_done AS p
            WHERE topic = '%2$s' GROUP BY _shard
        ) AS c ON d._shard = c._shard
        WHERE d._seg >= c.clean
        """;
    assertThat(
            clickHouse.rows(
                "SELECT aggregate, n FROM ("
                    + CASES.keySet().stream()
                        .map(aggregate -> each.formatted(aggregate, name))
                        .collect(Collectors.joining(" UNION ALL "))
                    + ")"))
        .as("stale buckets")
        .hasSize(CASES.size())
        .allSatisfy(
            found -> assertThat(found.getLong("n")).as(found.getString("aggregate")).isZero());
  }

  private void assertExact(Case one) {
    assertThat(answer(one, one.name)).as(one.name).isEqualTo(answer(one, overRows(one)));
  }

  /** The user's own statement, over the rows that are there. */
  private static String overRows(Case one) {
    String from = one.over.isEmpty() ? "FROM sales FINAL" : "FROM " + overRows(CASES.get(one.over));
    String select =
        one.over.isEmpty()
            ? one.select.replace("FROM sales AS r ", "FROM sales AS r FINAL ")
            : one.select.replace("FROM " + one.over, from);
    if (one.over.isEmpty() && !select.contains("FINAL")) {
      select = select.replace("FROM sales", from);
    }
    return "(" + select + ")";
  }

  private List<String> answer(Case one, String relation) {
    return clickHouse
        .rows(
            "SELECT toString(tuple(%s%s)) AS line FROM %s %s ORDER BY line"
                .formatted(
                    one.keys.isEmpty() ? "" : one.keys + ", ",
                    one.values,
                    relation,
                    one.keys.isEmpty() ? "" : "GROUP BY " + one.keys))
        .stream()
        .map(line -> line.getString("line"))
        .toList();
  }

  @Test
  void shouldStayExactWhateverTheirKeysAre() throws Exception {
    makeTables();
    sink();
    insert(700);
    producer.flush();
    awaitExact();
    for (int round = 0; round < 4; round++) {
      change(200);
      awaitExact();
    }
    // Whole buckets end.
    List.copyOf(expected.keySet()).forEach(id -> send('d', id, null));
    producer.flush();
    awaitExact();
    insert(50);
    change(50);
    awaitExact();
  }

  @Test
  void shouldFoldBasesWhileReadersLookOn() throws Exception {
    makeTables();
    sink();
    insert(700);
    producer.flush();
    awaitExact();
    long all = expected.size();
    AtomicBoolean over = new AtomicBoolean();
    List<String> wrong = new CopyOnWriteArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try (ClickHouse own =
                  new ClickHouse(TestServers.clickHouse(TestServers.clickHousePort(), name))) {
                while (!over.get()) {
                  for (String aggregate : List.of("whole", "by_building")) {
                    long n =
                        own.rows("SELECT countMerge(n) AS n FROM " + aggregate).get(0).getLong("n");
                    if (n != all) {
                      wrong.add(aggregate + " shows " + n + " of " + all);
                    }
                  }
                }
              } catch (RuntimeException e) {
                wrong.add(e.toString());
              }
            },
            "reader");
    reader.start();
    try {
      // No row comes or goes: the counts of all stay.
      for (int round = 0; round < 6; round++) {
        double folds = folds();
        for (long id : List.copyOf(expected.keySet())) {
          if (random.nextInt(3) == 0) {
            Object[] dearer = expected.get(id).clone();
            dearer[5] = (Long) dearer[5] + 1;
            send('u', id, dearer);
          }
        }
        producer.flush();
        awaitExact();
        await().atMost(LIMIT).until(() -> folds() > folds);
      }
    } finally {
      over.set(true);
      reader.join();
    }
    assertThat(wrong).isEmpty();
    awaitExact();
    await().atMost(LIMIT).untilAsserted(this::assertFolded);
    awaitExact();
  }

  @Test
  void shouldFoldBucketsThatWereCountedAgainAndAgain() throws Exception {
    makeTables();
    sink(
        new FoldLimits(
            Long.MAX_VALUE, 1, 10, 3, 1_000, Duration.ofMillis(300), Duration.ofSeconds(1)));
    insert(3);
    awaitExact();
    for (int changes = 0; folds() == 0; changes++) {
      assertThat(changes).isLessThan(40);
      Object[] dearer = expected.firstEntry().getValue().clone();
      dearer[5] = (Long) dearer[5] + 1;
      send('u', expected.firstKey(), dearer);
      producer.flush();
      awaitExact();
    }
    awaitExact();
  }

  private double folds() {
    return meters.counter("prejoin.sink.folds").count();
  }

  /** Nothing is left below the floors. */
  private void assertFolded() {
    for (String aggregate : CASES.keySet()) {
      for (String table : List.of("_base", "_data")) {
        assertThat(
                clickHouse
                    .rows(
                        "SELECT count() AS n FROM %s%s AS d INNER JOIN %s_floor AS f FINAL ON d._shard = f._shard WHERE d._seg < f._seg"
                            .formatted(aggregate, table, aggregate))
                    .get(0)
                    .getLong("n"))
            .as(aggregate + table)
            .isZero();
      }
      assertThat(clickHouse.rows("SELECT _shard FROM " + aggregate + "_floor FINAL"))
          .as(aggregate)
          .isNotEmpty();
    }
  }

  @Test
  void shouldStayExactWhenAZombieWritesWhatItsSuccessorHasReplayed() throws Exception {
    makeTables();
    Sink first = sink();
    insert(400);
    producer.flush();
    awaitExact();
    first.close();
    long begun = position;
    Segment segment = leaveIntents(40);
    for (long id = 0; id < 80; id++) {
      send(expected.containsKey(id) ? 'u' : 'c', id, row());
    }
    producer.flush();
    sink();
    awaitExact();
    change(100);
    awaitExact();
    // Below the bases that were made of its range.
    clickHouse.execute(
        "INSERT INTO sales SELECT * REPLACE (0 AS _correction, toUInt64(%d) AS _seg) FROM sales WHERE %s >= %d AND %s < %d AND _deleted = 0"
            .formatted(
                segment.packed(),
                Version.FIRST_OFFSET_SQL,
                begun,
                Version.FIRST_OFFSET_SQL,
                begun + 80),
        Map.of("async_insert", "0"));
    awaitExact();
    change(100);
    awaitExact();
  }

  /** What a writer leaves that dies in its insert; returns the segment that it wrote in. */
  private Segment leaveIntents(int records) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("group.id", name);
    Segment segment = Segment.NONE;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (int shard = 0; shard < SHARDS; shard++) {
        TopicPartition partition = new TopicPartition(name, shard);
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        Intent intent = Intent.parse(committed.metadata()).orElseThrow();
        long end = committed.offset() + records;
        segment = segment.max(intent.segment());
        consumer.commitSync(
            Map.of(
                partition,
                new OffsetAndMetadata(
                    committed.offset(),
                    new Intent(
                            intent.topicId(),
                            intent.segment(),
                            end,
                            List.of(new OffsetRange(committed.offset(), end)))
                        .metadata())));
      }
    }
    return segment;
  }

  @Test
  void shouldKeepAggregatesWithoutKeysAndTime() throws Exception {
    Relation timeless =
        new Relation(
            "sales",
            List.of(
                new Column("kind", ColumnType.of(Kind.STRING)),
                new Column("amount", ColumnType.of(Kind.INT64))),
            relation.key());
    makeTables(
        new LandingTable(timeless, "Rows.", LandingTable.Kind.FACT, List.of()),
        """
        CREATE MATERIALIZED VIEW mv_all TO every AS
        SELECT countState() AS n, sumState(amount) AS s, anyIfState(kind, amount > 0) AS some
        FROM sales WHERE kind != 'x' AND toDate(now()) > '2020-01-01';
        """);
    JsonRowCodec rows = new JsonRowCodec(timeless.columns());
    Landing landing = new Landing(name, timeless, keys, rows, Landing.Kind.FACT);
    assertThat(new InexactAggregates(clickHouse).of(List.of(landing)))
        .containsExactly(
            "every.some cannot be kept exact by anyIf: it keeps the row that it meets first or last,"
                + " and the rows of a bucket have no order; min or max is exact, of a tuple such as"
                + " (timestamp, x) too",
            "every cannot be kept exact by now: it gives another time when the bucket is counted"
                + " anew; compare with the time when the aggregate is read");
    started(
        new Sink(
            settings(name, kafka),
            List.of(landing),
            RowCodecs.json(),
            warehouse(TestServers.clickHousePort()),
            new SimpleMeterRegistry()));
    long count = 0;
    long sum = 0;
    for (long id = 0; id < 100; id++) {
      boolean ends = id % 4 == 0;
      byte[] key = keys.encode(new Object[] {id});
      producer.send(record(key, 'c', rows.encode(new Object[] {"k" + id % 3, id})));
      producer.send(record(key, 'u', ends ? rows.encode(new Object[] {"x", id}) : null));
      if (id % 3 == 0) {
        producer.send(record(key, ends ? 'u' : 'c', rows.encode(new Object[] {"k", 2 * id})));
        count++;
        sum += 2 * id;
      }
    }
    producer.flush();
    List<Long> truth = List.of(count, sum);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var row =
                  clickHouse.rows("SELECT countMerge(n) AS n, sumMerge(s) AS s FROM every").get(0);
              assertThat(List.of(row.getLong("n"), row.getLong("s"))).isEqualTo(truth);
              assertThat(new Figures(clickHouse).staleBuckets("sales")).isZero();
            });
  }

  private ProducerRecord<byte[], byte[]> record(byte[] key, char op, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(name, 0, System.currentTimeMillis(), key, value);
    char letter = value == null ? 'd' : op;
    record.headers().add(Origin.HEADER, Origin.captured(letter, 1).at(position++).toBytes());
    return record;
  }
}
