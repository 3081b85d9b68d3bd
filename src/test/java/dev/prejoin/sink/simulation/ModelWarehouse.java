package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Advance;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Foldable;
import dev.prejoin.sink.Kept;
import dev.prejoin.sink.RejectRow;
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
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code ClickHouseWarehouse} does: the same statements in the same order, each a call of its
 * own that can fail and that others can come before. {@code ModelFidelityIT} compares the two.
 */
class ModelWarehouse implements Warehouse {
  private final World world;
  private final Actor actor;

  /** The aggregates of readings, as they were when this process looked last. */
  private List<String> known;

  ModelWarehouse(World world, Actor actor) {
    this.world = world;
    this.actor = actor;
    this.known = made();
  }

  private List<String> made() {
    return List.copyOf(world.clickHouse().table(Tables.READINGS).aggregates().keySet());
  }

  private List<String> known(Relation relation) {
    return relation.equals(Tables.READINGS) ? known : List.of();
  }

  @Override
  public void refresh() {
    known = select("asks what there is", this::made);
  }

  @Override
  public void ping() {
    select("ping", () -> true);
  }

  @Override
  public void settle() {
    refresh();
  }

  @Override
  public TableShape shape(Relation relation) {
    return Tables.shape(relation);
  }

  @Override
  public List<Done> done(Collection<ShardName> shards) {
    return select("asks what is done", () -> world.clickHouse().done(shards));
  }

  @Override
  public void record(List<Done> done) {
    statement(() -> "records done " + show(done.stream()), () -> done.forEach(this::recorded));
  }

  @Override
  public void advance(List<Advance> steps) {
    statement(
        () -> "records done " + show(steps.stream().map(Advance::to)),
        () -> steps.forEach(step -> advanced(step, step.to().clean())));
  }

  private void advanced(Advance step, Segment clean) {
    Done to = step.to();
    if (world
        .clickHouse()
        .done(to.topic(), to.topicId(), to.shard())
        .filter(done -> done.position() >= step.from())
        .isPresent()) {
      recorded(new Done(to.topic(), to.topicId(), to.shard(), to.position(), to.segment(), clean));
    }
  }

  private static String show(Stream<Done> done) {
    return done.map(
            row -> row.topic() + "-" + row.shard() + "@" + row.position() + " " + row.segment())
        .collect(Collectors.joining(", "));
  }

  private void recorded(Done done) {
    world.clickHouse().record(done);
    world.checks().landed(done);
  }

  @Override
  public void insert(Relation relation, List<TableRow> rows, int maxRows) {
    for (int from = 0; from < rows.size(); from += maxRows) {
      List<TableRow> part = rows.subList(from, Math.min(rows.size(), from + maxRows));
      part.forEach(row -> world.checks().uses(actor, relation, row.shard(), row.segment()));
      insertPart(relation, part, from > 0);
    }
  }

  private void insertPart(Relation relation, List<TableRow> part, boolean begun) {
    try {
      world.call(
          actor,
          Port.INSERT,
          () -> "inserts into " + relation.name() + " " + show(part),
          extent -> {
            insert(relation, part, extent);
            return true;
          });
    } catch (WarehouseException e) {
      // As ClickHouseWarehouse has it: not even begun is true of this part only.
      throw begun && e.kind() == WarehouseException.Kind.UNREACHABLE
          ? new WarehouseException(WarehouseException.Kind.INTERRUPTED, 0, "away", e)
          : e;
    }
  }

  private void insert(Relation relation, List<TableRow> part, Extent extent) {
    ModelTable table = world.clickHouse().table(relation);
    List<TableRow> rows = extent == Extent.SOME_BLOCKS ? part.subList(0, part.size() / 2) : part;
    table.insert(rows);
    if (extent != Extent.WITHOUT_VIEWS) {
      table.aggregates().values().forEach(aggregate -> aggregate.count(rows));
    }
  }

