package dev.prejoin.sink.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Advance;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardFloor;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.Warehouse;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.Described;
import dev.prejoin.sink.clickhouse.LandedRows;
import dev.prejoin.sink.clickhouse.ddl.AggregateDdl;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.LandingDdl;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The same random statements to the model of ClickHouse and to ClickHouse itself. */
final class Fidelity {
  private static final int STATEMENTS = 80;
  private static final List<Relation> TABLES = List.of(Tables.READINGS, Tables.METERS);

  private final long seed;
  private final Path directory;
  private final Random random;
  private final World world = new World(new Scenario(0, 1, List.of(), List.of()), false);
  private final Warehouse model = new ModelWarehouse(world, Actor.alone());
  private final List<TableRow> written = new ArrayList<>();
  private Warehouse real;
  private ClickHouse server;
  private final Map<Integer, Long> floors = new HashMap<>();
  private int moment;

  /**
   * A run that has a database of its own.
   *
   * @param directory an empty one, for files
   */
  Fidelity(long seed, Path directory) {
    this.seed = seed;
    this.directory = directory;
    this.random = new Random(seed);
  }

  /** Compares after each statement. */
  void run() throws Exception {
    // What is written here makes no sense: only that both make the same of it.
    world.checks().restored(Set.of());
    try (ClickHouse clickHouse =
        TestServers.newDatabase("m" + UUID.randomUUID().toString().replace("-", ""))) {
      makeTables(clickHouse);
      server = clickHouse;
      world.clickHouse().table(Tables.READINGS).make(Tables.LATE);
      model.refresh();
      real = new ClickHouseWarehouse(clickHouse);
      for (int i = 0; i < STATEMENTS; i++) {
        String what = statement(TABLES.get(random.nextInt(4) == 0 ? 1 : 0));
        compare(clickHouse, "seed " + seed + ", statement " + i + ": " + what);
      }
    }
  }

  private void makeTables(ClickHouse clickHouse) throws Exception {
    StringBuilder landings = new StringBuilder();
    for (Relation relation : TABLES) {
      String first = Tables.shape(relation).sortingColumns().get(0);
      landings.append(
          LandingDdl.text(
              new LandingTable(relation, "Rows.", LandingTable.Kind.FACT, List.of(first))));
    }
    Files.writeString(directory.resolve("001_tables.sql"), landings);
    int number = 2;
    for (var aggregate : Tables.aggregates(Tables.READINGS).entrySet()) {
      String columns = String.join(", ", aggregate.getValue());
      Path statement = Files.createTempFile("aggregate", ".sql");
      Files.writeString(
          statement,
          """
          CREATE MATERIALIZED VIEW mv_%s TO %s AS
          SELECT %s, countState() AS n, sumState(reading) AS total, minState(reading) AS least,
                 maxState(reading) AS most
          FROM readings GROUP BY %s;
          """
              .formatted(aggregate.getKey(), aggregate.getKey(), columns, columns));
      var parsed =
          ((AggregateFile.Aggregate) AggregateFile.read(statement).statements().get(0)).statement();
      Files.delete(statement);
      Files.writeString(
          directory.resolve("00" + number++ + "_" + aggregate.getKey() + ".sql"),
          AggregateDdl.text(
              parsed, new Described(clickHouse).of(parsed, Tables.READINGS), Optional.empty()));
    }
    Ddl ddl = new Ddl(clickHouse);
    ddl.apply(Path.of("clickhouse/ddl/prejoin"));
    ddl.apply(directory);
    // A merge may come at any time; which, the model is told by nobody.
    for (Relation relation : TABLES) {
      clickHouse.execute("SYSTEM STOP MERGES " + relation.name(), Map.of());
    }
  }

