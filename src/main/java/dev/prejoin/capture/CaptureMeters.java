package dev.prejoin.capture;

import dev.prejoin.runtime.Measure;
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
    commits = Measure.CAPTURE_COMMIT.timer(registry, capture);
    freshness = Measure.CAPTURE_FRESHNESS.percentiles(registry, capture);
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
        .computeIfAbsent(topic, name -> Measure.CAPTURE_RECORDS.counter(registry, capture, name))
        .increment((double) count);
  }

  void truncated(String table) {
    Measure.CAPTURE_TRUNCATES.counter(registry, capture, table).increment();
  }
}
