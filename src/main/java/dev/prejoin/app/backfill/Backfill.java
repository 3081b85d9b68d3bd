package dev.prejoin.app.backfill;

import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.capture.BackfillRange;
import dev.prejoin.capture.BackfillRequest;
import dev.prejoin.capture.BackfillRequest.Wish;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ghosts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Has a range of a table read again from the source while changes stream on. The capture reads it,
 * wherever it runs; rows that had landed and did not come again are then looked up in the source by
 * their keys, in the same way: those that are gone end.
 */
public final class Backfill implements AutoCloseable {
  private static final long LOOK_AGAIN_MS = 300;

  /** So many keys are looked up at a time, or fewer if the capture's state cannot hold them. */
  private static final int LISTED = 5_000;

  /** So many keys are named to people. */
  private static final int NAMED = 5;

  private final StatusSettings settings;
  private final Set<String> landed;
  private final ClickHouse clickHouse;
  private final CaptureSettings capture;
  private final Set<String> begunHere = new HashSet<>();

  /**
   * Takes the connection as its own, and closes it.
   *
   * @param landed the sources of facts that land
   */
  public Backfill(StatusSettings settings, Set<String> landed, ClickHouse clickHouse) {
    this.settings = settings;
    this.landed = Set.copyOf(landed);
    this.clickHouse = clickHouse;
    this.capture = settings.capture();
  }

  /**
   * Asks for a range, or goes on with it if it is under way or paused.
   *
   * @return the id of its reading
   * @throws ProblemException if another range of the table is under way, or there is no capture
   */
  public String begin(Source source, BackfillRange range) {
    Optional<CaptureProgress.Backfill> known = known(source);
    boolean same = known.isPresent() && isSame(known.get().range(), range);
    boolean listed = known.isPresent() && known.get().range().kind() == BackfillRange.Kind.LISTED;
    if (same && !listed && known.get().failure().isEmpty()) {
      if (known.get().paused()) {
        send(source, known.get().id(), Wish.RESUME, Optional.empty());
      }
      return known.get().id();
    }
    // Somebody was ended who looked for what is gone: the range begins anew.
    known
        .filter(CaptureProgress.Backfill::isOpen)
        .filter(open -> !(same && listed))
        .ifPresent(
            open -> {
              throw new ProblemException(
                  ExitCode.USAGE,
                  "%s is being read again already (%s); wait for it, or end it with --cancel"
                      .formatted(source.table(), open.range().text()));
            });
    String id = UUID.randomUUID().toString();
    begunHere.add(id);
    send(source, id, Wish.BEGIN, Optional.of(range));
    return id;
  }

  private static boolean isSame(BackfillRange one, BackfillRange other) {
    return one.column().equals(other.column())
        && one.from().equals(other.from())
        && one.to().equals(other.to());
  }

  /**
   * Pauses what is under way for a table, or ends it; what has come stays.
   *
   * @return what it is; empty if there is nothing
   */
  public Optional<String> end(Source source, boolean forGood) {
    Optional<CaptureProgress.Backfill> open =
        known(source).filter(CaptureProgress.Backfill::isOpen);
    open.ifPresent(
        backfill ->
            send(source, backfill.id(), forGood ? Wish.CANCEL : Wish.PAUSE, Optional.empty()));
    return open.map(
        backfill -> "%s, %,d rows read".formatted(backfill.range().text(), backfill.rows()));
  }

  /**
   * Waits until the range has been read and has landed, and ends what is gone from it.
   *
   * @param id what {@link #begin} gave
   * @param progress told how far it is
   * @throws ProblemException if it cannot be read, or was paused or ended meanwhile
   */
  public BackfillReport complete(
      Source source, BackfillRange range, String id, Consumer<String> progress) {
    List<String> notes = new ArrayList<>();
    if (!begunHere.contains(id)
        && known(source).filter(found -> found.id().equals(id) && found.done()).isPresent()) {
      notes.add(
          "it had been read before this command, which ended what is gone; the same command now reads it anew");
    }
    CaptureProgress.Backfill read = await(source, id, progress);
    long gone = endGhosts(source, range, read.begun(), notes, progress);
    try (LandingBarrier barrier = new LandingBarrier(settings)) {
      barrier.awaitLanded(progress);
    }
    return new BackfillReport(source.table(), range.text(), read.rows(), gone, notes);
  }

