package dev.prejoin.app;

import dev.prejoin.app.backfill.Backfill;
import dev.prejoin.app.definitions.ViewHistories;
import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.app.definitions.ViewStandings;
import dev.prejoin.app.replay.Replay;
import dev.prejoin.app.restate.RestateSettings;
import dev.prejoin.app.restate.RestatedDimension;
import dev.prejoin.app.restate.RestatedViews;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.config.Settings;
import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sql.Problems;
import dev.prejoin.topology.Stage;
import dev.prejoin.topology.TopologyText;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipelines of a run with their schemas. A source that several of them declare alike is one:
 * one topic, one capture of its table, one landing.
 */
public record Pipelines(List<Pipeline> all, AvroSchemas schemas) {
  private static final Logger LOG = LoggerFactory.getLogger(Pipelines.class);

  public Pipelines {
    all = List.copyOf(all);
  }

  /**
   * Reads and compiles the pipelines that the settings name.
   *
   * @throws ProblemException with every problem of the files and their schemas
   */
  public static Pipelines read(Settings settings, Home home) {
    return read(settings, home, settings.pipelines().stream().map(home::path).toList());
  }

  /**
   * The same for files that a command names.
   *
   * @param files files, or directories for every file of statements in them
   * @throws ProblemException with every problem of the files and their schemas
   */
  public static Pipelines read(Settings settings, Home home, List<Path> files) {
    List<String> problems = new ArrayList<>();
    Optional<AvroSchemas> schemas =
        attempt(problems, () -> AvroSchemas.read(home.path(settings.schemasDirectory())));
    Map<PipelineDefinition, Problems> definitions = new LinkedHashMap<>();
    for (Path file : PipelineFiles.find(files, problems)) {
      attempt(problems, () -> PipelineFile.text(file))
          .ifPresent(
              text -> {
                Problems unread = new Problems(file, text);
                definitions.put(PipelineFile.parse(file, text, unread), unread);
              });
    }
    problems.addAll(SharedNames.problems(definitions.keySet()));
    List<Pipeline> all = new ArrayList<>();
    definitions.forEach(
        (definition, unread) ->
            attempt(problems, () -> plan(definition, schemas, unread))
                .flatMap(plan -> plan)
                .ifPresent(
                    plan ->
                        all.add(new Pipeline(definition.file(), plan, definition.statements()))));
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new Pipelines(all, schemas.orElseThrow());
  }

  private static Optional<Plan> plan(
      PipelineDefinition definition, Optional<AvroSchemas> schemas, Problems unread) {
    if (schemas.isEmpty()) {
      unread.throwIfAny();
    }
    return schemas.map(known -> Compiler.compile(definition, known::find, unread));
  }