  private static String show(List<TableRow> rows) {
    return rows.stream()
        .map(
            row ->
                row.key()
                    + (row.deleted() ? " tombstone " : " ")
                    + List.of(row.values())
                    + (row.correction() ? " correction " : " plain ")
                    + Segment.unpack(row.segment()))
        .toList()
        .toString();
  }

  @Override
  public void insertRejects(List<RejectRow> rows) {
    statement(
        () -> "inserts " + rows.size() + " rejects",
        () -> rows.forEach(world.clickHouse()::reject));
  }

  @Override
  public List<Standing> standing(
      Relation relation, Collection<Integer> shards, Collection<List<Object>> keys) {
    return select(
        "looks up " + keys, () -> world.clickHouse().table(relation).standing(shards, keys));
  }

  @Override
  public void markStale(
      Relation relation, Map<Integer, Segment> shards, Collection<List<Object>> keys) {
    uses(relation, shards.entrySet().stream());
    List<List<Object>> some = List.copyOf(keys);
    eachAggregate(
        relation,
        "marks buckets of " + some + " stale at " + shards,
        aggregate ->
            shards.forEach(
                (shard, segment) ->
                    aggregate.mark(
                        world.clickHouse().table(relation).all(shard, some), segment.packed())));
  }

  @Override
  public void markStale(Relation relation, int shard, Version below, String part, Segment segment) {
    world.checks().uses(actor, relation, shard, segment.packed());
    eachAggregate(
        relation,
        "marks buckets of rows below a marker stale at " + segment,
        aggregate -> {
          ModelTable table = world.clickHouse().table(relation);
          aggregate.mark(
              touched(table, shard, below).stream()
                  .filter(row -> table.part(row).equals(part))
                  .toList(),
              segment.packed());
        });
  }

  List<TableRow> touched(ModelTable table, int shard, Version below) {
    return table.touched(shard, below);
  }

  @Override
  public List<String> partsToSweep(Relation relation, int shard, Version below) {
    return select(
        "asks what is to be swept",
        () -> {
          ModelTable table = world.clickHouse().table(relation);
          return touched(table, shard, below).stream()
              .map(table::part)
              .distinct()
              .sorted()
              .toList();
        });
  }

  @Override
  public void sweep(Relation relation, int shard, Version below, String part, Segment segment) {
    world.checks().uses(actor, relation, shard, segment.packed());
    statement(
        () -> "sweeps part " + part + " of " + relation.name() + "-" + shard,
        () -> world.clickHouse().table(relation).sweep(shard, below, part, segment));
  }

  @Override
  public StaleBuckets findStale(Relation relation, List<ShardRound> rounds, int bucketsPerSlice) {
    uses(relation, rounds.stream().map(part -> Map.entry(part.shard(), part.round())));
    long buckets = 0;
    int slices = 0;
    for (String name : known(relation)) {
      statement(
          () -> "looks for stale buckets of " + name + " " + rounds,
          () -> aggregate(relation, name).keep(rounds, bucketsPerSlice));
      StaleBuckets found =
          select("asks what it found", () -> aggregate(relation, name).found(rounds));
      buckets += found.buckets();
      slices = Math.max(slices, found.slices());
    }
    return new StaleBuckets(buckets, slices);
  }

  @Override
  public void rebuild(Relation relation, List<ShardSlice> shards, int slice) {
    uses(relation, shards.stream().map(part -> Map.entry(part.shard(), part.base())));
    for (String name : known(relation)) {
      rebuild(name, relation, shards, slice);
      putInForce(name, relation, shards, slice);
    }
  }

  /** The first of the two statements for each aggregate. */
  void rebuild(String name, Relation relation, List<ShardSlice> shards, int slice) {
    statement(
        () -> "counts slice " + slice + " of " + name + " anew " + shards,
        () ->
            shards.forEach(
                part ->
                    aggregate(relation, name)
                        .rebuild(
                            rowsToCount(
                                world.clickHouse().table(relation), part.shard(), part.base()),
                            part,
                            slice)));
  }

