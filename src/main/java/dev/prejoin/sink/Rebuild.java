package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A round that counts buckets of some shards of a table anew, slice by slice; rows may land between
 * two slices. Each slice's bases get a segment of their own, and rows go on in the one after it.
 * While ranges that others began are not all replayed, a shard waits: of a row that such a writer
 * still moves, only this writer may have said the old bucket.
 */
final class Rebuild {
  /** Which buckets a round counts anew. */
  interface Scope {
    /** Finds them, and keeps them as a round of slices. */
    StaleBuckets find(List<ShardRound> rounds, int bucketsPerSlice);

    /** Counts a slice of them, and puts the bases in force. */
    void count(List<ShardSlice> shards, int slice);

    /** Records that all are counted, of those shards of which that is so. */
    void end(List<Advance> steps, List<ShardRound> rounds);

    /** Is told that of each shard, with the segment that began with the round. */
    void ended(Shard shard, Segment round);

    /** From which segment on something of the shard is looked at. */
    Segment since(Shard shard);
  }

  private final Warehouse warehouse;
  private final SliceSize size;
  private final Clock clock;
  private final Relation relation;
  private final Scope scope;
  private final Map<Shard, Segment> rounds = new LinkedHashMap<>();
  private StaleBuckets found = new StaleBuckets(0, 0);
  private int bucketsPerSlice;
  private int slice;

  Rebuild(
      Warehouse warehouse,
      SliceSize size,
      Clock clock,
      Relation relation,
      Scope scope,
      Collection<Shard> shards) {
    this.warehouse = warehouse;
    this.size = size;
    this.clock = clock;
    this.relation = relation;
    this.scope = scope;
    shards.forEach(shard -> rounds.put(shard, Segment.NONE));
  }

  Relation relation() {
    return relation;
  }

  /** Another process owns the shard now. */
  void forget(Shard shard) {
    rounds.remove(shard);
  }

  /** Whether another process owns all its shards now. */
  boolean forgotten() {
    return rounds.isEmpty();
  }

  /** The segment that began with the round, for each of its shards. */
  Map<Shard, Segment> segments() {
    return Map.copyOf(rounds);
  }

  /** Buckets that the round has found. */
  long buckets() {
    return found.buckets();
  }

  /**
   * Finds them, or counts a slice of them anew; returns whether that was the last.
   *
   * @throws WarehouseException if some of it may not be done; the round is then to be begun again
   */
  boolean step() {
    if (rounds.isEmpty()) {
      return true;
    }
    Map<Shard, Segment> bases = nextSegments();
    if (slice == 0) {
      rounds.putAll(bases);
      bucketsPerSlice = size.buckets();
      found = scope.find(parts(), bucketsPerSlice);
    }
    if (slice < found.slices()) {
      count(bases);
      slice++;
    }
    if (slice < found.slices()) {
      return false;
    }
    scope.end(advances(), parts());
    rounds.forEach(scope::ended);
    return true;
  }

  /**
   * They are recorded before anything is written in them. Else whoever comes after a restored
   * backup and forgotten offsets could use them again.
   */
  private Map<Shard, Segment> nextSegments() {
    Map<Shard, Segment> bases = new LinkedHashMap<>();
    for (Shard shard : rounds.keySet()) {
      bases.put(shard, shard.nextSegment());
      shard.nextSegment();
    }
    warehouse.advance(advances());
    bases.keySet().forEach(Shard::segmentRecorded);
    return bases;
  }

  private List<Advance> advances() {
    return rounds.keySet().stream().map(shard -> shard.advance(0)).toList();
  }

  private void count(Map<Shard, Segment> bases) {
    List<ShardSlice> parts = new ArrayList<>();
    bases.forEach(
        (shard, base) ->
            parts.add(
                new ShardSlice(
                    shard.partition().partition(),
                    rounds.getOrDefault(shard, Segment.NONE),
                    base)));
    // All but the last are full; of several aggregates, the largest has all that take long.
    boolean full = slice + 1 < found.slices();
    long counted = full ? bucketsPerSlice : Math.min(bucketsPerSlice, found.buckets());
    long begun = clock.monotonicTime();
    try {
      scope.count(parts, slice);
    } catch (WarehouseException e) {
      // If time ran out, to ask for as many again would end no sooner.
      size.failed(clock.monotonicTime() - begun, counted);
      throw e;
    }
    size.took(clock.monotonicTime() - begun, counted);
  }

  private List<ShardRound> parts() {
    List<ShardRound> parts = new ArrayList<>();
    rounds.forEach(
        (shard, round) ->
            parts.add(new ShardRound(shard.partition().partition(), scope.since(shard), round)));
    return parts;
  }
}
