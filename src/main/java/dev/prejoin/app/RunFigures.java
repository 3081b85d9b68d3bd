package dev.prejoin.app;

import dev.prejoin.app.corrections.CorrectionLog;
import dev.prejoin.app.peer.PeerDatabase;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.console.ComponentState;
import dev.prejoin.console.CorrectionNews;
import dev.prejoin.console.Corrections;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.Freshness;
import dev.prejoin.console.Layer;
import dev.prejoin.console.NodeFigures;
import dev.prejoin.console.Overview;
import dev.prejoin.console.PipelineFigures;
import dev.prejoin.console.QueryRefusedException;
import dev.prejoin.console.SavedQuery;
import dev.prejoin.console.Traffic;
import dev.prejoin.console.Work;
import dev.prejoin.console.Works;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.Measure;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Figures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a run tells of one of its pipelines: its parts' states, the rows of each layer, how late
 * they are.
 */
public final class RunFigures implements PipelineFigures {
  private static final Figures.Aggregated NONE = new Figures.Aggregated(List.of(), 0);

  /** Nothing is written, in a time and to a size that a page can wait for. */
  private static final Map<String, String> AS_JSON =
      Map.of(
          "readonly", "2",
          "max_execution_time", "20",
          "max_result_rows", "100000",
          "max_result_bytes", "50000000",
          "session_timezone", "UTC",
          "date_time_output_format", "iso",
          "output_format_json_quote_64bit_integers", "0");

  private final Pipeline pipeline;
  private final String picture;
  private final String capture;
  private final List<Component> components;
  private final MeterRegistry meters;
  private final List<SavedQuery> queries;
  private final ClickHouse clickHouse;
  private final Figures warehouse;
  private final PeerDatabase peer;
  private final Duration peerPatience;
  private final CorrectionFigures corrections;
  private final Supplier<Optional<CaptureProgress>> progress;
  private final Optional<CorrectionLog> log;
  private final KafkaWorks works;
  private final TrafficFigures traffic;
  private final NodeFigures nodes;
  private final QualityFigures quality;
  private final QueryRunner runner;
  private final Set<String> sources = new HashSet<>();
  private final RowRates rates = new RowRates();
  private final Map<String, Long> capturedBefore;

  RunFigures(
      Pipeline pipeline,
      String picture,
      List<SavedQuery> queries,
      String capture,
      List<Component> components,
      MeterRegistry meters,
      ClickHouse clickHouse,
      String peer,
      Duration peerPatience,
      Supplier<Optional<CaptureProgress>> progress,
      Optional<CorrectionLog> log,
      KafkaWorks works,
      TrafficFigures traffic,
      NodeFigures nodes,
      QualityFigures quality,
      QueryRunner runner) {
    this.pipeline = pipeline;
    this.picture = picture;
    this.queries = queries;
    this.clickHouse = clickHouse;
    this.capture = capture;
    this.components = components;
    this.meters = meters;
    this.warehouse = new Figures(clickHouse);
    this.peer = new PeerDatabase(clickHouse, peer);
    this.peerPatience = peerPatience;
    this.corrections = new CorrectionFigures(pipeline, meters, clickHouse);
    this.progress = progress;
    this.log = log;
    this.works = works;
    this.traffic = traffic;
    this.nodes = nodes;
    this.quality = quality;
    this.runner = runner;
    pipeline.plan().sources().forEach(source -> sources.add(source.relation().name()));
    // Before the capture starts, so that what it commits from now on is counted once.
    this.capturedBefore = progress.get().map(CaptureProgress::changes).orElse(Map.of());
  }

  @Override
  public String pipeline() {
    return pipeline.name();
  }

  @Override
  public String picture() {
    return picture;
  }

  @Override
  public List<ComponentState> components() {
    return components.stream()
        .map(Component::status)
        .map(status -> new ComponentState(status.name(), status.state(), status.message()))
        .toList();
  }

  /** The rows that capture has committed to each topic since the beginning; exact. */
  public Map<String, Long> captured() {
    return progress.get().map(CaptureProgress::changes).orElse(Map.of());
  }

  @Override
  public synchronized Overview overview() {
    try {
      Instant now = Instant.now();
      Map<String, Long> stored = warehouse.storedRows();
      List<Layer> layers = new ArrayList<>();
      for (Source source : pipeline.dimensions()) {
        layers.add(layer(source.relation().name(), Layer.Kind.DIMENSION, stored, now));
      }
      for (Source source : pipeline.facts()) {
        String name = source.relation().name();
        layers.add(layer(name, Layer.Kind.SOURCE, Map.of(name, committed(name)), now));
      }
      Map<String, Figures.Aggregated> aggregated = warehouse.aggregated(targets());
      for (View view : pipeline.plan().views()) {
        String name = view.target().name();
        layers.add(
            layer(name, view.dimension() ? Layer.Kind.DIMENSION : Layer.Kind.VIEW, stored, now));
        if (view.keepRejects()) {
          layers.add(layer(view.rejects(), Layer.Kind.REJECTS, rejects(view), now));
        }
        for (String aggregate : aggregated.getOrDefault(name, NONE).names()) {
          layers.add(
              layer(
                  aggregate,
                  Layer.Kind.AGGREGATE,
                  Map.of(aggregate, stored.getOrDefault(aggregate + "_data", 0L)),
                  now));
        }
      }
      Corrections corrected = corrections.at(now);
      return new Overview(
          now, layers, freshness(stale(aggregated)), corrected, works(now), traffic.now());
    } catch (WarehouseException e) {
      throw new FiguresAwayException("ClickHouse does not answer", e);
    }
  }

