package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the sink needs of the place where rows land. Every method throws {@link WarehouseException}.
 */
public interface Warehouse extends AutoCloseable {
  /** Buckets that have states and perhaps no rows, as a part of a fill. */
  String STATES = "states";

  /** Returns if it answers. */
  void ping();

  /** Looks anew which tables and aggregates there are; until then they are as it saw them last. */
  void refresh();

  /**
   * As {@link #refresh}; and has queries read what was made anew, when all of it is counted. Asked
   * now and then.
   */
  void settle();

  /** The layout of the relation's table. */
  TableShape shape(Relation relation);

  /** Which rows the table still has all of; empty if it forgets none, or nothing is counted. */
  Optional<Kept> kept(Relation relation);

  /**
   * Records that rows of a range were too old to be taken; to do it again changes nothing.
   *
   * @param to behind the range's last offset
   */
  void recordRefused(Relation relation, int shard, long from, long to, long rows);

  /**
   * The furthest that is recorded of each shard, with the highest segment, for each topic id under
   * which there is something.
   */
  List<Done> done(Collection<ShardName> shards);

  /** Records a new owner's beginning. */
  void record(List<Done> done);

  /**
   * Records what has landed, of those shards of which at least {@link Advance#from} is recorded;
   * the others are left alone.
   */
  void advance(List<Advance> steps);

  /**
   * Writes rows into the relation's table.
   *
   * @param maxRows how many at most in one request
   */
  void insert(Relation relation, List<TableRow> rows, int maxRows);

  /** For rows of the relation that are new, to be written by {@link #insert}; asks nobody. */
  default RowBuffer buffer(Relation relation) {
    return (values, key, version, origin) -> {};
  }

  /**
   * The same of rows that are new and in buffers of this warehouse, and of others.
   *
   * @param maxRows how many at most in one request
   */
  default void insert(
      Relation relation, List<FreshRows> fresh, List<TableRow> others, int maxRows) {
    List<TableRow> all = new ArrayList<>();
    fresh.forEach(rows -> all.addAll(rows.asRows().get()));
    all.addAll(others);
    insert(relation, all, maxRows);
  }

  /** Writes rejects and the ends of such; to do it again changes nothing. */
  void insertRejects(List<RejectRow> rows);

  /** What the table holds of these keys, which are of these shards. */
  List<Standing> standing(
      Relation relation, Collection<Integer> shards, Collection<List<Object>> keys);

  /**
   * Records as stale the buckets of all rows that the table holds of these keys.
   *
   * @param shards of which the keys are, each with the segment in which it is recorded
   */
  void markStale(Relation relation, Map<Integer, Segment> shards, Collection<List<Object>> keys);

  /**
   * Records as stale the buckets of all rows of the shard that are to be swept in a part of the
   * table, and of those that were: whoever swept them may not have said so in time.
   */
  void markStale(Relation relation, int shard, Version below, String part, Segment segment);

  /** The parts of the table with rows of the shard that are, or were, to be swept. */
  List<String> partsToSweep(Relation relation, int shard, Version below);

  /**
   * Sweeps a part of the table: each row of the shard of a lower version gets a tombstone of the
   * version {@code below}. To do it again, or twice at once, changes nothing.
   */
  void sweep(Relation relation, int shard, Version below, String part, Segment segment);

  /**
   * Finds the stale buckets of shards, in all aggregates of the table, and keeps them as a round of
   * slices.
   *
   * @param bucketsPerSlice how many at most make a slice of an aggregate
   */
  StaleBuckets findStale(Relation relation, List<ShardRound> rounds, int bucketsPerSlice);

  /**
   * Counts a slice of a round anew, from rows of segments below the bases', and puts the bases in
   * force, also of buckets that are empty by now.
   */
  void rebuild(Relation relation, List<ShardSlice> shards, int slice);

  /**
   * As {@link #advance}; and of those shards that have no stale bucket any more which was touched
   * before the round, records that.
   */
  void recordClean(Relation relation, List<Advance> steps, List<ShardRound> rounds);

  /** What folds of the table's aggregates would be of use for, for some shards. */
  List<Foldable> foldable(Relation relation, Collection<Integer> shards);

  /** About how many buckets an aggregate has in some shards; that takes a look at all its rows. */
  long buckets(Relation relation, String aggregate, Collection<Integer> shards);

  /**
   * Copies what readers see of some shards of an aggregate, of segments below the floors', as bases
   * of the floors' segments, which are not in force yet.
   *
   * @param slice which of the slices into which all buckets are divided
   */
  void copyInForce(
      Relation relation, String aggregate, List<ShardFloor> shards, int slice, int slices);

  /**
   * Puts the floors in force, each as the base of all buckets of its shard; but not if a slice is
   * missing, as one is when a backup was restored meanwhile.
   */
  void raiseFloor(Relation relation, String aggregate, List<ShardFloor> shards, int slices);

  /**
   * Has deleted, at some time, what is below the floors of some shards in all aggregates of the
   * table.
   *
   * @param grace for how long a floor must have been in force
   */
  void dropFolded(Relation relation, Collection<Integer> shards, Duration grace);

  /** The aggregates of the table of which all is there, so that each new row is counted. */
  Set<String> aggregates(Relation relation);

  /** What is asked for, of each aggregate the last. */
  List<Fill> fills();

  /** Records from which segments on rows of some shards need no base. */
  void beginFill(Fill fill, Map<Integer, Segment> since);

  /** Into what the table is cut, the newest first. */
  List<String> partsToFill(Relation relation);

  /** The parts of which all buckets are counted, by shard. */
  Map<Integer, Set<String>> filledParts(Fill fill);

  /**
   * Finds the buckets that have no base since the fill began, and keeps them as a round of slices:
   * those of rows, or of states, that came before it.
   *
   * @param part a part of the table; {@link #STATES} for buckets of states, of whatever part
   * @param rounds of the shards; their {@link ShardRound#clean} is where the fill began
   */
  StaleBuckets findUnfilled(
      Relation relation, Fill fill, String part, List<ShardRound> rounds, int bucketsPerSlice);

  /** As {@link #rebuild(Relation, List, int)}, of one aggregate. */
  void rebuild(Relation relation, String aggregate, List<ShardSlice> shards, int slice);

  /** Of those shards that have no such bucket any more in a part, records that. */
  void recordFilled(Relation relation, Fill fill, String part, List<ShardRound> rounds);

  /** Records which shards are whole: of those of which all these parts are recorded. */
  void recordWhole(Fill fill, Map<Integer, Segment> since, List<String> parts);

  @Override
  void close();
}