  private String statement(Relation relation) {
    int shard = random.nextInt(Tables.TOPICS.get(relation.name()));
    Version below = Version.of(1, random.nextInt(moment + 1), 0, 0);
    List<List<Object>> keys =
        IntStream.range(0, 6).filter(k -> random.nextBoolean()).mapToObj(this::key).toList();
    Segment segment = new Segment(1 + random.nextInt(3), ++moment);
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> {
        List<TableRow> rows = rows(relation);
        int most = 1 + random.nextInt(5);
        both(warehouse -> warehouse.insert(relation, rows, most));
        yield "insert";
      }
      case 4 -> {
        both(warehouse -> warehouse.markStale(relation, Map.of(shard, segment), keys));
        yield "mark";
      }
      case 5, 6 -> {
        rebuild(Tables.READINGS, new ShardRound(shard, clean(Tables.READINGS, shard), segment));
        yield "rebuild";
      }
      case 8 -> {
        fill(shard);
        yield "fill";
      }
      case 7 -> {
        both(
            warehouse ->
                warehouse
                    .partsToSweep(relation, shard, below)
                    .forEach(
                        part -> {
                          warehouse.markStale(relation, shard, below, part, segment);
                          warehouse.sweep(relation, shard, below, part, segment);
                        }));
        yield "sweep";
      }
      case 9, 10 -> {
        fold(Tables.READINGS, shard, segment);
        yield "fold";
      }
      default -> {
        Done done =
            new Done(relation.name(), "id", shard, random.nextInt(9), segment, Segment.NONE);
        long from = random.nextInt(9);
        boolean first = random.nextBoolean();
        both(
            warehouse -> {
              if (first) {
                warehouse.record(List.of(done));
              } else {
                warehouse.advance(List.of(new Advance(from, done)));
              }
            });
        yield "done";
      }
    };
  }

  private void rebuild(Relation relation, ShardRound round) {
    int bucketsPerSlice = 1 + random.nextInt(4);
    List<ShardSlice> shards = List.of(new ShardSlice(round.shard(), round.round(), round.round()));
    Done done = new Done(relation.name(), "id", round.shard(), 9, round.round(), Segment.NONE);
    both(
        warehouse -> {
          // Which bucket is in which slice, the two may have otherwise.
          int slices = warehouse.findStale(relation, List.of(round), bucketsPerSlice).slices();
          for (int slice = 0; slice < slices; slice++) {
            warehouse.rebuild(relation, shards, slice);
          }
          warehouse.recordClean(relation, List.of(new Advance(0, done)), List.of(round));
        });
  }

  /** Also of one that lacks a slice. */
  private void fold(Relation relation, int shard, Segment floor) {
    List<ShardFloor> parts = List.of(new ShardFloor(shard, floor));
    boolean complete = random.nextInt(4) > 0;
    int slices = 1 + random.nextInt(3);
    // Below one floor the real one deletes once.
    boolean drops =
        complete && floor.packed() > floors.getOrDefault(shard, 0L) && random.nextBoolean();
    if (drops) {
      floors.put(shard, floor.packed());
    }
    both(
        warehouse -> {
          for (String aggregate : Tables.aggregates(relation).keySet()) {
            // Which bucket is in which slice, the two have otherwise.
            for (int slice = complete ? 0 : 1; slice < slices; slice++) {
              warehouse.copyInForce(relation, aggregate, parts, slice, slices);
            }
            warehouse.raiseFloor(relation, aggregate, parts, slices);
          }
          if (drops) {
            warehouse.dropFolded(relation, List.of(shard), Duration.ZERO);
          }
        });
    // In the server's background; the model has it done.
    await()
        .until(
            () ->
                server
                        .rows(
                            "SELECT count() AS n FROM system.mutations WHERE NOT is_done AND"
                                + " database = currentDatabase()")
                        .get(0)
                        .getLong("n")
                    == 0);
  }

  /** Each in its own parts. */
  private void fill(int shard) {
    List<String> names = List.copyOf(Tables.aggregates(Tables.READINGS).keySet());
    int epoch = 1 + random.nextInt(3);
    Segment since = new Segment(epoch, 1 + random.nextInt(moment));
    Fill fill =
        new Fill(
            names.get(random.nextInt(names.size())),
            Tables.READINGS.name(),
            ++moment,
            false,
            Map.of(shard, new Fill.Standing(since, false)));
    int bucketsPerSlice = 1 + random.nextInt(4);
    int first = moment + 1;
    moment += 10;
    both(warehouse -> warehouse.beginFill(fill, Map.of(shard, since)));
    both(
        warehouse -> {
          List<String> parts = new ArrayList<>(warehouse.partsToFill(Tables.READINGS));
          parts.add(Warehouse.STATES);
          for (int part = 0; part < parts.size(); part++) {
            Segment base = new Segment(epoch, first + part);
            List<ShardRound> round = List.of(new ShardRound(shard, since, base));
            int slices =
                warehouse
                    .findUnfilled(Tables.READINGS, fill, parts.get(part), round, bucketsPerSlice)
                    .slices();
            for (int slice = 0; slice < slices; slice++) {
              warehouse.rebuild(
                  Tables.READINGS,
                  fill.aggregate(),
                  List.of(new ShardSlice(shard, base, base)),
                  slice);
            }
            warehouse.recordFilled(Tables.READINGS, fill, parts.get(part), round);
          }
          if (warehouse.filledParts(fill).getOrDefault(shard, Set.of()).containsAll(parts)) {
            warehouse.recordWhole(fill, Map.of(shard, since), parts);
          }
        });
  }

  private Segment clean(Relation relation, int shard) {
    return done(model, relation, shard).stream().map(Done::clean).findFirst().orElse(Segment.NONE);
  }

  private List<Object> key(long key) {
    return Collections.singletonList(key);
  }

  /** New versions of some keys, and some that were written before. */
  private List<TableRow> rows(Relation relation) {
    List<TableRow> rows = new ArrayList<>();
    for (long key = 0; key < 6; key++) {
      if (random.nextBoolean()) {
        Object[] values =
            relation.equals(Tables.READINGS)
                ? new Object[] {
                  random.nextInt(2), random.nextBoolean() ? "a" : "b", (long) random.nextInt(50)
                }
                : new Object[] {random.nextInt(3), (long) random.nextInt(50)};
        boolean deleted = random.nextInt(4) == 0;
        rows.add(
            new TableRow(
                values,
                key(key),
                (int) (key % Tables.TOPICS.get(relation.name())),
                Version.of(1, ++moment, moment, 0),
                deleted,
                deleted || random.nextBoolean(),
                new Segment(1 + random.nextInt(3), ++moment).packed(),
                Origin.captured('u', 1)));
      }
    }
    if (relation.equals(Tables.READINGS)) {
      if (!written.isEmpty() && random.nextInt(3) == 0) {
        TableRow again = written.get(random.nextInt(written.size()));
        rows.removeIf(row -> row.key().equals(again.key()));
        rows.add(again);
      }
      written.addAll(rows);
    }
    return rows;
  }

  private void both(java.util.function.Consumer<Warehouse> statement) {
    statement.accept(model);
    statement.accept(real);
  }

  private void compare(ClickHouse clickHouse, String when) {
    for (Relation relation : TABLES) {
      ModelTable table = world.clickHouse().table(relation);
      assertThat(
              text(
                  LandedRows.read(
                      clickHouse,
                      "SELECT * FROM " + relation.name() + " FINAL",
                      columns(relation))))
          .as("rows of %s after %s", relation.name(), when)
          .isEqualTo(text(table.present().stream().map(TableRow::values).toList()));
      table
          .aggregates()
          .forEach(
              (name, aggregate) ->
                  assertThat(answer(clickHouse, name))
                      .as("%s after %s", name, when)
                      .isEqualTo(answer(aggregate)));
      for (int shard = 0; shard < Tables.TOPICS.get(relation.name()); shard++) {
        int number = shard;
        same(
            when,
            warehouse ->
                warehouse.findStale(
                    relation,
                    List.of(
                        new ShardRound(number, clean(relation, number), new Segment(9, ++moment))),
                    100));
        same(when, warehouse -> standing(warehouse, relation, number));
        same(when, warehouse -> counts(warehouse, relation, number));
        same(when, warehouse -> done(warehouse, relation, number));
      }
    }
  }

  private void same(String when, Function<Warehouse, Object> question) {
    assertThat(question.apply(real)).as(when).isEqualTo(question.apply(model));
  }

  private List<String> standing(Warehouse warehouse, Relation relation, int shard) {
    List<List<Object>> all = IntStream.range(0, 6).mapToObj(this::key).toList();
    Collection<Standing> found = warehouse.standing(relation, List.of(shard), all);
    return found.stream()
        .map(s -> s.key() + Arrays.toString(s.values()) + s.version() + s.deleted())
        .sorted()
        .toList();
  }

  /** Of bases and buckets; how many rows of states there are beside, is left to merges. */
  private static List<Long> counts(Warehouse warehouse, Relation relation, int shard) {
    List<Integer> shards = List.of(shard);
    return warehouse.foldable(relation, shards).stream()
        .flatMap(
            found ->
                Stream.of(found.bases(), warehouse.buckets(relation, found.aggregate(), shards)))
        .toList();
  }

  private static List<Done> done(Warehouse warehouse, Relation relation, int shard) {
    return warehouse.done(List.of(new ShardName(relation.name(), shard)));
  }

  private static List<Column> columns(Relation relation) {
    return relation.columns();
  }

  private static List<String> text(List<Object[]> rows) {
    return rows.stream().map(Arrays::toString).sorted().toList();
  }

  private static Map<String, String> answer(ClickHouse clickHouse, String name) {
    String keys = String.join(", ", Tables.aggregates(Tables.READINGS).get(name));
    return clickHouse
        .rows(
            """
            SELECT toString([%s]) AS bucket, countMerge(n) AS n, sumMerge(total) AS total,
                   minMerge(least) AS least, maxMerge(most) AS most
            FROM %s GROUP BY %s
            """
                .formatted(
                    Arrays.stream(keys.split(", "))
                        .map(key -> "toString(" + key + ")")
                        .collect(Collectors.joining(", ")),
                    name,
                    keys))
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.getString("bucket").replace("'", ""),
                row ->
                    row.getLong("n")
                        + " "
                        + row.getLong("total")
                        + " "
                        + row.getLong("least")
                        + " "
                        + row.getLong("most")));
  }

  private static Map<String, String> answer(ModelAggregate aggregate) {
    return aggregate.read().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().toString().replace(", ", ","),
                entry -> {
                  Tally tally = entry.getValue();
                  return tally.count() + " " + tally.sum() + " " + tally.min() + " " + tally.max();
                }));
  }
}
