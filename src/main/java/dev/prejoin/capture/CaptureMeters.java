package dev.prejoin.capture;

import dev.prejoin.runtime.FreshnessTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The figures of a capture: what is committed, not what is read. */
final class CaptureMeters {
  private final MeterRegistry registry;
  private final String capture;
  private final Timer commits;
  private final Timer freshness;
  private final Map<String, Counter> records = new HashMap<>();

  CaptureMeters(MeterRegistry registry, String capture) {
    this.registry = registry;
    this.capture = capture;
    commits =
        Timer.builder("prejoin.capture.commit")
            .description("Committing one batch of changes to Kafka")
            .tag("capture", capture)
            .register(registry);
    freshness =
        FreshnessTimer.of(
            registry,
            "prejoin.capture.freshness",
            "from the source's commit to that in Kafka",
            "capture",
            capture);
  }

  /** A record is committed to Kafka, the change to the source at a time in ms. */
  void committed(long committedAt, long now) {
    freshness.record(Duration.ofMillis(Math.max(0, now - committedAt)));
  }

  Timer commits() {
    return commits;
  }

  void written(String topic, long count) {
    records
        .computeIfAbsent(
            topic,
            name ->
                Counter.builder("prejoin.capture.records")
                    .description("Records committed to a topic since the start")
                    .tag("capture", capture)
                    .tag("topic", name)
                    .register(registry))
        .increment((double) count);
  }

  void truncated(String table) {
    Counter.builder("prejoin.capture.truncates")
        .description("TRUNCATEs seen, once for each topic of the table")
        .tag("capture", capture)
        .tag("table", table)
        .register(registry)
        .increment();
  }
}
