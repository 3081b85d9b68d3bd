package dev.prejoin.app;

import dev.prejoin.console.Corrections;
import dev.prejoin.console.Corrections.Count;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the parts of this process count of a pipeline's corrections. */
final class CorrectionFigures {
  private static final String CORRECTIONS = "prejoin.sink.corrections";

  private final MeterRegistry meters;
  private final Set<String> tables;
  private final Set<String> dimensions;
  private final RowRates rates = new RowRates();

  CorrectionFigures(Pipeline pipeline, MeterRegistry meters) {
    this.meters = meters;
    // A row goes through each view of a chain: it counts where it is joined last.
    Set<String> read =
        pipeline.plan().views().stream()
            .map(view -> view.from().name())
            .collect(Collectors.toSet());
    tables =
        pipeline.plan().views().stream()
            .filter(view -> !view.dimension())
            .map(view -> view.target().name())
            .filter(target -> !read.contains(target))
            .collect(Collectors.toSet());
    dimensions = new TreeSet<>();
    for (Source source : pipeline.dimensions()) {
      dimensions.add(source.relation().name());
    }
    for (View view : pipeline.plan().views()) {
      if (view.dimension()) {
        dimensions.add(view.target().name());
      }
    }
  }

  Corrections at(Instant now) {
    double waiting =
        meters.find("prejoin.restate.waiting.keys").gauges().stream()
            .filter(gauge -> dimensions.contains(tag(gauge, "dimension")))
            .mapToDouble(Gauge::value)
            .sum();
    return new Corrections(
        of("mended", now),
        of("removed", now),
        of("restated", now),
        count("buckets", sum("prejoin.sink.rebuilt.buckets", ""), now),
        (long) waiting);
  }

  private Count of(String kind, Instant now) {
    return count(kind, sum(CORRECTIONS, kind), now);
  }

  private Count count(String name, long all, Instant now) {
    return new Count(all, rates.of(name, all, now));
  }

  private long sum(String meter, String kind) {
    return (long)
        meters.find(meter).counters().stream()
            .filter(counter -> tables.contains(tag(counter, "table")))
            .filter(counter -> kind.isEmpty() || kind.equals(tag(counter, "kind")))
            .mapToDouble(Counter::count)
            .sum();
  }

  private static String tag(Meter meter, String name) {
    String value = meter.getId().getTag(name);
    return value == null ? "" : value;
  }
}
