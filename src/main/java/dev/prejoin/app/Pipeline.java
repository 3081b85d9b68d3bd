package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.picture.Picture;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Described;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.topology.TopologyText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A compiled pipeline with its schemas.
 *
 * @param file its statements
 */
public record Pipeline(Path file, Plan plan, AvroSchemas schemas) {

  /**
   * Reads and compiles the pipeline that the settings name.
   *
   * @throws dev.prejoin.runtime.ProblemException with every problem of the file and its schemas
   */
  public static Pipeline read(Settings settings, Home home) {
    AvroSchemas schemas = AvroSchemas.read(home.path(settings.schemasDirectory()));
    PipelineDefinition definition = PipelineFile.read(home.path(settings.pipeline()));
    return new Pipeline(definition.file(), Compiler.compile(definition, schemas::find), schemas);
  }

  /** Its dimensions. */
  List<Source> dimensions() {
    return sources(SourceDefinition.Kind.TABLE);
  }

  /** Its sources of facts. */
  List<Source> facts() {
    return sources(SourceDefinition.Kind.STREAM);
  }

  /** The names of its sources of facts. */
  public Set<String> factSources() {
    return facts().stream().map(source -> source.relation().name()).collect(Collectors.toSet());
  }

  private List<Source> sources(SourceDefinition.Kind kind) {
    return plan.sources().stream().filter(source -> source.kind() == kind).toList();
  }

  /** The source of facts at the start of a view's chain: its key is that of the view's rows. */
  Source factsOf(View view) {
    String from = view.from().name();
    return plan.views().stream()
        .filter(earlier -> earlier.target().name().equals(from))
        .findFirst()
        .map(this::factsOf)
        .orElseGet(
            () ->
                facts().stream()
                    .filter(source -> source.relation().name().equals(from))
                    .findFirst()
                    .orElseThrow());
  }

  /**
   * The topics, subjects and tables that it needs, with the source's tables, compared with what is
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

  /**
   * Writes the DDL that it lacks and returns the files.
   *
   * @throws dev.prejoin.runtime.ProblemException if its file of aggregates is wrong, or ClickHouse
   *     is needed and away
   */
  public List<Path> writeDdl(Settings settings, Home home) {
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      return DdlFiles.write(plan, settings, home, new Described(clickHouse));
    }
  }

  /**
   * A drawing of it, as an SVG image.
   *
   * @throws dev.prejoin.runtime.ProblemException if its file of aggregates is wrong
   */
  public String picture(Settings settings, Home home) {
    List<Picture.Aggregate> aggregates =
        AggregateFile.read(DdlFiles.aggregates(settings, home, plan.pipeline()))
            .statements()
            .stream()
            .map(statement -> new Picture.Aggregate(statement.name(), statement.table()))
            .toList();
    return Picture.svg(plan, settings.sink().landL1(), aggregates);
  }

  /** The text of its Kafka Streams topology. */
  public String topologyText(Settings settings) {
    return TopologyText.of(plan, codecs(settings));
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
