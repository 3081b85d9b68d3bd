package dev.prejoin.app;

import dev.prejoin.console.Corrections;
import dev.prejoin.console.Corrections.Count;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Figures;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the parts of this process count of a pipeline's corrections, and what ClickHouse knows of
 * those that take long or are refused.
 */
final class CorrectionFigures {
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);

  private static final String CORRECTIONS = "prejoin.sink.corrections";

  private final MeterRegistry meters;
  private final Set<String> tables;
  private final Set<String> dimensions;
  private final Set<String> landed;
  private final Figures warehouse;
  private final Fillings aggregates;
  private final RowRates rates = new RowRates();
  private Instant asked = Instant.MIN;
  private long refused;
  private List<Corrections.Filling> fillings = List.of();

  CorrectionFigures(Pipeline pipeline, MeterRegistry meters, ClickHouse clickHouse) {
    this.meters = meters;
    this.warehouse = new Figures(clickHouse);
    this.aggregates = new Fillings(clickHouse);
    this.landed =
        pipeline.plan().views().stream()
            .map(view -> view.target().name())
            .collect(Collectors.toSet());
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

  /**
   * Those until a moment.
   *
   * @throws dev.prejoin.sink.WarehouseException if ClickHouse does not answer
   */
  Corrections at(Instant now) {
    if (now.isAfter(asked.plus(ASK_EVERY))) {
      ask();
      asked = now;
    }
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
        (long) waiting,
        refused,
        fillings);
  }

  private void ask() {
    refused =
        warehouse.refusedRows().entrySet().stream()
            .filter(of -> landed.contains(of.getKey()))
            .mapToLong(of -> of.getValue())
            .sum();
    fillings =
        aggregates.all().stream()
            .filter(filling -> !filling.done() && landed.contains(filling.table()))
            .map(CorrectionFigures::shown)
            .toList();
  }

  private static Corrections.Filling shown(Filling filling) {
    return new Corrections.Filling(
        filling.aggregate(), filling.rows(), filling.counted(), filling.paused());
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
