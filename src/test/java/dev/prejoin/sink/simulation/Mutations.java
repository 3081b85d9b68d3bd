package dev.prejoin.sink.simulation;

import static dev.prejoin.sink.simulation.Invariant.BUCKETS_EXACT;
import static dev.prejoin.sink.simulation.Invariant.COMES_TO_REST;
import static dev.prejoin.sink.simulation.Invariant.COUNTED_ONCE;
import static dev.prejoin.sink.simulation.Invariant.DONE_HAS_LANDED;
import static dev.prejoin.sink.simulation.Invariant.NEVER_LESS;
import static dev.prejoin.sink.simulation.Invariant.NEVER_MISSING;
import static dev.prejoin.sink.simulation.Invariant.ROWS_EXACT;
import static dev.prejoin.sink.simulation.Invariant.SEGMENT_HAS_ONE_OWNER;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Advance;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardFloor;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.StaleBuckets;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.Warehouse;
import dev.prejoin.sink.WarehouseException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitrary;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Every step of the protocol, left out or done wrong, with the invariants that it breaks. */
enum Mutations implements Mutation {
  /** A batch is written without a promise: a successor takes its rows for new. */
  NO_INTENT(COUNTED_ONCE, BUCKETS_EXACT, NEVER_LESS) {
    @Override
    public ModelConsumer consumer(World world, Actor actor) {
      return promising(world, actor, (offset, words) -> List.of(offset.toString()));
    }
  },

  /** A begun range is replayed in other pieces: what comes late lies where nothing replaced it. */
  REPLAYED_IN_OTHER_PIECES(DONE_HAS_LANDED, ROWS_EXACT, BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    long seed() {
      return 249;
    }

    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofLateWriters();
    }

