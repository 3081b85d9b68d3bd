package dev.prejoin.app.restate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of restating. */
final class RestateMeters {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();

  RestateMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** So many rows were sent through the views again for a dimension. */
  void sent(String dimension, int rows) {
    registry.counter("prejoin.restate.rows", "dimension", dimension).increment(rows);
  }

  /** So many rows of a source were sent again as the definitions of views have changed. */
  void sentForViews(String source, int rows) {
    registry.counter("prejoin.restate.views.rows", "source", source).increment(rows);
  }

  /** So many rows of a source are still to be sent again for the sake of views. */
  void waitingForViews(String source, long rows) {
    gauge("prejoin.restate.views.waiting.rows", "source", source).set(rows);
  }

  /** So many keys of a dimension have changed, and not all rows that look them up tell so yet. */
  void waiting(String dimension, long keys) {
    gauge("prejoin.restate.waiting.keys", "dimension", dimension).set(keys);
  }

  private AtomicLong gauge(String meter, String tag, String name) {
    return waiting.computeIfAbsent(
        meter + " " + name,
        key -> {
          AtomicLong value = new AtomicLong();
          registry.gauge(meter, List.of(Tag.of(tag, name)), value);
          return value;
        });
  }
}
