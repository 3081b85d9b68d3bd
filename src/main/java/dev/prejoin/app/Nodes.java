package dev.prejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.NodeDetail;
import dev.prejoin.console.NodeDetail.Fact;
import dev.prejoin.console.NodeDetail.Field;
import dev.prejoin.console.NodeDetail.Moment;
import dev.prejoin.console.NodeDetail.Partition;
import dev.prejoin.console.NodeFigures;
import dev.prejoin.picture.Drawing;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Figures;
import dev.prejoin.sink.clickhouse.Figures.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** What is known of the nodes of one pipeline's topology. */
final class Nodes implements NodeFigures, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Pipeline pipeline;
  private final Drawing drawing;
  private final KafkaTraffic traffic;
  private final Figures warehouse;
  private final Function<String, TopicTail> tails;

  /** A registry that is away is waited for, which a page must not. */
  private final ExecutorService reading =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "records");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Of one pipeline.
   *
   * @param tails what reads a topic
   */
  Nodes(
      Pipeline pipeline,
      Drawing drawing,
      KafkaTraffic traffic,
      ClickHouse clickHouse,
      Function<String, TopicTail> tails) {
    this.pipeline = pipeline;
    this.drawing = drawing;
    this.traffic = traffic;
    this.warehouse = new Figures(clickHouse);
    this.tails = tails;
  }

  @Override
  public Drawing drawing() {
    return drawing;
  }

  @Override
  public Optional<NodeDetail> detail(String id) {
    return node(id).map(this::detail);
  }

  private Optional<Drawing.Node> node(String id) {
    return drawing.nodes().stream().filter(node -> node.id().equals(id)).findFirst();
  }

  private NodeDetail detail(Drawing.Node node) {
    String name = nameOf(node);
    return switch (node.id().substring(0, node.id().indexOf(' '))) {
      case "source" -> source(node, sourceNamed(name).orElseThrow());
      case "view" -> view(node, viewNamed(name).orElseThrow());
      case "topic" -> topic(node, name);
      default -> table(node, name);
    };
  }

  private static String nameOf(Drawing.Node node) {
    return node.id().substring(node.id().indexOf(' ') + 1);
  }

  private Optional<Source> sourceNamed(String name) {
    return pipeline.plan().sources().stream()
        .filter(source -> source.relation().name().equals(name))
        .findFirst();
  }

  private Optional<View> viewNamed(String name) {
    return pipeline.plan().views().stream().filter(view -> view.name().equals(name)).findFirst();
  }

  private Optional<View> viewTo(String target) {
    return pipeline.plan().views().stream()
        .filter(view -> view.target().name().equals(target))
        .findFirst();
  }

  private NodeDetail source(Drawing.Node node, Source source) {
    return new NodeDetail(
        node.id(),
        List.of(
            new Fact("Table", source.table()),
            new Fact("Captured as", source.isDimension() ? "a dimension" : "facts"),
            new Fact("Deleted rows", source.ignoresDeletes() ? "stay" : "go")),
        fields(source.relation()),
        pipeline.statements().get(source.relation().name()),
        List.of(),
        course(node));
  }

  private NodeDetail view(Drawing.Node node, View view) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Reads", view.from().name()));
    view.rules().forEach(rule -> facts.add(new Fact("Rule", rule.name())));
    for (Lookup lookup : view.lookups()) {
      facts.add(
          new Fact(
              "Looks up",
              lookup.table().name() + " by " + String.join(", ", lookup.keyExpressions())));
    }
    facts.add(new Fact("Writes", view.target().name()));
    return new NodeDetail(
        node.id(),
        facts,
        fields(view.target()),
        pipeline.statements().get(view.name()),
        List.of(),
        course(node));
  }

  private NodeDetail topic(Drawing.Node node, String name) {
    Optional<Source> source = sourceNamed(name);
    Optional<View> view = viewTo(name);
    List<Partition> partitions = partitions(name);
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Topic", name));
    facts.add(new Fact("Partitions", String.valueOf(partitions.size())));
    source.ifPresent(of -> facts.add(new Fact("Written by", "the capture of " + of.table())));
    view.ifPresent(of -> facts.add(new Fact("Written by", "the view " + of.name())));
    return new NodeDetail(
        node.id(),
        facts,
        source
            .map(Source::relation)
            .or(() -> view.map(View::target))
            .map(Nodes::fields)
            .orElse(List.of()),
        source
            .map(of -> of.relation().name())
            .or(() -> view.map(View::name))
            .map(statement -> pipeline.statements().get(statement))
            .orElse(null),
        partitions,
        course(node));
  }

  private List<Moment> course(Drawing.Node node) {
    return topicOf(node).map(topic -> traffic.course(topic).moments()).orElse(List.of());
  }

  private List<Partition> partitions(String topic) {
    KafkaTraffic.Standing standing = traffic.known().topics().get(topic);
    return standing == null ? List.of() : standing.partitions();
  }

  private NodeDetail table(Drawing.Node node, String name) {
    try {
      Stored stored = warehouse.stored(name);
      return new NodeDetail(
          node.id(),
          List.of(
              new Fact("Stored rows", "%,d, earlier versions too".formatted(stored.rows())),
              new Fact("On disk", megabytes(stored.bytes())),
              new Fact("Parts", "%,d".formatted(stored.parts()))),
          List.of(),
          warehouse.statement(name),
          List.of(),
          course(node));
    } catch (WarehouseException e) {
      throw new FiguresAwayException("ClickHouse does not answer", e);
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  private static List<Field> fields(Relation relation) {
    List<String> keys = relation.key().stream().map(column -> column.name()).toList();
    return Stream.concat(
            relation.key().stream().filter(column -> relation.indexOf(column.name()) < 0),
            relation.columns().stream())
        .map(
            column ->
                new Field(column.name(), column.type().toString(), keys.contains(column.name())))
        .collect(Collectors.toList());
  }

  @Override
  public Optional<List<JsonNode>> records(String id, int most) {
    return node(id).flatMap(this::topicOf).map(topic -> last(topic, most));
  }

  private Optional<String> topicOf(Drawing.Node node) {
    String name = nameOf(node);
    Plan plan = pipeline.plan();
    if (node.id().startsWith("view ")) {
      return viewNamed(name).map(view -> view.target().name());
    }
    boolean named =
        sourceNamed(name).isPresent()
            || viewTo(name).isPresent()
            || plan.views().stream().anyMatch(view -> view.rejects().equals(name));
    return Optional.of(name).filter(topic -> named);
  }

  private List<JsonNode> last(String topic, int most) {
    Future<List<JsonNode>> records = reading.submit(() -> tails.apply(topic).last(most));
    try {
      return records.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      records.cancel(true);
      throw new FiguresAwayException("Kafka or the schema registry does not answer", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException || e.getCause() instanceof KafkaException) {
        throw new FiguresAwayException("Kafka does not tell the records of " + topic, e);
      }
      throw new IllegalStateException("the records of " + topic + " could not be read", e);
    } catch (InterruptedException e) {
      records.cancel(true);
      Thread.currentThread().interrupt();
      throw new FiguresAwayException("The console is stopping", e);
    }
  }

  @Override
  public void close() {
    reading.shutdownNow();
  }
}
