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

  /** So many keys of a dimension have changed, and not all rows that look them up tell so yet. */
  void waiting(String dimension, long keys) {
    waiting
        .computeIfAbsent(
            dimension,
            name -> {
              AtomicLong value = new AtomicLong();
              registry.gauge(
                  "prejoin.restate.waiting.keys", List.of(Tag.of("dimension", name)), value);
              return value;
            })
        .set(keys);
  }
}
