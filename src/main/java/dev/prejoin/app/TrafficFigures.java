package dev.prejoin.app;

import dev.prejoin.console.Traffic;
import dev.prejoin.console.Traffic.Hop;
import dev.prejoin.console.Traffic.Memory;
import dev.prejoin.console.Traffic.Topic;
import dev.prejoin.runtime.Measure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is on its way through one pipeline: how late each part has it, and how much waits. */
final class TrafficFigures {
  private static final String CAPTURE = "capture";
  static final String TOPOLOGY = "topology";
  static final String SINK = "sink";

  private final Set<String> topics;
  private final String capture;
  private final String lastOfFacts;
  private final MeterRegistry meters;
  private final KafkaTraffic kafka;

  TrafficFigures(Pipeline pipeline, String capture, MeterRegistry meters, KafkaTraffic kafka) {
    this.topics = new TreeSet<>(topics(pipeline));
    this.capture = capture;
    this.lastOfFacts = pipeline.lastOfFacts();
    this.meters = meters;
    this.kafka = kafka;
  }

  /** Every topic that rows of a pipeline go through. */
  static List<String> topics(Pipeline pipeline) {
    Set<String> topics = new TreeSet<>();
    pipeline.plan().sources().forEach(source -> topics.add(source.relation().name()));
    pipeline
        .plan()
        .views()
        .forEach(
            view -> {
              topics.add(view.target().name());
              if (view.keepRejects()) {
                topics.add(view.rejects());
              }
            });
    return List.copyOf(topics);
  }

  Traffic now() {
    KafkaTraffic.Known known = kafka.known();
    Timer captured = meters.find(Measure.CAPTURE_FRESHNESS.meter()).tag(CAPTURE, capture).timer();
    Timer joined = meters.find(Measure.SINK_ARRIVAL.meter()).tag("topic", lastOfFacts).timer();
    Timer landed = meters.find(Measure.FRESHNESS.meter()).tag("table", lastOfFacts).timer();
    List<Topic> told =
        known.topics().entrySet().stream()
            .filter(topic -> topics.contains(topic.getKey()))
            .map(
                topic ->
                    new Topic(
                        topic.getKey(),
                        topic.getValue().records(),
                        topic.getValue().perSecond(),
                        topic.getValue().lag()))
            .toList();
    return new Traffic(
        List.of(
            hop(CAPTURE, captured, -1),
            hop(TOPOLOGY, joined, known.lag(topics, TOPOLOGY)),
            hop(SINK, landed, known.lag(topics, SINK))),
        told,
        memory(),
        known.away());
  }

  /** Of the last view of facts: how late its table is. */
  Hop landed() {
    return hop(SINK, meters.find(Measure.FRESHNESS.meter()).tag("table", lastOfFacts).timer(), -1);
  }

  private static Hop hop(String name, @Nullable Timer timer, long lag) {
    double p50 = Double.NaN;
    double p99 = Double.NaN;
    if (timer != null && timer.count() > 0) {
      for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
        double seconds = value.value() / 1e9;
        if (value.percentile() == Measure.MEDIAN) {
          p50 = seconds;
        } else {
          p99 = seconds;
        }
      }
    }
    return new Hop(name, p50, p99, lag);
  }

  private static Memory memory() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return new Memory(heap.getUsed(), heap.getMax());
  }
}
