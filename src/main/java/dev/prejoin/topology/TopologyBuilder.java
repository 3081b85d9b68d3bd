package dev.prejoin.topology;

import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.Measure;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.Outcome.Change;
import dev.prejoin.topology.Outcome.Cleared;
import dev.prejoin.topology.Outcome.DeadLetter;
import dev.prejoin.topology.Outcome.Defined;
import dev.prejoin.topology.Outcome.LookedUp;
import dev.prejoin.topology.Outcome.Reject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Builds the topology of a stage. Sources of facts are KStreams and dimensions are GlobalKTables;
 * each view is one processor with branches to its topic, its rejects and the dead letters, and the
 * next view of a chain follows it in the same task. Every operator's name is made of the names in
 * the pipelines' statements.
 */
public final class TopologyBuilder {
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();
  private static final Serde<Outcome> OUTCOMES = OutcomeSerde.create();

  /** Made once each, not for each record. */
  private static final Map<Integer, Optional<Set<Integer>>> PARTITIONS = new ConcurrentHashMap<>();

  private final Stage stage;
  private final RowCodecs codecs;
  private final Counter deadLetters;
  private final ReadBefore readBefore;
  private final RecordLimit limit;
  private final StreamsBuilder builder = new StreamsBuilder();
  private final Map<String, Relation> dimensions = new HashMap<>();
  private final Map<String, DimensionPosition> positions = new HashMap<>();

  /** By the name of the stream that it makes. */
  private final Map<String, Step> steps = new HashMap<>();

  private TopologyBuilder(
      Stage stage,
      RowCodecs codecs,
      MeterRegistry meters,
      ReadBefore readBefore,
      RecordLimit limit) {
    this.stage = stage;
    this.readBefore = readBefore;
    this.limit = limit;
    this.deadLetters = Measure.DEAD_LETTERS.counter(meters, "topology");
    this.codecs = codecs;
  }

  /** The topology of a stage that nobody has run before, with the limit that Kafka has. */
  public static Topology build(Stage stage, RowCodecs codecs, MeterRegistry meters) {
    return build(stage, codecs, meters, ReadBefore.NOTHING, RecordLimit.of(Map.of()));
  }

  /** The topology of a stage; schemas are registered when its tasks start. */
  public static Topology build(
      Stage stage,
      RowCodecs codecs,
      MeterRegistry meters,
      ReadBefore readBefore,
      RecordLimit limit) {
    TopologyBuilder builder = new TopologyBuilder(stage, codecs, meters, readBefore, limit);
    stage.facts().forEach(builder::facts);
    stage.dimensions().forEach(builder::dimension);
    stage.views().forEach(builder::view);
    Topology topology = builder.builder.build();
    stage.dimensions().forEach(dimension -> builder.load(topology, dimension));
    return topology;
  }

  private void dimension(Relation dimension) {
    dimensions.put(dimension.name(), dimension);
    positions.put(dimension.name(), new DimensionPosition());
  }