  void putInForce(String name, Relation relation, List<ShardSlice> shards, int slice) {
    statement(
        () -> "puts slice " + slice + " of " + name + " in force " + shards,
        () -> shards.forEach(part -> putInForce(aggregate(relation, name), part, slice)));
  }

  void putInForce(ModelAggregate aggregate, ShardSlice part, int slice) {
    aggregate.putInForce(part, slice);
  }

  List<TableRow> rowsToCount(ModelTable table, int shard, Segment segment) {
    return table.present(shard, segment);
  }

  @Override
  public void recordClean(Relation relation, List<Advance> steps, List<ShardRound> rounds) {
    statement(
        () -> "records as clean " + rounds,
        () ->
            rounds.forEach(
                part ->
                    steps.stream()
                        .filter(step -> step.to().shard() == part.shard())
                        .forEach(
                            step ->
                                advanced(
                                    step,
                                    isClean(relation, part) ? part.round() : step.to().clean()))));
  }

  boolean isClean(Relation relation, ShardRound part) {
    return known(relation).stream()
        .allMatch(name -> aggregate(relation, name).stale(part).isEmpty());
  }

  @Override
  public long buckets(Relation relation, String name, Collection<Integer> shards) {
    return select("counts the buckets of " + name, () -> aggregate(relation, name).buckets(shards));
  }

  @Override
  public List<Foldable> foldable(Relation relation, Collection<Integer> shards) {
    return known(relation).stream()
        .map(
            name ->
                select(
                    "counts the bases of " + name,
                    () -> aggregate(relation, name).foldable(name, shards)))
        .toList();
  }

  @Override
  public void copyInForce(
      Relation relation, String aggregate, List<ShardFloor> shards, int slice, int slices) {
    uses(relation, shards.stream().map(part -> Map.entry(part.shard(), part.floor())));
    statement(
        () -> "copies slice " + slice + " of " + slices + " of " + aggregate + " " + shards,
        () ->
            shards.forEach(
                part ->
                    aggregate(relation, aggregate)
                        .copy(copied(), part.shard(), part.floor().packed(), slice, slices)));
    statement(
        () -> "notes slice " + slice + " of " + aggregate,
        () ->
            shards.forEach(
                part ->
                    aggregate(relation, aggregate)
                        .noteSlice(part.shard(), part.floor().packed(), slice)));
  }

  ModelAggregate.Copied copied() {
    return ModelAggregate.Copied.IN_FORCE;
  }

  @Override
  public void raiseFloor(Relation relation, String aggregate, List<ShardFloor> shards, int slices) {
    statement(
        () -> "raises the floor of " + aggregate + " " + shards,
        () ->
            shards.stream()
                .filter(part -> isComplete(aggregate(relation, aggregate), part, slices))
                .forEach(
                    part ->
                        aggregate(relation, aggregate)
                            .raiseFloor(part.shard(), part.floor().packed())));
  }

  boolean isComplete(ModelAggregate aggregate, ShardFloor part, int slices) {
    return aggregate.isComplete(part.shard(), part.floor().packed(), slices);
  }

  @Override
  public void dropFolded(Relation relation, Collection<Integer> shards, Duration grace) {
    eachAggregate(
        relation, "deletes bases that are folded", aggregate -> aggregate.dropBases(shards));
    eachAggregate(
        relation, "deletes states that are folded", aggregate -> aggregate.dropStates(shards));
  }

  /** Nothing is forgotten. */
  @Override
  public Optional<Kept> kept(Relation relation) {
    return Optional.empty();
  }

  @Override
  public void recordRefused(Relation relation, int shard, long from, long to, long rows) {
    throw new IllegalStateException("nothing is too old");
  }

  @Override
  public Set<String> aggregates(Relation relation) {
    return new LinkedHashSet<>(known(relation));
  }