    @Override
    public ModelConsumer consumer(World world, Actor actor) {
      return promising(world, actor, (offset, words) -> words.subList(0, 1));
    }
  },

  /** The next commit is sent although an earlier one may still arrive: it takes a promise away. */
  COMMIT_AFTER_AN_UNKNOWN_ONE(COMES_TO_REST, COUNTED_ONCE, BUCKETS_EXACT, NEVER_LESS) {
    @Override
    long seed() {
      return 40;
    }

    @Override
    public ModelConsumer consumer(World world, Actor actor) {
      return new ModelConsumer(world, actor) {
        private int asked;

        @Override
        public void enforceRebalance() {}

        @Override
        @SuppressWarnings("removal") // As in ModelConsumer.
        public ConsumerGroupMetadata groupMetadata() {
          return new ConsumerGroupMetadata("sink", ++asked, "", java.util.Optional.empty());
        }
      };
    }
  },

  /** An offset that somebody set is taken for what has landed, with nothing begun behind it. */
  RESET_OFFSET_TRUSTED(COUNTED_ONCE, BUCKETS_EXACT, NEVER_LESS) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.with(
          EnumSet.of(
              Fault.Kind.OFFSETS_RESET,
              Fault.Kind.CRASH_BEFORE,
              Fault.Kind.CRASH_AFTER,
              Fault.Kind.START));
    }

    @Override
    public ModelConsumer consumer(World world, Actor actor) {
      return new ModelConsumer(world, actor) {
        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
          return Altered.withPromises(super.committed(partitions), world.topics()::id);
        }
      };
    }
  },

  /** A new owner goes on in the segments of the earlier one. */
  NO_EPOCH(
      SEGMENT_HAS_ONE_OWNER,
      BUCKETS_EXACT,
      COUNTED_ONCE,
      NEVER_LESS,
      NEVER_MISSING,
      COMES_TO_REST) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return inSegments(world, actor, segment -> new Segment(1, segment.counter()));
    }
  },

  /** Rows go on in the segment in which they were before the base, or below a floor. */
  SEGMENT_USED_AGAIN(NEVER_LESS, NEVER_MISSING, BUCKETS_EXACT) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void insert(Relation relation, List<TableRow> rows, int maxRows) {
          super.insert(
              relation,
              Altered.each(
                  rows,
                  row ->
                      Altered.inSegment(
                          row, new Segment(Segment.unpack(row.segment()).epoch(), 1).packed())),
              maxRows);
        }
      };
    }
  },

  /** Nobody says which buckets a correction touches. */
  NO_DIRTY_RECORD(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return marking(world, actor, false, false);
    }
  },

  /** The buckets that rows leave are said only when a merge may have taken those rows away. */
  DIRTY_RECORD_AFTER_THE_CORRECTION(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return marking(world, actor, false, true);
    }
  },

  /** The buckets into which rows move are not said. */
  DIRTY_RECORD_BEFORE_THE_CORRECTION_ONLY(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return marking(world, actor, true, false);
    }
  },

  /** A replay lands as plain rows: views count them a second time. */
  REPLAY_AS_PLAIN_ROWS(COUNTED_ONCE, BUCKETS_EXACT) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void insert(Relation relation, List<TableRow> rows, int maxRows) {
          super.insert(relation, Altered.each(rows, Altered::plain), maxRows);
        }
      };
    }
  },

  /** What failed is sent again as it was. */
  BLIND_RETRY(COUNTED_ONCE, BUCKETS_EXACT) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void insert(Relation relation, List<TableRow> rows, int maxRows) {
          try {
            super.insert(relation, rows, maxRows);
          } catch (WarehouseException e) {
            super.insert(relation, rows, maxRows);
          }
        }
      };
    }
  },

  /** What is to be done is recorded as done. */
  DONE_BEFORE_THE_INSERT(DONE_HAS_LANDED) {
    @Override
    public ModelConsumer consumer(World world, Actor actor) {
      return new ModelConsumer(world, actor) {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          super.commitSync(offsets);
          offsets.forEach(
              (partition, offset) -> {
                Done done =
                    new Done(
                        partition.topic(),
                        world.topics().id(partition.topic()),
                        partition.partition(),
                        Altered.promisedEnd(offset),
                        Segment.NONE,
                        Segment.NONE);
                world.clickHouse().record(done);
                world.checks().landed(done);
              });
        }
      };
    }
  },

  /** A base comes in force before its states are there. */
  BASE_IN_FORCE_BEFORE_ITS_STATES(NEVER_MISSING, NEVER_LESS, BUCKETS_EXACT) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        void rebuild(String aggregate, Relation relation, List<ShardSlice> shards, int slice) {
          super.putInForce(aggregate, relation, shards, slice);
        }

        @Override
        void putInForce(String aggregate, Relation relation, List<ShardSlice> shards, int slice) {
          super.rebuild(aggregate, relation, shards, slice);
        }
      };
    }
  },

  /** What earlier owners left stale stays so. */
  NOTHING_INHERITED(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public StaleBuckets findStale(
            Relation relation, List<ShardRound> rounds, int bucketsPerSlice) {
          return super.findStale(relation, Altered.ofTheirOwn(rounds), bucketsPerSlice);
        }

        @Override
        boolean isClean(Relation relation, ShardRound part) {
          return super.isClean(relation, Altered.ofTheirOwn(List.of(part)).get(0));
        }
      };
    }
  },

  /**
   * A base comes in force although another writer has corrected the bucket since it was counted.
   */
  BASE_OF_A_ZOMBIE(NEVER_MISSING) {
    @Override
    long seed() {
      return 101;
    }

    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofLateWriters();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        void putInForce(ModelAggregate aggregate, ShardSlice part, int slice) {
          aggregate.putInForce(part, slice, Long.MAX_VALUE);
        }
      };
    }
  },

  /** A row that moves stays where it was, too. */
  NO_TOMBSTONE(ROWS_EXACT, DONE_HAS_LANDED) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void insert(Relation relation, List<TableRow> rows, int maxRows) {
          super.insert(relation, rows.stream().filter(row -> !row.deleted()).toList(), maxRows);
        }
      };
    }
  },

  /** A marker is passed over: what came before it stays, and what comes after it is new. */
  NO_SWEEP(ROWS_EXACT, COUNTED_ONCE, DONE_HAS_LANDED) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public List<String> partsToSweep(Relation relation, int shard, Version below) {
          return List.of();
        }
      };
    }
  },

  /** Rows are swept, and their buckets still count them. */
  SWEEP_SAYS_NOTHING_STALE(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void markStale(
            Relation relation, int shard, Version below, String part, Segment segment) {}
      };
    }
  },

  /** The end of a second snapshot takes what the snapshot has brought, as TRUNCATE would. */
  SWEEP_OF_NEWER_ROWS(ROWS_EXACT, BUCKETS_EXACT, DONE_HAS_LANDED) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public List<String> partsToSweep(Relation relation, int shard, Version below) {
          return super.partsToSweep(relation, shard, LAST);
        }

        @Override
        public void sweep(
            Relation relation, int shard, Version below, String part, Segment segment) {
          super.sweep(relation, shard, LAST, part, segment);
        }
      };
    }
  },

  /** What another owner has swept is left out, although it may not have said so in time. */
  SWEEP_TRUSTS_A_ZOMBIE(BUCKETS_EXACT, COUNTED_ONCE) {
    @Override
    long seed() {
      return 11;
    }

    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofLateSweepers();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        List<TableRow> touched(ModelTable table, int shard, Version below) {
          return super.touched(table, shard, below).stream().filter(row -> !row.deleted()).toList();
        }
      };
    }
  },

  /** A fill leaves out rows that landed before the aggregate was made. */
  FILL_BEGINS_TOO_EARLY(BUCKETS_EXACT) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFills();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void beginFill(Fill fill, Map<Integer, Segment> since) {
          Map<Integer, Segment> first = new LinkedHashMap<>();
          since.forEach((shard, segment) -> first.put(shard, new Segment(1, 1)));
          super.beginFill(fill, first);
        }
      };
    }
  },

  /** An owner that corrects rows without saying so to a new aggregate lets it be filled. */
  FILL_WITH_AN_OWNER_THAT_DOES_NOT_KNOW_IT(BUCKETS_EXACT, COUNTED_ONCE, NEVER_MISSING, NEVER_LESS) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFills();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public Set<String> aggregates(Relation relation) {
          return Tables.aggregates(relation).keySet();
        }
      };
    }
  },

  /** A part is taken for filled although some of its buckets have no base. */
  FILLED_WITHOUT_A_LOOK(BUCKETS_EXACT) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFills();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void rebuild(
            Relation relation, String aggregate, List<ShardSlice> shards, int slice) {
          if (slice == 0) {
            super.rebuild(relation, aggregate, shards, slice);
          }
        }

        @Override
        public void recordFilled(
            Relation relation, Fill fill, String part, List<ShardRound> rounds) {
          rounds.forEach(
              round -> world.clickHouse().fills().record(fill, round.shard(), part, round.clean()));
        }
      };
    }
  },

  /** Nobody asks, between a sweep and the rows behind it, whether there is a later owner. */
  SWEEP_MISSES_ITS_SUCCESSOR(COUNTED_ONCE) {
    @Override
    long seed() {
      return 93;
    }

    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofLateSweepers();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        private final Map<ShardName, Segment> owned = new HashMap<>();
        private boolean sweeping;

        @Override
        public void record(List<Done> done) {
          done.forEach(row -> owned.put(new ShardName(row.topic(), row.shard()), row.segment()));
          super.record(done);
        }

        @Override
        public List<String> partsToSweep(Relation relation, int shard, Version below) {
          sweeping = true;
          return super.partsToSweep(relation, shard, below);
        }

        @Override
        public void insert(Relation relation, List<TableRow> rows, int maxRows) {
          sweeping = false;
          super.insert(relation, rows, maxRows);
        }

        @Override
        public List<Done> done(Collection<ShardName> shards) {
          List<Done> recorded = super.done(shards);
          return sweeping ? Altered.ofEpochs(recorded, owned) : recorded;
        }
      };
    }
  },

  /** A floor comes in force before all is copied above it. */
  FLOOR_BEFORE_ITS_COPY(NEVER_MISSING, NEVER_LESS, BUCKETS_EXACT) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFolds();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void copyInForce(
            Relation relation, String aggregate, List<ShardFloor> shards, int slice, int slices) {
          if (slice == 0) {
            super.raiseFloor(relation, aggregate, shards, slices);
          }
          super.copyInForce(relation, aggregate, shards, slice, slices);
        }

        @Override
        boolean isComplete(ModelAggregate aggregate, ShardFloor part, int slices) {
          return true;
        }
      };
    }
  },

  /** A slice that failed is copied again, beside what may be there of it. */
  FOLD_GOES_ON_AFTER_A_DOUBT(COUNTED_ONCE) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFolds();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void copyInForce(
            Relation relation, String aggregate, List<ShardFloor> shards, int slice, int slices) {
          try {
            super.copyInForce(relation, aggregate, shards, slice, slices);
          } catch (WarehouseException e) {
            super.copyInForce(relation, aggregate, shards, slice, slices);
          }
        }
      };
    }
  },

  /** A fold copies what a base has replaced, too. */
  FOLD_OF_WHAT_WAS_REPLACED(COUNTED_ONCE, BUCKETS_EXACT) {
    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return copying(world, actor, ModelAggregate.Copied.ALL);
    }
  },

  /** A fold copies what has landed since it began, too. */
  FOLD_OF_LATER_SEGMENTS(COUNTED_ONCE) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFolds();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return copying(world, actor, ModelAggregate.Copied.LATER_TOO);
    }
  },

  /** What is below a floor is deleted before that is in force. */
  DELETED_BEFORE_THE_FLOOR(NEVER_MISSING, NEVER_LESS, BUCKETS_EXACT) {
    @Override
    Arbitrary<Scenario> scenarios() {
      return Scenario.ofFolds();
    }

    @Override
    public Warehouse warehouse(World world, Actor actor) {
      return new ModelWarehouse(world, actor) {
        @Override
        public void raiseFloor(
            Relation relation, String aggregate, List<ShardFloor> shards, int slices) {
          shards.forEach(
              part ->
                  world
                      .clickHouse()
                      .table(relation)
                      .aggregates()
                      .get(aggregate)
                      .dropStates(part.shard(), part.floor().packed()));
          super.raiseFloor(relation, aggregate, shards, slices);
        }
      };
    }
  };

  private static final Version LAST = new Version(-1, -1);

  private final Set<Invariant> broken;

  Mutations(Invariant first, Invariant... others) {
    broken = EnumSet.of(first, others);
  }

  /** The scenarios in which it shows; if it shows in few of all, in those. */
  Arbitrary<Scenario> scenarios() {
    return Scenario.any();
  }

  /** One with which it shows soon. */
  long seed() {
    return 5;
  }

  /** What it breaks, whichever comes first. */
  Set<Invariant> broken() {
    return broken;
  }

  private static ModelConsumer promising(
      World world, Actor actor, BiFunction<Long, List<String>, List<String>> change) {
    return new ModelConsumer(world, actor) {
      @Override
      public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        super.commitSync(Altered.promises(offsets, change));
      }
    };
  }

  private static Warehouse inSegments(
      World world, Actor actor, java.util.function.UnaryOperator<Segment> change) {
    return new ModelWarehouse(world, actor) {
      @Override
      public void insert(Relation relation, List<TableRow> rows, int maxRows) {
        super.insert(
            relation,
            Altered.each(
                rows,
                row ->
                    Altered.inSegment(row, change.apply(Segment.unpack(row.segment())).packed())),
            maxRows);
      }

      @Override
      public void rebuild(Relation relation, List<ShardSlice> shards, int slice) {
        super.rebuild(relation, Altered.withBase(shards, part -> change.apply(part.base())), slice);
      }
    };
  }

  private static Warehouse copying(World world, Actor actor, ModelAggregate.Copied copied) {
    return new ModelWarehouse(world, actor) {
      @Override
      ModelAggregate.Copied copied() {
        return copied;
      }
    };
  }

  private static Warehouse marking(World world, Actor actor, boolean before, boolean after) {
    return new ModelWarehouse(world, actor) {
      private boolean inserted;

      @Override
      public void insert(Relation relation, List<TableRow> rows, int maxRows) {
        inserted = true;
        super.insert(relation, rows, maxRows);
      }

      @Override
      public void advance(List<Advance> steps) {
        inserted = false;
        super.advance(steps);
      }

      @Override
      public void markStale(
          Relation relation, Map<Integer, Segment> shards, Collection<List<Object>> keys) {
        if (inserted ? after : before) {
          super.markStale(relation, shards, keys);
        }
      }
    };
  }
}
