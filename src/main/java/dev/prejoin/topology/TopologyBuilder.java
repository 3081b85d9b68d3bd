package dev.prejoin.topology;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.Outcome.Change;
import dev.prejoin.topology.Outcome.DeadLetter;
import dev.prejoin.topology.Outcome.Reject;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds the topology of a plan. Sources of facts are KStreams and dimensions are GlobalKTables;
 * each view is one processor with branches to its topic, its rejects and the dead letters, and the
 * next view of a chain follows it in the same task. Every operator's name is made of the names in
 * the pipeline's statements.
 */
public final class TopologyBuilder {
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();
  private static final Serde<Outcome> OUTCOMES = OutcomeSerde.create();

  private final RowCodecs codecs;
  private final Counter deadLetters;
  private final StreamsBuilder builder = new StreamsBuilder();
  private final Map<String, KStream<byte[], Change>> changes = new HashMap<>();

  private TopologyBuilder(RowCodecs codecs, MeterRegistry meters) {
    this.deadLetters =
        Counter.builder("prejoin.dead.letters")
            .tag("role", "topology")
            .description("records that are no rows")
            .register(meters);
    this.codecs = codecs;
  }

  /** The topology of a plan; schemas are registered when its tasks start. */
  public static Topology build(Plan plan, RowCodecs codecs, MeterRegistry meters) {
    TopologyBuilder builder = new TopologyBuilder(codecs, meters);
    plan.sources().forEach(builder::source);
    plan.views().forEach(builder::view);
    return builder.builder.build();
  }

  private void source(Source source) {
    if (source.kind() == SourceDefinition.Kind.TABLE) {
      dimension(source);
    } else {
      facts(source);
    }
  }

  private void dimension(Source source) {
    String name = source.relation().name();
    builder.globalTable(
        name,
        Consumed.with(BYTES, BYTES).withName(name + "-source"),
        Materialized.<byte[], byte[]>as(Stores.inMemoryKeyValueStore(name))
            .withKeySerde(BYTES)
            .withValueSerde(BYTES));
  }

  private void facts(Source source) {
    String name = source.relation().name();
    KStream<byte[], Outcome> decoded =
        builder.stream(name, Consumed.with(BYTES, BYTES).withName(name + "-source"))
            .process(
                () -> new DecodeProcessor(values(source.relation())), Named.as(name + "-decode"));
    deadLetters(decoded, name, name);
    changes.put(name, only(decoded, Change.class, name + "-changes"));
  }

  private void view(View view) {
    KStream<byte[], Change> input = changes.get(view.from().name());
    if (input == null) {
      throw new IllegalStateException(view.name() + " reads " + view.from().name() + ", no stream");
    }
    String target = view.target().name();
    KStream<byte[], Outcome> outcomes = input.process(() -> processor(view), Named.as(view.name()));
    if (view.keepRejects()) {
      write(only(outcomes, Reject.class, view.name() + "-rejects"), TopicNames.rejects(target));
    }
    deadLetters(outcomes, view.name(), view.from().name());
    KStream<byte[], Change> rows = only(outcomes, Change.class, view.name() + "-rows");
    write(rows, target);
    changes.put(target, rows);
  }

  private ViewProcessor processor(View view) {
    return new ViewProcessor(
        view, values(view.target()), view.lookups().stream().map(this::lookup).toList());
  }

  private LazyCodec values(Relation relation) {
    return new LazyCodec(() -> codecs.values(relation));
  }

  private LookupStore lookup(Lookup lookup) {
    return new LookupStore(
        lookup.table().name(),
        new LazyCodec(() -> codecs.keys(lookup.table())),
        values(lookup.table()));
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
