package dev.prejoin.app.status;

import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.app.status.StatusReport.Asked;
import dev.prejoin.app.status.StatusReport.Capture;
import dev.prejoin.app.status.StatusReport.Landing;
import dev.prejoin.app.status.StatusReport.Range;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.SlotCheck;
import dev.prejoin.capture.SlotStanding;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.ShardStanding;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.Figures;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import dev.prejoin.topology.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Asks all servers where a run stands. A server that is away is told of, and not waited for. */
public final class StatusReader implements AutoCloseable {
  private static final Duration FIRST_SETTLE = Duration.ofSeconds(2);
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(10);

  private final StatusSettings settings;
  private final ClickHouse clickHouse;
  private final Map<Asked, String> away = new EnumMap<>(Asked.class);

  /** Takes the connection as its own, and closes it. */
  public StatusReader(StatusSettings settings, ClickHouse clickHouse) {
    this.settings = settings;
    this.clickHouse = clickHouse;
  }

  /** Asks once. */
  public StatusReport read() {
    away.clear();
    Optional<Capture> capture = Optional.empty();
    List<GroupStanding> topology = new ArrayList<>();
    Optional<GroupStanding> sink = Optional.empty();
    Optional<GroupStanding> restating = Optional.empty();
    PutAside deadLetters = new PutAside(settings.facts());
    Map<String, String> ids = Map.of();
    List<ViewStanding> views = List.of();
    try (KafkaStanding kafka = new KafkaStanding(settings.kafka())) {
      capture = Optional.of(capture());
      for (Stage stage : settings.stages()) {
        topology.add(
            kafka.group(
                stage.applicationId(settings.applicationId()),
                stage.facts().stream().map(source -> source.relation().name()).toList()));
      }
      sink = Optional.of(kafka.group(settings.sinkGroup(), settings.landed()));
      if (!settings.restated().isEmpty()) {
        List<String> dimensions = settings.restated().stream().map(Relation::name).toList();
        restating = Optional.of(kafka.group(settings.restateGroup(), dimensions));
      }
      ids = kafka.ids(settings.landed());
      views = settings.views().standings(settings.views().read(), () -> clickHouse);
      new TopicRecords(settings.kafka(), progress -> {})
          .read(kafka.spans(settings.deadLetters()), deadLetters::read);
    } catch (KafkaException e) {
      away.put(
          Asked.KAFKA,
          "Kafka at %s: %s".formatted(settings.kafka().get("bootstrap.servers"), e.getMessage()));
    }
    return warehouse(capture, topology, sink, restating, ids, deadLetters.counts(), views);
  }

  private Capture capture() {
    CaptureSettings source = settings.capture();
    Optional<CaptureProgress> progress = CaptureProgress.readAhead(source);
    Optional<SlotStanding> slot = Optional.empty();
    Optional<String> missing = Optional.empty();
    try {
      slot = SlotStanding.read(source);
      missing = SlotCheck.missing(source);
    } catch (ProblemException e) {
      away.put(Asked.POSTGRESQL, String.valueOf(e.getMessage()));
    }
    return new Capture(
        source.name(),
        progress.map(CaptureProgress::snapshotCompleted).orElse(false),
        progress.map(StatusReader::snapshots).orElse(List.of()),
        progress.map(CaptureProgress::changes).orElse(Map.of()),
        slot,
        missing,
        progress.map(StatusReader::backfills).orElse(List.of()));
  }

  private static List<CaptureProgress.Table> snapshots(CaptureProgress progress) {
    return progress.tables().values().stream()
        .filter(table -> !table.complete() || table.asked())
        .sorted(Comparator.comparing(CaptureProgress.Table::table))
        .toList();
  }

  private static List<Range> backfills(CaptureProgress progress) {
    return progress.backfills().values().stream()
        .filter(CaptureProgress.Backfill::isOpen)
        .sorted(Comparator.comparing(CaptureProgress.Backfill::table))
        .map(
            open ->
                new Range(
                    open.table(), open.range().text(), open.taken(), open.paused(), open.rows()))
        .toList();
  }