  private long endGhosts(
      Source source,
      BackfillRange range,
      Map<Integer, Long> begun,
      List<String> notes,
      Consumer<String> progress) {
    List<Relation> tables = tables(source, range);
    if (source.ignoresDeletes()) {
      notes.add("rows that are gone stay, as the source says deletes = 'ignore'");
    } else if (tables.isEmpty()) {
      notes.add(
          "rows of %s do not land (sink.land.l1=false), so what is gone from this range is not known: ./prejoin snapshot %s ends it, or a range of --keys"
              .formatted(source.relation().name(), source.relation().name()));
    }
    boolean known = !source.ignoresDeletes() && !tables.isEmpty();
    long gone = 0;
    boolean listed = false;
    List<String> behind = List.of();
    while (known) {
      List<List<String>> page = landedGhosts(source, range, tables, begun, behind, progress);
      List<List<String>> keys = BackfillRange.fitting(page);
      if (keys.isEmpty() || keys.get(keys.size() - 1).equals(behind)) {
        break;
      }
      gone += look(source, range, keys, progress);
      listed = true;
      behind = keys.get(keys.size() - 1);
      if (page.size() < LISTED && keys.size() == page.size()) {
        break;
      }
    }
    if (listed) {
      left(landedGhosts(source, range, tables, begun, List.of(), progress)).ifPresent(notes::add);
    } else {
      // So that the same command begins anew, as it does behind a list of keys.
      look(source, range, List.of(), progress);
    }
    return gone;
  }

  /** Has keys looked up, and those ended that are not there; how many these are. */
  private long look(
      Source source, BackfillRange range, List<List<String>> keys, Consumer<String> progress) {
    String id = UUID.randomUUID().toString();
    send(source, id, Wish.BEGIN, Optional.of(range.listed(keys)));
    return await(source, id, progress).gone();
  }

  /** What is told of rows that were looked up and did not end. */
  static Optional<String> left(List<List<String>> keys) {
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s%,d rows that landed are as they were (%s%s): they came, and not as rows, or could not be ended, as they are older than their table keeps; ./prejoin status counts dead letters and refused rows"
                .formatted(
                    keys.size() < LISTED ? "" : "at least ",
                    keys.size(),
                    keys.stream()
                        .limit(NAMED)
                        .map(key -> String.join(",", key))
                        .collect(Collectors.joining("; ")),
                    keys.size() > NAMED ? "; …" : ""));
  }

  private List<List<String>> landedGhosts(
      Source source,
      BackfillRange range,
      List<Relation> tables,
      Map<Integer, Long> begun,
      List<String> behind,
      Consumer<String> progress) {
    try (LandingBarrier barrier = new LandingBarrier(settings)) {
      barrier.awaitLanded(progress);
    }
    return asked(() -> ghosts(source, range, tables, begun, behind));
  }

  private List<List<String>> ghosts(
      Source source,
      BackfillRange range,
      List<Relation> tables,
      Map<Integer, Long> begun,
      List<String> behind) {
    Ghosts ghosts = new Ghosts(clickHouse, source.relation(), tables, begun);
    return range.kind() == BackfillRange.Kind.TIME
        ? ghosts.ofTime(range.column(), range.from(), range.to(), behind, LISTED)
        : ghosts.ofKeys(range.from(), range.to(), behind, LISTED);
  }

  /** Where rows of a source have landed that a range can be looked for in. */
  private List<Relation> tables(Source source, BackfillRange range) {
    if (source.isDimension() || landed.contains(source.relation().name())) {
      return List.of(source.relation());
    }
    Set<String> names = new TreeSet<>();
    List<Relation> targets = new ArrayList<>();
    if (range.kind() != BackfillRange.Kind.TIME) {
      for (Plan plan : settings.plans()) {
        for (View view : plan.views()) {
          if (!view.dimension()
              && view.from().name().equals(source.relation().name())
              && names.add(view.target().name())) {
            targets.add(view.target());
          }
        }
      }
    }
    return targets;
  }

  private CaptureProgress.Backfill await(Source source, String id, Consumer<String> progress) {
    while (true) {
      CaptureProgress.Backfill backfill =
          known(source).filter(found -> found.id().equals(id)).orElse(null);
      if (backfill == null) {
        // It was there from the moment on when it was asked for.
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "somebody has ended it, or begun with another range; what has come stays");
      }
      if (!backfill.failure().isEmpty()) {
        throw new ProblemException(
            ExitCode.CONFIGURATION,
            "%s of %s cannot be read: %s"
                .formatted(backfill.range().text(), source.table(), backfill.failure()));
      }
      if (backfill.done()) {
        return backfill;
      }
      if (backfill.paused()) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT, "it is paused; the same command goes on with it");
      }
      progress.accept(
          backfill.taken()
              ? "%s, %s: %,d rows read"
                  .formatted(source.table(), backfill.range().text(), backfill.rows())
              : "waits for the capture to take it up; ./prejoin status tells if it runs");
      pause();
    }
  }

  private Optional<CaptureProgress.Backfill> known(Source source) {
    Optional<CaptureProgress> progress = asked(() -> CaptureProgress.readAhead(capture));
    if (progress.isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "capture %s has never run: it takes its first snapshot by itself when it does"
              .formatted(capture.name()));
    }
    return Optional.ofNullable(progress.get().backfills().get(source.relation().name()));
  }

  private void send(Source source, String id, Wish wish, Optional<BackfillRange> range) {
    asked(
        () -> {
          new BackfillRequest(id, source.table(), wish, range)
              .send(settings.kafka(), capture.offsetsTopic(), capture.name());
          return true;
        });
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s: %s"
              .formatted(settings.kafka().getOrDefault("bootstrap.servers", ""), e.getMessage()));
    } catch (WarehouseException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN_MS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
