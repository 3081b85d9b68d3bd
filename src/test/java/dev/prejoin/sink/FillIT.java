package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.Status;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.DdlOutline.WantedAggregate;
import dev.prejoin.sink.clickhouse.Described;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import dev.prejoin.sink.clickhouse.Generations;
import dev.prejoin.sink.clickhouse.ddl.AggregateDdl;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.AggregateStatement;
import dev.prejoin.sink.clickhouse.ddl.Generation;
import dev.prejoin.sink.clickhouse.ddl.LandingDdl;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates that are made over rows that are there, made anew, and counted anew. */
class FillIT extends TopicFixture {
  private static final Duration LIMIT = Duration.ofSeconds(180);

  @TempDir private Path directory;

  private final Relation relation =
      new Relation(
          name,
          List.of(
              new Column("at", ColumnType.timestamp(0)),
              new Column("device", ColumnType.of(Kind.UINT32)),
              new Column("amount", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  private final LandingTable table =
      new LandingTable(relation, "Rows.", LandingTable.Kind.FACT, List.of("device"));
  private final JsonRowCodec keys = new JsonRowCodec(relation.key());
  private final JsonRowCodec values = new JsonRowCodec(relation.columns());
  private final TreeMap<Long, Object[]> expected = new TreeMap<>();
  private final Random random = new Random(7);
  private ClickHouse clickHouse;
  private Fillings fillings;
  private long nextId;
  private int files;

  @BeforeEach
  void makeDatabase() throws Exception {
    clickHouse = TestServers.newDatabase(name);
    open.add(clickHouse);
    fillings = new Fillings(clickHouse);
    new Ddl(clickHouse).apply(Path.of("clickhouse/ddl/prejoin"));
    apply("rows", LandingDdl.text(table));
  }

  private void apply(String what, String text) throws Exception {
    Path ddl = Files.createDirectories(directory.resolve("ddl"));
    Files.writeString(ddl.resolve("%03d_%s.sql".formatted(++files, what)), text);
    new Ddl(clickHouse).apply(ddl);
  }

  private AggregateStatement statement(String target, String select) throws Exception {
    Path user = Files.createTempFile(directory, "user", ".sql");
    Files.writeString(
        user, "CREATE MATERIALIZED VIEW mv_%s TO %s AS %s;".formatted(target, target, select));
    return ((AggregateFile.Aggregate) AggregateFile.read(user).statements().get(0)).statement();
  }

  private void make(AggregateStatement statement) throws Exception {
    fillings.requestNew(List.of(new WantedAggregate(statement.target(), name)));
    makeByHand(statement);
  }

  private void makeByHand(AggregateStatement statement) throws Exception {
    apply(
        statement.target(),
        AggregateDdl.text(
            statement, new Described(clickHouse).of(statement, relation), table.timeColumn()));
  }

  private String hourly() {
    return "SELECT toStartOfHour(at) AS hour, device, countState() AS n, sumState(amount) AS s FROM "
        + name
        + " GROUP BY hour, device";
  }

  private String byDevice(String amount) {
    return "SELECT device, countState() AS n, sumState(%s) AS s FROM %s GROUP BY device"
        .formatted(amount, name);
  }

  private Sink sink(int port) {
    return started(
        new Sink(
            settings(name, kafka),
            List.of(new Landing(name, relation, keys, values, Landing.Kind.FACT)),
            RowCodecs.json(),
            warehouse(port),
            new SimpleMeterRegistry(),
            FOLDS));
  }

  private Sink sink() {
    return sink(TestServers.clickHousePort());
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
    return new Object[] {
      MONDAY + random.nextInt(100) * DAY + random.nextInt(24) * 3_600_000L,
      (long) random.nextInt(6),
      (long) random.nextInt(60)
    };
  }

  private void insert(int rows) {
    for (int i = 0; i < rows; i++) {
      send('c', nextId++, row());
    }
    producer.flush();
  }

  private void change(int changes) {
    for (int i = 0; i < changes; i++) {
      long id = random.nextInt((int) nextId);
      if (!expected.containsKey(id)) {
        send('c', id, row());
      } else if (random.nextInt(3) == 0) {
        send('d', id, null);
      } else {
        send('u', id, row());
      }
    }
    producer.flush();
  }

  private void awaitLanded() {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(
                        clickHouse
                            .rows(
                                "SELECT count() AS n, sum(amount) AS s FROM `%s` FINAL"
                                    .formatted(name))
                            .get(0)
                            .getValues()
                            .values())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                        Integer.toString(expected.size()),
                        Long.toString(
                            expected.values().stream().mapToLong(row -> (Long) row[2]).sum())));
  }

  /** All that the aggregate shows is what the statement says of the rows that are there. */
  private void awaitExact(String aggregate, String keys, String select) {
    awaitLanded();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              assertThat(fillings.all()).allMatch(Filling::done);
              assertThat(answer(keys, aggregate))
                  .isEqualTo(
                      answer(
                          keys,
                          "(" + select.replace("FROM " + name, "FROM " + name + " FINAL") + ")"));
            });
  }

  private List<String> answer(String keys, String relation) {
    return clickHouse
        .rows(
            "SELECT toString(tuple(%1$s, countMerge(n), sumMerge(s))) AS line FROM %2$s GROUP BY %1$s ORDER BY line"
                .formatted(keys, relation))
        .stream()
        .map(line -> line.getString("line"))
        .toList();
  }

  private Filling filling(String aggregate) {
    return fillings.all().stream()
        .filter(filling -> filling.aggregate().equals(aggregate))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldFillAnAggregateThatIsMadeOverRowsWhileTheyChange() throws Exception {
    sink();
    sink();
    insert(2000);
    change(300);
    awaitLanded();
    make(statement("hourly", hourly()));
    make(statement("by_device", byDevice("amount")));
    for (int round = 0; round < 10; round++) {
      insert(100);
      change(100);
      awaitLanded();
    }
    awaitExact("hourly", "hour, device", hourly());
    awaitExact("by_device", "device", byDevice("amount"));
    assertThat(filling("hourly").counted()).isEqualTo(filling("hourly").rows());

    // And it stays so.
    change(300);
    awaitExact("hourly", "hour, device", hourly());
    awaitExact("by_device", "device", byDevice("amount"));
  }

  @Test
  void shouldCountAnewWhenAskedForAndRestWhilePaused() throws Exception {
    make(statement("hourly", hourly()));
    Sink before = sink();
    insert(1000);
    change(100);
    awaitExact("hourly", "hour, device", hourly());
    before.close();
    for (String part : List.of("_data", "_base")) {
      clickHouse.execute("TRUNCATE TABLE hourly" + part, Map.of());
    }
    fillings.request("hourly", name);
    assertThat(fillings.pause("hourly", true)).isTrue();

    Sink sink = sink();
    insert(100);
    awaitLanded();
    await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.RUNNING);
    assertThat(filling("hourly")).matches(one -> one.paused() && one.whole() == 0);
    fillings.pause("hourly", false);
    awaitExact("hourly", "hour, device", hourly());
    assertThat(fillings.pause("nothing", true)).isFalse();
  }

  @Test
  void shouldFillWhatWasDroppedAndIsMadeAgain() throws Exception {
    make(statement("hourly", hourly()));
    Sink first = sink();
    insert(500);
    awaitExact("hourly", "hour, device", hourly());
    first.close();
    List<String> tables = List.of(name);
    assertThat(fillings.requestEmpty(tables)).isEmpty();

    drop("hourly");
    make(statement("hourly", hourly()));
    Sink second = sink();
    awaitExact("hourly", "hour, device", hourly());
    second.close();
    assertThat(fillings.requestEmpty(tables)).isEmpty();

    drop("hourly");
    makeByHand(statement("hourly", hourly()));
    assertThat(fillings.requestEmpty(tables)).containsExactly("hourly");
    sink();
    awaitExact("hourly", "hour, device", hourly());
  }

  private void drop(String aggregate) {
    clickHouse.execute("DROP TABLE `mv_%s`".formatted(aggregate), Map.of());
    for (String of :
        List.of(
            "", "_stale", "_buckets", "_rebuild", "_data", "_base", "_floor", "_dirty", "_round")) {
      clickHouse.execute("DROP TABLE `%s%s`".formatted(aggregate, of), Map.of());
    }
    // ClickHouse knows only the second in which it made a table.
    await()
        .until(
            () ->
                clickHouse
                        .rows("SELECT now() > max(f.at) AS later FROM prejoin_filled AS f")
                        .get(0)
                        .getLong("later")
                    == 1);
  }

  @Test
  void shouldGoOnWhereASinkWasCutOff() throws Exception {
    make(statement("hourly", hourly()));
    try (Wire wire = new Wire(TestServers.clickHousePort())) {
      sink(wire.port());
      insert(2000);
      awaitExact("hourly", "hour, device", hourly());
      clickHouse.execute("TRUNCATE TABLE hourly_data", Map.of());
      clickHouse.execute("TRUNCATE TABLE hourly_base", Map.of());
      fillings.request("hourly", name);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> filling("hourly").begun() > 0);
      wire.cut();
      change(200);
      sink();
      wire.mend();
      awaitExact("hourly", "hour, device", hourly());
    }
  }

  @Test
  void shouldShowAChangedStatementWhenAllIsCounted() throws Exception {
    make(statement("by_device", byDevice("amount")));
    sink();
    insert(1000);
    awaitExact("by_device", "device", byDevice("amount"));
    List<String> shown = answer("device", "by_device");

    AggregateStatement changed = statement("by_device", byDevice("amount * 10"));
    fillings.requestNew(List.of(new WantedAggregate("by_device__2", name)));
    fillings.pause("by_device__2", true);
    make(changed.as(new Generation("by_device", 2)));
    new Generations(clickHouse).settle();
    assertThat(answer("device", "by_device")).isEqualTo(shown);

    fillings.pause("by_device__2", false);
    change(200);
    awaitLanded();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              new Generations(clickHouse).settle();
              assertThat(answer("device", "by_device"))
                  .isNotEqualTo(shown)
                  .isEqualTo(answer("device", "by_device__2"));
            });
    change(200);
    awaitExact("by_device", "device", byDevice("amount * 10"));
  }
}
