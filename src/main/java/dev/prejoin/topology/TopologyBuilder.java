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

  private final Stage stage;
  private final RowCodecs codecs;
  private final Counter deadLetters;
  private final ReadBefore readBefore;
  private final RecordLimit limit;
  private final StreamsBuilder builder = new StreamsBuilder();
  private final Map<String, Relation> dimensions = new HashMap<>();
  private final Map<String, DimensionPosition> positions = new HashMap<>();
  private final Map<String, KStream<byte[], Change>> changes = new HashMap<>();

  /** By a stream's name: the source at the beginning of its chain. */
  private final Map<String, String> sources = new HashMap<>();

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
    KStream<byte[], Outcome> decoded =
        builder.stream(name, Consumed.with(BYTES, BYTES).withName(name + "-source"))
            .process(
                () ->
                    new DecodeProcessor(
                        keys(source.relation()),
                        values(source.relation()),
                        withoutDeletes,
                        new Progress(name, readBefore),
                        new Definitions(name, stage.viewsOf(name), readBefore),
                        limit),
                Named.as(name + "-decode"),
                Progress.store(name));
    if (stage.deadLetters().contains(name)) {
      deadLetters(decoded, name, name);
      cleared(decoded, name, name);
    }
    write(only(decoded, Defined.class, name + "-definitions"), TopicNames.DEFINITIONS, name);
    changes.put(name, only(decoded, Change.class, name + "-changes"));
    sources.put(name, name);
  }

  private void view(View view) {
    KStream<byte[], Change> input = changes.get(view.from().name());
    if (input == null) {
      throw new IllegalStateException(view.name() + " reads " + view.from().name() + ", no stream");
    }
    String target = view.target().name();
    String source = Objects.requireNonNull(sources.get(view.from().name()));
    KStream<byte[], Outcome> outcomes =
        input.process(() -> processor(view, source), Named.as(view.name()), stores(view, source));
    if (view.restates()) {
      write(
          only(outcomes, LookedUp.class, view.name() + "-lookups"),
          TopicNames.LOOKUPS,
          view.name());
    }
    boolean written = stage.writes(view);
    if (written && view.keepRejects()) {
      write(only(outcomes, Reject.class, view.name() + "-rejects"), TopicNames.rejects(target));
    }
    if (written) {
      deadLetters(outcomes, view.name(), view.from().name());
      cleared(outcomes, view.name(), target);
    }
    KStream<byte[], Change> rows = only(outcomes, Change.class, view.name() + "-rows");
    if (written) {
      write(rows, target);
    }
    changes.put(target, rows);
    sources.put(target, source);
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

  private ViewProcessor processor(View view, String source) {
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
        keyed(view),
        new UsedPositions(source, readBefore),
        limit);
  }

  private @Nullable Keyed keyed(View view) {
    return view.dimension()
        ? new Keyed(
            view.name(),
            new RowKey(view.target(), keys(view.target())),
            stage.facts().stream().anyMatch(Source::ignoresDeletes))
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

  private void deadLetters(KStream<byte[], Outcome> outcomes, String operator, String topic) {
    write(
        only(outcomes, DeadLetter.class, operator + "-dead-letters")
            .peek(
                (key, letter) -> deadLetters.increment(),
                Named.as(operator + "-dead-letters-count")),
        TopicNames.deadLetters(topic),
        operator);
  }

  private static void cleared(KStream<byte[], Outcome> outcomes, String operator, String topic) {
    write(
        only(outcomes, Cleared.class, operator + "-cleared"),
        TopicNames.deadLetters(topic),
        operator + "-cleared");
  }

  private static <T extends Outcome> KStream<byte[], T> only(
      KStream<byte[], Outcome> outcomes, Class<T> kind, String operator) {
    return outcomes
        .filter((key, outcome) -> kind.isInstance(outcome), Named.as(operator))
        .mapValues(kind::cast, Named.as(operator + "-typed"));
  }

  private static void write(KStream<byte[], ? extends Outcome> outcomes, String topic) {
    write(outcomes, topic, "");
  }

  @SuppressWarnings("unchecked")
  private static void write(
      KStream<byte[], ? extends Outcome> outcomes, String topic, String operator) {
    ((KStream<byte[], Outcome>) outcomes)
        .to(
            topic,
            Produced.with(BYTES, OUTCOMES)
                .withName((operator.isEmpty() ? "" : operator + "-to-") + topic + "-sink")
                .withStreamPartitioner(
                    (name, key, outcome, partitions) ->
                        Optional.of(Set.of(outcome.partition() % partitions))));
  }
}
