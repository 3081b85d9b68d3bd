package dev.prejoin.app.restate;

import dev.prejoin.runtime.Measure;
import io.micrometer.core.instrument.MeterRegistry;
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
    Measure.RESTATE_ROWS.counter(registry, dimension).increment(rows);
  }

  /** So many rows of a source were sent again as the definitions of views have changed. */
  void sentForViews(String source, int rows) {
    Measure.RESTATE_VIEWS_ROWS.counter(registry, source).increment(rows);
  }

  /** So many rows of a source are still to be sent again for the sake of views. */
  void waitingForViews(String source, long rows) {
    gauge(Measure.RESTATE_VIEWS_WAITING_ROWS, source).set(rows);
  }

  /** So many keys of a dimension have changed, and not all rows that look them up tell so yet. */
  void waiting(String dimension, long keys) {
    gauge(Measure.RESTATE_WAITING_KEYS, dimension).set(keys);
  }

  private AtomicLong gauge(Measure measure, String name) {
    return waiting.computeIfAbsent(measure + " " + name, key -> measure.gauge(registry, name));
  }
}
