package dev.prejoin.app;

import dev.prejoin.console.Corrections;
import dev.prejoin.console.Corrections.Count;
import dev.prejoin.console.Work;
import dev.prejoin.runtime.Measure;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the parts of this process count of a pipeline's corrections, and what ClickHouse knows of
 * those that take long or are refused.
 */
final class CorrectionFigures {
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);

  private final MeterRegistry meters;
  private final Set<String> tables;
  private final Set<String> dimensions;
  private final Set<String> landed;
  private final Figures warehouse;
  private final Fillings aggregates;
  private final RowRates rates = new RowRates();
  private Instant asked = Instant.MIN;
  private long refused;
  private List<Filling> fillings = List.of();

  CorrectionFigures(Pipeline pipeline, MeterRegistry meters, ClickHouse clickHouse) {
    this.meters = meters;
    this.warehouse = new Figures(clickHouse);
    this.aggregates = new Fillings(clickHouse);
    this.landed =
        pipeline.plan().views().stream()
            .map(view -> view.target().name())
            .collect(Collectors.toSet());
    // A row goes through each view of a chain: it counts where it is joined last.
    tables =
        pipeline.lastViews().stream().map(view -> view.target().name()).collect(Collectors.toSet());
    dimensions = pipeline.dimensionTables();
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
        meters.find(Measure.RESTATE_WAITING_KEYS.meter()).gauges().stream()
            .filter(gauge -> dimensions.contains(tag(gauge, "dimension")))
            .mapToDouble(Gauge::value)
            .sum();
    return new Corrections(
        of("mended", now),
        of("removed", now),
        of("restated", now),
        count("buckets", sum(Measure.SINK_REBUILT_BUCKETS.meter(), ""), now),
        (long) waiting,
        refused);
  }

  /** Aggregates that are counted from all rows, or whose bases are made one. */
  List<Work> works() {
    List<Work> works = new ArrayList<>();
    fillings.forEach(filling -> works.add(fill(filling)));
    for (Gauge parts : meters.find(Measure.SINK_FOLD_PARTS.meter()).gauges()) {
      if (tables.contains(tag(parts, "table")) && parts.value() > 0) {
        works.add(fold(tag(parts, "aggregate"), (long) parts.value()));
      }
    }
    return works;
  }

  private Work fold(String aggregate, long parts) {
    Gauge copied =
        meters.find(Measure.SINK_FOLD_COPIED.meter()).tag("aggregate", aggregate).gauge();
    return new Work(
        Work.Kind.FOLD,
        aggregate,
        "",
        copied == null ? 0 : (long) copied.value(),
        parts,
        Double.NaN,
        false,
        "");
  }

  private static Work fill(Filling filling) {
    return new Work(
        Work.Kind.FILL,
        filling.aggregate(),
        "",
        filling.counted(),
        filling.rows(),
        Double.NaN,
        filling.paused(),
        filling.paused() || filling.begun() > 0 ? "" : "a sink that takes it up");
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
            .toList();
  }

  private Count of(String kind, Instant now) {
    return count(kind, sum(Measure.SINK_CORRECTIONS.meter(), kind), now);
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