  private Works works(Instant now) {
    KafkaWorks.Known known = works.known();
    List<Work> all = new ArrayList<>(known.of(sources));
    all.addAll(corrections.works());
    return new Works(all.stream().map(work -> measured(work, now)).toList(), known.away());
  }

  private Work measured(Work work, Instant now) {
    String id = "%s %s %s".formatted(work.kind(), work.name(), work.detail());
    return new Work(
        work.kind(),
        work.name(),
        work.detail(),
        work.done(),
        work.of(),
        rates.of(id, work.done(), now),
        work.paused(),
        work.waits());
  }

  @Override
  public NodeFigures nodes() {
    return nodes;
  }

  @Override
  public QueryRunner runner() {
    return runner;
  }

  @Override
  public QualityFigures quality() {
    return quality;
  }

  @Override
  public CorrectionNews corrections(long since) {
    return log.map(of -> of.since(since)).orElse(CorrectionNews.OFF);
  }

  @Override
  public DriftHistory drift() {
    try {
      return peer.history(peerPatience);
    } catch (WarehouseException e) {
      throw new FiguresAwayException("ClickHouse does not answer", e);
    }
  }

  private Map<String, Long> rejects(View view) {
    long rows =
        warehouse.rejects().stream()
            .filter(count -> count.view().equals(view.name()))
            .mapToLong(Figures.RejectCount::rows)
            .sum();
    return Map.of(view.rejects(), rows);
  }

  private long committed(String topic) {
    Counter counter =
        meters
            .find(Measure.CAPTURE_RECORDS.meter())
            .tags("capture", capture, "topic", topic)
            .counter();
    long since = counter == null ? 0 : (long) counter.count();
    return capturedBefore.getOrDefault(topic, 0L) + since;
  }

  private Layer layer(String name, Layer.Kind kind, Map<String, Long> rows, Instant now) {
    long count = rows.getOrDefault(name, 0L);
    return new Layer(name, kind, count, rates.of(name, count, now), null);
  }

  private Freshness freshness(long stale) {
    Traffic.Hop landed = traffic.landed();
    double deadLetters =
        meters.find(Measure.DEAD_LETTERS.meter()).counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    return new Freshness(landed.p50Seconds(), landed.p99Seconds(), stale, (long) deadLetters);
  }

  @Override
  public List<SavedQuery> queries() {
    return queries;
  }

  @Override
  public byte[] answer(SavedQuery query, Map<String, String> parameters) {
    try {
      return clickHouse.json(query.sql(), Map.copyOf(parameters), AS_JSON);
    } catch (WarehouseException e) {
      if (e.kind() == WarehouseException.Kind.REFUSED) {
        throw new QueryRefusedException(String.valueOf(e.getMessage()), e);
      }
      throw new FiguresAwayException("ClickHouse does not answer", e);
    }
  }

  /** Rows of the last view of facts: cheap, earlier versions counted too. */
  public long landed() {
    return warehouse.storedRows().getOrDefault(pipeline.lastOfFacts(), 0L);
  }

  /** Rows that rules kept out, over all views of the pipeline. */
  public long rejected() {
    Set<String> views =
        pipeline.plan().views().stream().map(View::name).collect(Collectors.toSet());
    return warehouse.rejects().stream()
        .filter(count -> views.contains(count.view()))
        .mapToLong(Figures.RejectCount::rows)
        .sum();
  }

  /** The rows of each layer, exact: earlier versions and deleted rows are not counted. */
  public LayerCounts counts() {
    List<View> views = pipeline.plan().views();
    Map<String, Long> captured = captured();
    Map<String, Long> byLayer = new LinkedHashMap<>();
    for (Source source : pipeline.facts()) {
      String name = source.relation().name();
      byLayer.put(name, captured.getOrDefault(name, 0L));
    }
    for (View view : views) {
      String name = view.target().name();
      byLayer.put(name, warehouse.exactRows(name));
      if (view.keepRejects()) {
        byLayer.putAll(rejects(view));
      }
    }
    return new LayerCounts(
        byLayer,
        rejected(),
        byLayer.getOrDefault(pipeline.lastOfFacts(), 0L),
        stale(warehouse.aggregated(targets())));
  }

  private List<String> targets() {
    return pipeline.plan().views().stream().map(view -> view.target().name()).toList();
  }

  private static long stale(Map<String, Figures.Aggregated> aggregated) {
    return aggregated.values().stream().mapToLong(Figures.Aggregated::staleBuckets).sum();
  }
}
