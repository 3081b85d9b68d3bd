package dev.prejoin.app;

import dev.prejoin.app.corrections.CorrectionLog;
import dev.prejoin.app.corrections.CorrectionLogs;
import dev.prejoin.app.peer.Peer;
import dev.prejoin.app.peer.Peers;
import dev.prejoin.app.quality.Jobs;
import dev.prejoin.app.quality.Quality;
import dev.prejoin.app.quality.Verifying;
import dev.prejoin.app.query.ReaderQueries;
import dev.prejoin.app.restate.RestateSettings;
import dev.prejoin.app.restate.Restating;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.capture.Capture;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.config.Settings;
import dev.prejoin.console.Console;
import dev.prejoin.console.ConsoleSettings;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.Instance;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.Sink;
import dev.prejoin.sink.SinkSettings;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.topology.Enrichment;
import dev.prejoin.topology.EnrichmentSettings;
import dev.prejoin.topology.Results;
import dev.prejoin.topology.Stage;
import dev.prejoin.topology.TopologyBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of prejoin: the parts that its roles name, prepared, started and stopped together. */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration REBUILD_EVERY = Duration.ofSeconds(1);

  private final Settings settings;
  private final Home home;
  private final Pipelines pipelines;
  private final ProcessMetrics metrics = new ProcessMetrics();
  private final MeterRegistry meters = metrics.registry();
  private final List<Component> components = new ArrayList<>();

  /** Beside the run: what becomes of them is nothing to it. */
  private final List<Peer> peers = new ArrayList<>();

  private final List<RowCodecs> codecs = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private Optional<String> instanceId = Optional.empty();
  private @Nullable Console console;
  private final Map<String, RunFigures> figures = new LinkedHashMap<>();
  private final List<CorrectionLog> logs = new ArrayList<>();
  private final Jobs jobs = new Jobs();
  private Optional<Verifying> verifying = Optional.empty();

  /**
   * A run of the pipelines that the settings name; it is not started.
   *
   * @throws ProblemException if one does not compile
   */
  public Application(Settings settings, Home home) {
    this(settings, home, Pipelines.read(settings, home));
  }

  /** A run of pipelines that is not started. */
  public Application(Settings settings, Home home, Pipelines pipelines) {
    this.settings = settings;
    this.home = home;
    this.pipelines = pipelines;
  }

  /** Lets the console compare what has landed with the source; before the start. */
  public Application verifiedBy(Verifying comparing) {
    verifying = Optional.of(comparing);
    return this;
  }

  /**
   * Makes what is missing (topics, tables), looks whether all is fit, and starts the parts; waits
   * for servers that are away.
   *
   * @param step told of each step that is done, in a line
   * @throws ProblemException with everything that is unfit
   */
  public void start(Consumer<String> step) {
    ClickHouse clickHouse = clickHouse();
    new Preflight(settings, home, pipelines, clickHouse).run(step);
    // Only now are schemas registered: what does not fit was told with all else.
    Instance instance = Instance.claim(home.path(settings.stateDirectory()));
    resources.add(instance);
    instanceId = instance.id();
    if (has("console")) {
      Servers.untilKafkaAnswers(() -> figures(clickHouse));
    }
    if (has("capture")) {
      components.add(new Capture(captureSettings(), codecs(), meters));
    }
    if (has("topology")) {
      List<Stage> stages = pipelines.stages();
      stages.forEach(stage -> components.add(enrichment(stage, stages)));
    }
    if (has("sink")) {
      RowCodecs codecs = codecs();
      components.add(
          new Sink(
              sinkSettings(),
              landings(codecs),
              codecs,
              new ClickHouseWarehouse(clickHouse()),
              meters,
              new CorrectionLogs(logs)));
      components.addAll(Restating.of(restateSettings(), codecs, this::clickHouse, meters));
    }
    if (settings.peer().enabled() && has("sink")) {
      pipelines.all().forEach(this::addPeer);
    }
    components.forEach(metrics::watch);
    components.forEach(Component::start);
    peers.forEach(Peer::start);
    if (has("console")) {
      Console page = new Console(consoleSettings(settings), List.copyOf(figures.values()), metrics);
      console = page;
      page.start();
      step.accept("Console at " + page.url());
    }
    if (has("topology") || has("sink")) {
      pipelines.changedViews(settings).forEach(view -> LOG.warn(String.join("; ", view.text())));
    }
  }

  /** A file that is wrong keeps the peer from being there, and the run from nothing. */
  private void addPeer(Pipeline pipeline) {
    List<String> dimensions =
        pipeline.dimensions().stream().map(source -> source.relation().name()).toList();
    try {
      Peers.of(
              pipeline.plan(),
              settings,
              Peers.file(home.path(settings.peer().directory()), pipeline.name()),
              codecs(),
              this::clickHouse,
              () -> unread(dimensions),
              this::awaitLanding)
          .ifPresent(peers::add);
    } catch (ProblemException e) {
      LOG.error(
          "ClickHouse's own join does not run beside {}: {}", pipeline.name(), e.getMessage());
    }
  }

  private Optional<String> unread(List<String> dimensions) {
    Optional<CaptureProgress> progress = progress();
    List<String> left =
        dimensions.stream()
            .filter(name -> progress.filter(p -> p.isComplete(name)).isEmpty())
            .toList();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of("the first snapshot of " + String.join(", ", left));
  }

  private void awaitLanding() {
    try (LandingBarrier barrier = pipelines.barrier(settings)) {
      barrier.await(progress -> {});
    }
  }

  /** Before the parts are made: what they commit from now on is counted once. */
  private void figures(ClickHouse clickHouse) {
    KafkaWorks works =
        new KafkaWorks(
            settings.kafka(),
            KafkaTopics.CAPTURE_OFFSETS,
            settings.captureName(),
            pipelines.sources().stream()
                .filter(Predicate.not(Source::isDimension))
                .map(source -> source.relation().name())
                .collect(Collectors.toSet()));
    KafkaTraffic traffic =
        new KafkaTraffic(
            settings.kafka(),
            pipelines.all().stream().flatMap(of -> TrafficFigures.topics(of).stream()).toList(),
            pipelines.groups(settings));
    Optional<ClickHouse> reader = ClickHouseServer.forQueries(settings);
    reader.ifPresent(resources::add);
    QueryRunner runner = new ReaderQueries(reader, clickHouse);
    for (Pipeline pipeline : pipelines.all()) {
      // A process that lands nothing knows of no correction.
      Optional<CorrectionLog> log =
          has("sink")
              ? Optional.of(
                  new CorrectionLog(
                      pipeline.plan(), pipeline.lastViews(), pipeline.dimensionTables()))
              : Optional.empty();
      log.ifPresent(logs::add);
      Nodes nodes =
          new Nodes(
              pipeline,
              pipeline.drawing(settings, home),
              traffic,
              clickHouse,
              topic -> new TopicTail(settings, topic));
      resources.add(nodes);
      Quality quality = quality(pipeline, clickHouse);
      resources.add(quality);
      figures.put(
          pipeline.name(),
          new RunFigures(
              pipeline,
              pipeline.picture(settings, home),
              SavedQueries.read(SavedQueries.file(settings, home, pipeline.name())),
              settings.captureName(),
              components,
              meters,
              clickHouse,
              Peers.database(settings, pipeline.name()),
              Peers.patience(settings),
              this::progress,
              log,
              works,
              new TrafficFigures(pipeline, settings.captureName(), meters, traffic),
              nodes,
              quality,
              runner));
    }
    works.start();
    resources.add(works);
    traffic.start();
    resources.add(traffic);
  }

  private Quality quality(Pipeline pipeline, ClickHouse clickHouse) {
    Pipelines alone = pipelines.only(pipeline);
    return new Quality(
        pipeline.name(),
        alone.statusSettings(settings),
        clickHouse,
        jobs,
        () -> alone.replay(settings),
        () -> alone.status(settings),
        verifier());
  }

  /** Only who captures is sure to have been given access to the source. */
  private Quality.Verifier verifier() {
    String elsewhere =
        "; ./prejoin verify does it, wherever PostgreSQL and ClickHouse can both be reached";
    return has("capture")
        ? new Quality.Verifier(verifying, "This run was started without a comparison" + elsewhere)
        : new Quality.Verifier(
            Optional.empty(),
            "This process has not the role capture, and so perhaps no access to PostgreSQL"
                + elsewhere);
  }

  /**
   * Codecs for one part, which says when it waits for the schema registry; they end to wait at the
   * latest when the run is closed.
   */
  private RowCodecs codecs() {
    RowCodecs made = pipelines.codecs(settings);
    codecs.add(made);
    return made;
  }

  private List<Landing> landings(RowCodecs made) {
    return Landings.of(pipelines, made, pipelines.landedSources(settings));
  }

  private Enrichment enrichment(Stage stage, List<Stage> all) {
    RowCodecs made = codecs();
    String applicationId = stage.applicationId(settings.topology().applicationId());
    Settings.Topology topology = settings.topology();
    DimensionsReady ready =
        new DimensionsReady(stage, all, topology.applicationId(), settings.kafka(), this::progress);
    return new Enrichment(
        stage.dimension().map(dimension -> "topology " + dimension).orElse("topology"),
        made,
        () ->
            TopologyBuilder.build(
                stage,
                made,
                meters,
                Results.of(stage, applicationId, settings.kafka()),
                RecordLimit.ofStreams(settings.kafka())),
        new EnrichmentSettings(
            applicationId,
            // What makes a dimension has one partition to read.
            stage.dimension().isPresent() ? 1 : topology.threads(),
            topology.commitIntervalMs(),
            home.path(settings.stateDirectory()).toString(),
            instanceId,
            settings.topics().replicationFactor(),
            settings.kafka()),
        ready::missing);
  }

  private Optional<CaptureProgress> progress() {
    return CaptureProgress.read(
        settings.kafka(), KafkaTopics.CAPTURE_OFFSETS, settings.captureName());
  }

  private CaptureSettings captureSettings() {
    return CaptureSource.of(settings, CaptureSource.tables(pipelines.sources()));
  }

  private SinkSettings sinkSettings() {
    Settings.Sink sink = settings.sink();
    return new SinkSettings(
        sink.groupId(),
        settings.kafka(),
        instanceId,
        Duration.ofMillis(sink.flushIntervalMs()),
        sink.batchRows(),
        RETRY,
        REBUILD_EVERY,
        SinkSettings.MOST_BUCKETS);
  }

  private RestateSettings restateSettings() {
    Settings.Sink sink = settings.sink();
    return new RestateSettings(
        RestateSettings.groupId(sink.groupId()),
        settings.kafka(),
        instanceId,
        sink.restateRowsPerSecond(),
        pipelines.restated(settings),
        pipelines.restatedViews(settings));
  }

  static ConsoleSettings consoleSettings(Settings settings) {
    Settings.Console console = settings.console();
    return new ConsoleSettings(console.host(), console.port(), console.token(), console.names());
  }

  private ClickHouse clickHouse() {
    ClickHouse made = ClickHouseServer.of(settings);
    resources.add(made);
    return made;
  }

  private boolean has(String role) {
    return settings.roles().contains(role);
  }

  /** What runs beside it. */
  List<Peer> peers() {
    return peers;
  }

  /** What this run counts. */
  MeterRegistry meters() {
    return meters;
  }

  public Pipelines pipelines() {
    return pipelines;
  }

  /** What this run, with the role of the console, can tell of one of its pipelines. */
  public RunFigures figures(String pipeline) {
    RunFigures found = figures.get(pipeline);
    if (found == null) {
      throw new IllegalStateException("no console is started that tells of " + pipeline);
    }
    return found;
  }

  /**
   * Returns when every part runs.
   *
   * @throws RuntimeException what a part failed with
   */
  public void awaitRunning() throws InterruptedException {
    while (!components.stream().allMatch(c -> c.status().state() == Status.State.RUNNING)) {
      throwFailure();
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** Which of the sources' tables were not read whole yet, in words; empty if all were. */
  public Optional<String> unread() {
    return unread(pipelines.sources().stream().map(source -> source.relation().name()).toList());
  }

  /**
   * Returns only by an exception: when a part has failed, or the thread is interrupted.
   *
   * @throws RuntimeException what the part failed with
   */
  public void awaitFailure() throws InterruptedException {
    while (true) {
      throwFailure();
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /**
   * Returns if no part has failed.
   *
   * @throws RuntimeException what the first of those that failed did so with
   */
  public void throwFailure() {
    for (Component component : components) {
      RuntimeException failure = component.status().failure();
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void closeJobs() {
    try {
      jobs.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the parts against the way of the data: what is captured still has a place to go. */
  @Override
  public void close() {
    peers.forEach(Peer::signalStop);
    if (console != null) {
      console.close();
    }
    closeJobs();
    peers.forEach(Peer::close);
    codecs.forEach(RowCodecs::close);
    components.forEach(Component::close);
    Collections.reverse(resources);
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.debug("closing {}", resource, e);
      }
    }
    resources.clear();
    metrics.close();
  }
}
