package dev.prejoin.app.definitions;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.RowsBefore;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Asks Kafka by which definitions rows were made, and ClickHouse how many are of others. */
public final class ViewStandings {
  private final Collection<Plan> plans;
  private final ViewHistories histories;
  private final Set<String> landed;
  private final Map<String, String> kafka;

  /**
   * That of some pipelines.
   *
   * @param landed the sources of facts that land
   * @param kafka properties of Kafka's clients
   */
  public ViewStandings(
      Collection<Plan> plans,
      ViewHistories histories,
      Set<String> landed,
      Map<String, String> kafka) {
    this.plans = List.copyOf(plans);
    this.histories = histories;
    this.landed = Set.copyOf(landed);
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What was read at once.
   *
   * @param histories of all views, in the order of the files
   */
  public record Read(DefinitionState state, List<ViewHistory> histories) {
    public Read {
      histories = List.copyOf(histories);
    }
  }

  /**
   * Asks Kafka.
   *
   * @throws org.apache.kafka.common.KafkaException if it does not answer
   */
  public Read read() {
    DefinitionState state = DefinitionState.read(kafka);
    return new Read(state, histories.of(state, partitions()));
  }

  private Map<String, Set<Integer>> partitions() {
    Set<String> sources = new TreeSet<>();
    for (Plan plan : plans) {
      plan.views().forEach(view -> sources.add(plan.facts(view).relation().name()));
    }
    Map<String, Set<Integer>> partitions = new TreeMap<>();
    try (KafkaStanding standing = new KafkaStanding(kafka)) {
      standing
          .uncommittedEnds(sources)
          .keySet()
          .forEach(
              at ->
                  partitions
                      .computeIfAbsent(at.topic(), topic -> new TreeSet<>())
                      .add(at.partition()));
    }
    return partitions;
  }

  /**
   * Those that differ, with how many rows they are.
   *
   * @param clickHouse not asked if nothing differs; where it does not answer, nothing is counted
   */
  public List<ViewStanding> standings(Read read, Supplier<ClickHouse> clickHouse) {
    return read.histories().stream()
        .filter(ViewHistory::differs)
        .map(history -> standing(read.state(), history, clickHouse))
        .toList();
  }

  private ViewStanding standing(
      DefinitionState state, ViewHistory history, Supplier<ClickHouse> clickHouse) {
    View view = history.view();
    String source = history.source().relation().name();
    boolean lands = landed.contains(source);
    Optional<RowsBefore.Count> count = count(history, source, lands, clickHouse);
    Optional<RestateRequest> open =
        state.open(source).filter(request -> request.targets().contains(view.target().name()));
    return new ViewStanding(
        view.name(),
        view.target().name(),
        source,
        history.state(),
        count.map(RowsBefore.Count::rows).orElse(-1L),
        count.map(RowsBefore.Count::hours).orElse(0L),
        count.map(RowsBefore.Count::exact).orElse(false),
        history.differences(),
        lands,
        open.isPresent(),
        open.map(RestateRequest::paused).orElse(false),
        open.flatMap(
                request -> state.work(source).filter(work -> work.request().equals(request.id())))
            .map(RestateWork::text)
            .orElse(""));
  }

  /** The rows that the view reads. */
  private static Optional<RowsBefore.Count> count(
      ViewHistory history, String source, boolean lands, Supplier<ClickHouse> clickHouse) {
    Relation input = history.view().from();
    if (input.name().equals(source) && !lands) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RowsBefore(clickHouse.get()).count(input, hour(input), history.before()));
    } catch (WarehouseException e) {
      // It is away, or the table is not there yet.
      return Optional.empty();
    }
  }

  private static Optional<String> hour(Relation input) {
    return new LandingTable(input, "", LandingTable.Kind.FACT, List.of())
        .timeColumn()
        .filter(
            time ->
                input.columns().stream()
                    .anyMatch(
                        column ->
                            column.name().equals(time)
                                && column.type().kind() == ColumnType.Kind.TIMESTAMP));
  }
}