  @Override
  public List<Fill> fills() {
    return select("asks what is to be filled", () -> world.clickHouse().fills().all());
  }

  @Override
  public void beginFill(Fill fill, Map<Integer, Segment> since) {
    uses(Tables.READINGS, since.entrySet().stream());
    statement(
        () -> "begins to fill " + fill.aggregate() + " " + since,
        () -> since.forEach((shard, at) -> world.clickHouse().fills().begin(fill, shard, at)));
  }

  @Override
  public List<String> partsToFill(Relation relation) {
    return select("asks for parts", () -> world.clickHouse().table(relation).parts());
  }

  @Override
  public Map<Integer, Set<String>> filledParts(Fill fill) {
    return select("asks what is filled", () -> world.clickHouse().fills().parts(fill));
  }

  @Override
  public StaleBuckets findUnfilled(
      Relation relation, Fill fill, String part, List<ShardRound> rounds, int bucketsPerSlice) {
    uses(relation, rounds.stream().map(round -> Map.entry(round.shard(), round.round())));
    statement(
        () -> "looks for buckets of " + fill.aggregate() + " to fill, part " + part + " " + rounds,
        () -> {
          Map<ShardRound, Set<ModelAggregate.Bucket>> found = new LinkedHashMap<>();
          rounds.forEach(round -> found.put(round, unfilled(relation, fill, part, round)));
          aggregate(relation, fill.aggregate()).keep(found, bucketsPerSlice);
        });
    return select("asks what it found", () -> aggregate(relation, fill.aggregate()).found(rounds));
  }

  Set<ModelAggregate.Bucket> unfilled(Relation relation, Fill fill, String part, ShardRound round) {
    ModelTable table = world.clickHouse().table(relation);
    return aggregate(relation, fill.aggregate())
        .unfilled(
            part.equals(STATES) ? Optional.empty() : Optional.of(table.before(round, part)), round);
  }

  @Override
  public void rebuild(Relation relation, String aggregate, List<ShardSlice> shards, int slice) {
    uses(relation, shards.stream().map(part -> Map.entry(part.shard(), part.base())));
    rebuild(aggregate, relation, shards, slice);
    putInForce(aggregate, relation, shards, slice);
  }

  @Override
  public void recordFilled(Relation relation, Fill fill, String part, List<ShardRound> rounds) {
    statement(
        () -> "records as filled " + fill.aggregate() + ", part " + part + " " + rounds,
        () ->
            rounds.stream()
                .filter(round -> unfilled(relation, fill, part, round).isEmpty())
                .forEach(
                    round ->
                        world
                            .clickHouse()
                            .fills()
                            .record(fill, round.shard(), part, round.clean())));
  }

  @Override
  public void recordWhole(Fill fill, Map<Integer, Segment> since, List<String> parts) {
    statement(
        () -> "records as whole " + fill.aggregate() + " " + since,
        () ->
            since.forEach(
                (shard, at) -> world.clickHouse().fills().recordWhole(fill, shard, at, parts)));
  }

  private void uses(Relation relation, Stream<Map.Entry<Integer, Segment>> segments) {
    segments.forEach(
        part -> world.checks().uses(actor, relation, part.getKey(), part.getValue().packed()));
  }

  private ModelAggregate aggregate(Relation relation, String name) {
    return world.clickHouse().table(relation).aggregates().get(name);
  }

  private void eachAggregate(Relation relation, String what, Consumer<ModelAggregate> effect) {
    for (String name : known(relation)) {
      statement(() -> name + ": " + what, () -> effect.accept(aggregate(relation, name)));
    }
  }

  private <T> T select(String what, Supplier<T> answer) {
    return world.call(actor, Port.SELECT, () -> what, extent -> answer.get());
  }

  private void statement(Supplier<String> what, Runnable effect) {
    world.call(
        actor,
        Port.STATEMENT,
        what,
        extent -> {
          effect.run();
          return true;
        });
  }

  @Override
  public void close() {}
}