  private void load(Topology topology, Relation dimension) {
    String name = dimension.name();
    DimensionPosition position = Objects.requireNonNull(positions.get(name));
    topology.addGlobalStore(
        Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), BYTES, BYTES)
            .withLoggingDisabled(),
        name + "-source",
        BYTES.deserializer(),
        BYTES.deserializer(),
        name,
        name + "-load",
        () -> new DimensionLoader(name, position));
  }

  private void facts(Source source) {
    String name = source.relation().name();
    builder.addStateStore(Progress.builder(name));
    // A dimension's view must hear of deletes that are ignored, to forget whose the row was.
    boolean withoutDeletes = source.ignoresDeletes() && stage.dimension().isEmpty();
    Branches branches = new Branches();
    Step step =
        new Step(
            builder.stream(name, Consumed.with(BYTES, BYTES).withName(name + "-source"))
                .process(
                    () ->
                        new DecodeProcessor(
                            keys(source.relation()),
                            values(source.relation()),
                            withoutDeletes,
                            new Progress(name, readBefore),
                            new Definitions(name, stage.viewsOf(name), readBefore, branches),
                            limit,
                            branches),
                    Named.as(name + "-decode"),
                    Progress.store(name)),
            branches,
            name);
    if (stage.deadLetters().contains(name)) {
      step.deadLetters(name, name);
      step.write(Cleared.class, TopicNames.deadLetters(name), name + "-cleared");
    }
    step.write(Defined.class, TopicNames.DEFINITIONS, name);
    steps.put(name, step);
  }

  private void view(View view) {
    Step before = steps.get(view.from().name());
    if (before == null) {
      throw new IllegalStateException(view.name() + " reads " + view.from().name() + ", no stream");
    }
    String target = view.target().name();
    Branches branches = new Branches();
    Step step =
        new Step(
            before
                .changes(view.name())
                .process(
                    () -> processor(view, before.source, branches),
                    Named.as(view.name()),
                    stores(view, before.source)),
            branches,
            before.source);
    if (view.restates()) {
      step.write(LookedUp.class, TopicNames.LOOKUPS, view.name());
    }
    if (stage.writes(view)) {
      if (view.keepRejects()) {
        step.write(Reject.class, TopicNames.rejects(target), "");
      }
      step.deadLetters(view.name(), view.from().name());
      step.write(Cleared.class, TopicNames.deadLetters(target), view.name() + "-cleared");
      step.write(Change.class, target, "");
    }
    steps.put(target, step);
  }

  /** A step whose outcomes others take. */
  private final class Step {
    private final KStream<byte[], Outcome> outcomes;
    private final Branches branches;

    /** The source at the beginning of its chain. */
    private final String source;

    Step(KStream<byte[], Outcome> outcomes, Branches branches, String source) {
      this.outcomes = outcomes;
      this.branches = branches;
      this.source = source;
    }

    /** What it hands on to a view. */
    @SuppressWarnings("unchecked") // The node gets what the branches give it, and nothing else.
    KStream<byte[], Change> changes(String node) {
      branches.add(Change.class, node);
      return (KStream<byte[], Change>) (KStream<byte[], ?>) outcomes;
    }

    /**
     * Writes outcomes of a kind.
     *
     * @param operator what writes them, where several write into the topic
     */
    void write(Class<? extends Outcome> kind, String topic, String operator) {
      String node = (operator.isEmpty() ? "" : operator + "-to-") + topic + "-sink";
      branches.add(kind, node);
      outcomes.to(topic, produced(node));
    }

    void deadLetters(String operator, String topic) {
      String counted = operator + "-dead-letters-count";
      branches.add(DeadLetter.class, counted);
      outcomes
          .peek((key, letter) -> deadLetters.increment(), Named.as(counted))
          .to(
              TopicNames.deadLetters(topic),
              produced(operator + "-to-" + TopicNames.deadLetters(topic) + "-sink"));
    }
  }

  private static Produced<byte[], Outcome> produced(String node) {
    return Produced.with(BYTES, OUTCOMES)
        .withName(node)
        .withStreamPartitioner((topic, key, outcome, partitions) -> same(outcome, partitions));
  }

  /** The partition that a record came from. */
  private static Optional<Set<Integer>> same(Outcome outcome, int partitions) {
    return PARTITIONS.computeIfAbsent(
        outcome.partition() % partitions, number -> Optional.of(Set.of(number)));
  }

  private String[] stores(View view, String source) {
    List<String> names = new ArrayList<>(List.of(Progress.store(source)));
    if (view.dimension()) {
      for (String name : List.of(Keyed.heldStore(view.name()), Keyed.ownersStore(view.name()))) {
        builder.addStateStore(Keyed.store(name));
        names.add(name);
      }
    }
    return names.toArray(String[]::new);
  }

  private ViewProcessor processor(View view, String source, Branches branches) {
    Map<String, LookupStore> stores = new HashMap<>();
    List<LookupStore> lookups =
        view.lookups().stream()
            .map(lookup -> stores.computeIfAbsent(lookup.table().name(), this::lookup))
            .toList();
    return new ViewProcessor(
        view,
        values(view.target()),
        lookups,
        stage.looksUp(view),
        targets -> stage.restates(view, targets),
        keyed(view, branches),
        new UsedPositions(source, readBefore),
        limit,
        branches);
  }

  private @Nullable Keyed keyed(View view, Branches branches) {
    return view.dimension()
        ? new Keyed(
            view.name(),
            new RowKey(view.target(), keys(view.target())),
            stage.facts().stream().anyMatch(Source::ignoresDeletes),
            branches)
        : null;
  }

  private LazyCodec values(Relation relation) {
    return new LazyCodec(() -> codecs.values(relation));
  }

  private LazyCodec keys(Relation relation) {
    return new LazyCodec(() -> codecs.keys(relation));
  }

  private LookupStore lookup(String name) {
    Relation dimension = Objects.requireNonNull(dimensions.get(name));
    DimensionPosition position = Objects.requireNonNull(positions.get(name));
    return new LookupStore(dimension, keys(dimension), values(dimension), position);
  }
}