  private StatusReport warehouse(
      Optional<Capture> capture,
      List<GroupStanding> topology,
      Optional<GroupStanding> sink,
      Optional<GroupStanding> restating,
      Map<String, String> ids,
      Map<String, Long> deadLetters,
      List<ViewStanding> views) {
    List<Landing> landings = new ArrayList<>();
    Map<String, Long> rejects = new TreeMap<>();
    Map<String, Long> stale = new TreeMap<>();
    Map<String, Long> changed = new TreeMap<>();
    List<Filling> fillings = new ArrayList<>();
    Map<String, Long> refused = new TreeMap<>();
    try {
      sink.ifPresent(group -> landings.addAll(landings(group.positions(), ids)));
      restating.ifPresent(group -> changed.putAll(changedKeys(group)));
      Figures figures = new Figures(clickHouse);
      refused.putAll(figures.refusedRows());
      figures
          .rejects()
          .forEach(count -> rejects.put(count.view() + ": " + count.rule(), count.rows()));
      fillings.addAll(new Fillings(clickHouse).all().stream().filter(one -> !one.done()).toList());
      for (Plan plan : settings.plans()) {
        for (View view : plan.views()) {
          long buckets = figures.staleBuckets(view.target().name());
          if (buckets > 0) {
            stale.put(view.target().name(), buckets);
          }
        }
      }
    } catch (WarehouseException e) {
      away.put(Asked.CLICKHOUSE, String.valueOf(e.getMessage()));
    }
    return new StatusReport(
        Instant.now(),
        capture,
        topology,
        sink,
        landings,
        rejects,
        deadLetters,
        stale,
        changed,
        fillings,
        refused,
        views,
        away);
  }

  /** Before the group has said how far it is, nobody knows what waits. */
  private Map<String, Long> changedKeys(GroupStanding restating) {
    Map<String, Long> changed = new TreeMap<>();
    Changes changes = new Changes(clickHouse);
    for (GroupStanding.Position at : restating.positions()) {
      for (Relation dimension : settings.restated()) {
        if (dimension.name().equals(at.topic()) && at.committed() >= 0) {
          long waiting = changes.count(dimension, at.committed());
          if (waiting > 0) {
            changed.put(dimension.name(), waiting);
          }
        }
      }
    }
    return changed;
  }

  private List<Landing> landings(
      Collection<GroupStanding.Position> positions, Map<String, String> ids) {
    List<Done> done =
        new ClickHouseWarehouse(clickHouse)
            .done(positions.stream().map(at -> new ShardName(at.topic(), at.partition())).toList());
    List<Landing> landings = new ArrayList<>();
    for (GroupStanding.Position at : positions) {
      Optional<Done> own =
          done.stream()
              .filter(d -> d.topic().equals(at.topic()) && d.shard() == at.partition())
              .filter(d -> d.topicId().equals(ids.get(at.topic())))
              .findFirst();
      landings.add(
          new Landing(
              at.topic(),
              at.partition(),
              at.end(),
              ShardStanding.of(at.committed(), at.metadata(), own)));
    }
    return landings;
  }

  /**
   * Counts, for each view whose rows no other view reads, what became of its source's rows. Rows
   * that are on their way when it begins have some seconds to land; what has not landed then is
   * counted once more.
   *
   * @param progress told now and then how far it is
   * @throws KafkaException if Kafka does not answer
   * @throws WarehouseException if ClickHouse does not
   */
  public List<Balance> balances(Consumer<String> progress) {
    List<Balance> balances = new ArrayList<>();
    try (KafkaStanding kafka = new KafkaStanding(settings.kafka())) {
      for (Plan plan : settings.plans()) {
        for (View view : plan.views()) {
          if (!view.dimension() && !isRead(plan, view)) {
            balances.add(balance(kafka, plan, view, progress));
          }
        }
      }
    }
    return balances;
  }

  private Balance balance(KafkaStanding kafka, Plan plan, View view, Consumer<String> progress) {
    BalanceCount count =
        new BalanceCount(
            kafka,
            settings.applicationId(),
            settings.sinkGroup(),
            new TopicRecords(settings.kafka(), progress),
            new Figures(clickHouse),
            plan,
            view);
    Duration settle = FIRST_SETTLE;
    while (true) {
      Duration pause = settle;
      Balance balance = count.count(() -> pause(pause));
      settle = settle.multipliedBy(2);
      if (balance.holds() || settle.compareTo(LONGEST_SETTLE) > 0) {
        return balance;
      }
      progress.accept("some rows of " + balance.source() + " are on their way; counting again");
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }

  private static boolean isRead(Plan plan, View view) {
    return plan.views().stream()
        .anyMatch(other -> other.from().name().equals(view.target().name()));
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