  private static <T> Optional<T> attempt(List<String> problems, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (ProblemException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /** The pipeline of this name. */
  public Pipeline named(String name) {
    return all.stream().filter(pipeline -> pipeline.name().equals(name)).findFirst().orElseThrow();
  }

  /** One of them alone, as commands have it that are told its file. */
  Pipelines only(Pipeline pipeline) {
    return new Pipelines(List.of(pipeline), schemas);
  }

  List<Plan> plans() {
    return all.stream().map(Pipeline::plan).toList();
  }

  /**
   * A source by its topic or table; no server is asked.
   *
   * @throws ProblemException if there is none
   */
  public Source source(String name) {
    return sources().stream()
        .filter(source -> source.relation().name().equals(name) || source.table().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ExitCode.USAGE,
                    "no table %s is captured; those that are: %s"
                        .formatted(
                            name,
                            sources().stream()
                                .map(source -> source.relation().name())
                                .collect(Collectors.joining(", ")))));
  }

  /** All sources, each once. */
  Collection<Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Plan plan : plans()) {
      plan.sources().forEach(source -> sources.putIfAbsent(source.relation().name(), source));
    }
    return sources.values();
  }

  /** The names of the sources of facts whose rows land as they are captured. */
  Set<String> landedSources(Settings settings) {
    Set<String> landed = new TreeSet<>();
    plans().forEach(plan -> landed.addAll(plan.restatedSources()));
    if (settings.sink().landL1()) {
      all.forEach(pipeline -> landed.addAll(pipeline.factSources()));
    }
    return landed;
  }

  /** The dimensions whose changes change rows that have passed. */
  List<RestatedDimension> restated(Settings settings) {
    return RestatedDimension.of(plans(), stages(), settings.topology().applicationId());
  }

  /** The views whose rows can be made anew when they have another definition. */
  RestatedViews restatedViews(Settings settings) {
    Set<String> landed = landedSources(settings);
    return new RestatedViews(
        sources().stream()
            .filter(source -> landed.contains(source.relation().name()))
            .filter(source -> !source.isDimension())
            .toList(),
        new ViewHistories(plans(), stages(), settings.topology().applicationId()));
  }

  /** The Kafka Streams applications that compute them, in the order in which they get ready. */
  List<Stage> stages() {
    return Stage.of(plans());
  }

  /**
   * The topics, subjects and tables that they need, with the source's tables, compared with what is
   * there.
   *
   * @param ask whether servers are asked; one that is away is told of and not waited for
   */
  public List<Needs> needs(Settings settings, Home home, boolean ask) {
    return List.of(
        SourceNeeds.of(this, settings, ask),
        TopicNeeds.of(this, settings, ask),
        SubjectNeeds.of(this, settings, ask),
        TableNeeds.of(this, settings, home, ask));
  }

  /** The consumer groups that read their topics. */
  List<KafkaTraffic.Group> groups(Settings settings) {
    String application = settings.topology().applicationId();
    List<KafkaTraffic.Group> groups = new ArrayList<>();
    for (Stage stage : stages()) {
      groups.add(
          new KafkaTraffic.Group(
              TrafficFigures.TOPOLOGY,
              stage.applicationId(application),
              stage.facts().stream().map(source -> source.relation().name()).toList()));
    }
    groups.add(
        new KafkaTraffic.Group(
            TrafficFigures.SINK,
            settings.sink().groupId(),
            Landings.of(this, RowCodecs.json(), landedSources(settings)).stream()
                .map(Landing::topic)
                .toList()));
    groups.add(
        new KafkaTraffic.Group(
            "restating",
            RestateSettings.groupId(settings.sink().groupId()),
            restated(settings).stream().map(of -> of.relation().name()).toList()));
    return groups;
  }

  /** What asks where a run of them stands. */
  public StatusReader status(Settings settings) {
    return new StatusReader(statusSettings(settings), ClickHouseServer.of(settings));
  }

  /** What sends records through again that a run of them put aside. */
  public Replay replay(Settings settings) {
    return new Replay(statusSettings(settings), ClickHouseServer.of(settings));
  }

  /** What asks for rows of history to be made anew by the views' present definitions. */
  public ViewRestates restates(Settings settings) {
    return new ViewRestates(this, settings);
  }

  /**
   * The views whose rows of history are not of their present definitions; none where Kafka is away,
   * and uncounted where ClickHouse is.
   */
  public List<ViewStanding> changedViews(Settings settings) {
    String bootstrapServers = settings.kafka().getOrDefault("bootstrap.servers", "");
    if (!Reach.atAny(bootstrapServers)) {
      return List.of();
    }
    ViewStandings standings = viewStandings(settings);
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      return standings.standings(standings.read(), () -> clickHouse);
    } catch (KafkaException e) {
      LOG.warn("Kafka does not tell by which definitions rows were made: {}", e.getMessage());
      return List.of();
    }
  }

  ViewStandings viewStandings(Settings settings) {
    return new ViewStandings(
        plans(), restatedViews(settings).histories(), landedSources(settings), settings.kafka());
  }

  /** What has ranges of their sources read again. */
  public Backfill backfill(Settings settings) {
    return new Backfill(
        statusSettings(settings), landedSources(settings), ClickHouseServer.of(settings));
  }

  /** What waits for a run of them. */
  public LandingBarrier barrier(Settings settings) {
    return new LandingBarrier(statusSettings(settings));
  }

  StatusSettings statusSettings(Settings settings) {
    List<String> topics =
        new ArrayList<>(sources().stream().map(s -> s.relation().name()).toList());
    plans().forEach(plan -> plan.views().forEach(view -> topics.add(view.target().name())));
    return new StatusSettings(
        settings.kafka(),
        CaptureSource.of(settings, CaptureSource.tables(sources())),
        plans(),
        stages(),
        settings.topology().applicationId(),
        settings.sink().groupId(),
        RestateSettings.groupId(settings.sink().groupId()),
        restated(settings).stream().map(RestatedDimension::relation).toList(),
        viewStandings(settings),
        // Of their names: a question registers no schema, and waits for no registry.
        Landings.of(this, RowCodecs.json(), landedSources(settings)).stream()
            .map(Landing::topic)
            .toList(),
        topics.stream().map(TopicNames::deadLetters).toList());
  }

  /** The text of their Kafka Streams topologies. */
  public String topologyText(Settings settings) {
    return TopologyText.of(plans(), settings.topology().applicationId(), codecs(settings));
  }

  static SchemaRegistry registry(Settings settings) {
    Settings.Registry registry = settings.registry();
    return new SchemaRegistry(
        URI.create(registry.url()), registry.user(), registry.password().reveal());
  }

  RowCodecs codecs(Settings settings) {
    return new RowCodecs(
        settings.topics().json() ? RowCodecs.Format.JSON : RowCodecs.Format.AVRO,
        schemas,
        registry(settings));
  }
}
