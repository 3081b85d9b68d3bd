package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts aggregates anew from all rows, as far as the shards that this process owns go: those that
 * were made when there were rows already, and those for which somebody asks. One part of one
 * aggregate at a time, the newest first, slice by slice, in turn with batches.
 *
 * <p>What is done is told by what is there: a bucket is counted when it has a base of a segment
 * since the fill began in its shard. Nothing else need survive a crash. See "FILL" in PROTOCOL.md.
 */
final class Fills {
  /** After a failure others have the server for a while: what is asked may be too much for it. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Warehouse warehouse;
  private final Rebuilds rebuilds;
  private final Shards shards;
  private final SinkMeters meters;
  private final Clock clock;
  private final long lookEvery;
  private @Nullable Fill current;
  private @Nullable Rebuild round;
  private long lookAt;
  private long nextAt;

  Fills(
      Warehouse warehouse,
      Rebuilds rebuilds,
      Shards shards,
      SinkMeters meters,
      Clock clock,
      Duration lookEvery) {
    this.warehouse = warehouse;
    this.rebuilds = rebuilds;
    this.shards = shards;
    this.meters = meters;
    this.clock = clock;
    this.lookEvery = lookEvery.toNanos();
    this.lookAt = clock.monotonicTime();
    this.nextAt = lookAt;
  }

  /** Another process owns the shard now. */
  void forget(Shard shard) {
    if (round != null) {
      round.forget(shard);
    }
  }

  /** A statement has failed: what is under way is looked for again. */
  void drop() {
    if (round != null) {
      nextAt = clock.monotonicTime() + AFTER_FAILURE.toNanos();
    }
    round = null;
    current = null;
  }

  /** Looks what there is to do, or does a part of it. */
  void step() {
    long begun = clock.monotonicTime();
    if (begun < nextAt) {
      return;
    }
    if (begun >= lookAt) {
      lookAt = begun + lookEvery;
      look();
    }
    Rebuild work = round;
    if (work != null) {
      if (work.step()) {
        round = null;
        lookAt = begun;
      }
      // No more than half of the time, so that fresh rows have theirs.
      long end = clock.monotonicTime();
      nextAt = end + (end - begun);
    }
  }

  private void look() {
    List<Fill> fills = warehouse.fills();
    if (current != null && round != null) {
      Fill wanted = current;
      if (!round.forgotten() && fills.stream().anyMatch(fill -> isSame(fill, wanted))) {
        return;
      }
    }
    round = null;
    current = null;
    for (Fill fill : fills) {
      List<Shard> open = open(fill);
      meters.unfilled(fill.aggregate(), open.size());
      if (round == null && !fill.paused() && !open.isEmpty()) {
        take(fill, open);
      }
    }
  }

  /** Whether it is still asked for; it may be paused meanwhile, or begun anew. */
  private static boolean isSame(Fill fill, Fill wanted) {
    return fill.aggregate().equals(wanted.aggregate())
        && fill.request() == wanted.request()
        && !fill.paused();
  }

  /** The shards of which it is not whole. */
  private List<Shard> open(Fill fill) {
    return shards.owned().stream()
        .filter(shard -> shard.landing().kind().isOfFacts())
        .filter(shard -> shard.landing().relation().name().equals(fill.table()))
        .filter(shard -> !fill.whole(number(shard)))
        .toList();
  }

  private static int number(Shard shard) {
    return shard.partition().partition();
  }

  private void take(Fill fill, List<Shard> open) {
    Relation relation = open.get(0).landing().relation();
    List<Shard> strange = open.stream().filter(s -> !s.knows(fill.aggregate())).toList();
    if (!strange.isEmpty()) {
      meet(fill, relation, strange);
      return;
    }
    // While others' ranges are replayed, nobody can say what they have moved.
    List<Shard> ready =
        open.stream().filter(s -> !s.isInDoubt(s.landed()) && !s.inherits()).toList();
    List<Shard> fresh = ready.stream().filter(shard -> !fill.begun(number(shard))).toList();
    if (!fresh.isEmpty()) {
      begin(fill, fresh);
    } else if (!ready.isEmpty()) {
      goOn(fill, relation, ready);
    }
  }

  /**
   * The aggregate was made since these shards were taken over. What was corrected meanwhile was not
   * said of it, by this process or another: so they are taken over anew, and nothing of that is
   * counted in segments that come after.
   */
  private void meet(Fill fill, Relation relation, List<Shard> strange) {
    warehouse.refresh();
    if (warehouse.aggregates(relation).contains(fill.aggregate())) {
      strange.forEach(shards::again);
    }
  }

  /** From a segment on that nothing was written in. */
  private void begin(Fill fill, List<Shard> fresh) {
    Map<Integer, Segment> since = new LinkedHashMap<>();
    fresh.forEach(shard -> since.put(number(shard), shard.nextSegment()));
    warehouse.advance(fresh.stream().map(shard -> shard.advance(0)).toList());
    fresh.forEach(Shard::segmentRecorded);
    warehouse.beginFill(fill, since);
    lookAt = clock.monotonicTime();
  }

  private void goOn(Fill fill, Relation relation, List<Shard> ready) {
    List<String> parts = new ArrayList<>(warehouse.partsToFill(relation));
    parts.add(Warehouse.STATES);
    Map<Integer, Set<String>> filled = warehouse.filledParts(fill);
    for (String part : parts) {
      List<Shard> left =
          ready.stream()
              .filter(shard -> !filled.getOrDefault(number(shard), Set.of()).contains(part))
              .toList();
      if (!left.isEmpty()) {
        current = fill;
        round = rebuilds.of(fill, part, left);
        return;
      }
    }
    Map<Integer, Segment> since = new LinkedHashMap<>();
    ready.forEach(shard -> since.put(number(shard), fill.since(number(shard))));
    warehouse.recordWhole(fill, since, parts);
  }
}
