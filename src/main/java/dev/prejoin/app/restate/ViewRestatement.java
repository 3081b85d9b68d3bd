package dev.prejoin.app.restate;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.DefinitionWriter;
import dev.prejoin.app.definitions.Made;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.RestateWork;
import dev.prejoin.app.definitions.ViewHistory;
import dev.prejoin.plan.Definition;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.clickhouse.RowsBefore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a source that go through some views once more, as these have another definition than when
 * the rows came:
 *
 * <ol>
 *   <li>every task has told that it makes the views' rows by these definitions, and since where:
 *       all results behind are of them;
 *   <li>what was made before has landed, so ClickHouse can tell which rows these are;
 *   <li>the source's row of each is sent to the end of its partition once more, in the order of
 *       keys, unless it has changed since: then the change comes through by itself.
 * </ol>
 *
 * The key up to which that is done is written down once a second. Whoever goes on sends rows behind
 * it again, with the same result.
 */
final class ViewRestatement {
  /** So many keys are known at a time. */
  private static final int PAGE = 50_000;

  /** So many rows are sent in a transaction. */
  private static final int ROWS = 1_000;

  private static final Duration KEEP_EVERY = Duration.ofSeconds(1);

  /** What it does. */
  private enum Phase {
    TOLD,
    LANDED,
    FOUND,
    SENT,
    DONE
  }

  /** What serves all sources of this process. */
  record Means(
      Positions positions,
      DefinitionWriter writer,
      RowsBefore landed,
      InputRows rows,
      Allowance allowance,
      RestateMeters meters) {}

  private final Source source;
  private final String name;
  private final RestateRequest request;
  private final Means means;
  private final Resending resending;
  private Phase phase = Phase.TOLD;
  private Map<String, Long> fingerprints = Map.of();
  private Map<Integer, Long> before = Map.of();
  private List<Relation> inputs = List.of();
  private Map<TopicPartition, Long> ends = Map.of();
  private Optional<List<Object>> after = Optional.empty();

  /** What {@link #after} was when the page was sought. */
  private Optional<List<Object>> pageAfter = Optional.empty();

  /** What {@link #sent} was then. */
  private long pageSent;

  private List<List<Object>> keys = List.of();
  private int done;
  private boolean lastPage;
  private boolean waits;
  private long total = -1;
  private long sent;
  private @Nullable RestateWork kept;
  private long keptAt;

  ViewRestatement(Source source, RestateRequest request, Means means, Resending resending) {
    this.source = source;
    this.name = source.relation().name();
    this.request = request;
    this.means = means;
    this.resending = resending;
  }

  /** Whether this is what is asked for. */
  boolean is(RestateRequest asked) {
    return asked.id().equals(request.id()) && asked.targets().equals(request.targets());
  }

  /** Whether there is something to do at once. */
  boolean isBusy() {
    return !waits && (phase == Phase.FOUND || phase == Phase.SENT);
  }

  /** Does a little; how far it is, or what it waits for. */
  String step(DefinitionState state, List<ViewHistory> histories) {
    List<ViewHistory> asked =
        histories.stream()
            .filter(history -> request.targets().contains(history.view().target().name()))
            .toList();
    waits = false;
    Optional<String> forWhat =
        switch (phase) {
          case TOLD -> begin(state, asked);
          case LANDED -> awaitLanding();
          case FOUND -> find();
          case SENT -> send(state);
          case DONE -> Optional.empty();
        };
    if (phase != Phase.TOLD && isOther(asked)) {
      // Somebody runs it otherwise meanwhile.
      phase = Phase.TOLD;
    }
    RestateWork work = work(state, forWhat.orElse(""));
    if (!work.waits().equals(kept == null ? "" : kept.waits())
        || System.nanoTime() - keptAt > KEEP_EVERY.toNanos()) {
      keep(work);
    }
    return work.text();
  }

  /** Writes down how far it is. */
  void keep(DefinitionState state) {
    keep(work(state, ""));
  }

  private void keep(RestateWork work) {
    if (!work.equals(kept)) {
      means.writer().work(name, work);
      means.meters().waitingForViews(name, Math.max(0, work.total() - work.sent()));
      kept = work;
    }
    keptAt = System.nanoTime();
  }

  /** Before it goes on, it is as far as somebody has said. */
  private RestateWork work(DefinitionState state, String waits) {
    return phase == Phase.TOLD
        ? state
            .work(name)
            .filter(work -> work.request().equals(request.id()))
            .orElse(RestateWork.waiting(request.id(), waits))
            .waitingFor(waits)
        : work(waits);
  }

  private RestateWork work(String waits) {
    return new RestateWork(
        request.id(),
        fingerprints,
        before,
        total,
        sent,
        after.map(this::text).orElse(""),
        phase == Phase.DONE,
        waits);
  }

  private String text(List<Object> key) {
    try {
      return Base64.getEncoder().encodeToString(means.rows().encoded(source.relation(), key));
    } catch (BadRowException e) {
      // Of a row that cannot be sent either. Whoever goes on now does so from the beginning.
      return "";
    }
  }

  private Optional<String> begin(DefinitionState state, List<ViewHistory> asked) {
    List<String> missing = new ArrayList<>();
    request.targets().stream()
        .filter(target -> asked.stream().noneMatch(h -> h.view().target().name().equals(target)))
        .forEach(target -> missing.add("a view that makes " + target + ", which no file has here"));
    asked.stream()
        .filter(ViewRestatement::isUntold)
        .forEach(
            history ->
                missing.add(
                    "the topology to run %s as it is defined here: does it, with the same files?"
                        .formatted(history.view().name())));
    if (!missing.isEmpty()) {
      return Optional.of(missing.get(0));
    }
    List<View> views = asked.stream().map(ViewHistory::view).toList();
    fingerprints =
        views.stream()
            .collect(
                Collectors.toMap(
                    view -> view.target().name(),
                    view -> Definition.of(view).fingerprint(),
                    (one, same) -> one,
                    TreeMap::new));
    Map<Integer, Long> since = new TreeMap<>();
    asked.forEach(history -> history.before().forEach((at, to) -> since.merge(at, to, Math::max)));
    before = since;
    if (before.isEmpty()) {
      finish(state);
      return Optional.empty();
    }
    inputs = RestatedViews.inputs(source, views);
    resume(state);
    Set<String> topics = new TreeSet<>(Set.of(name));
    inputs.forEach(input -> topics.add(input.name()));
    ends = means.positions().ends(topics);
    phase = Phase.LANDED;
    return Optional.empty();
  }

  private static boolean isUntold(ViewHistory history) {
    return switch (history.state()) {
      case UNKNOWN, CHANGES_AT_START, NEW_AT_START -> true;
      case CURRENT, CHANGED, NEW -> false;
    };
  }

  /** Whether the tasks tell otherwise than when it began. */
  private boolean isOther(List<ViewHistory> asked) {
    return phase != Phase.DONE
        && asked.stream()
            .anyMatch(
                history ->
                    isUntold(history)
                        || history.before().entrySet().stream()
                            .anyMatch(at -> at.getValue() > before.getOrDefault(at.getKey(), 0L)));
  }

  /** Goes on where somebody has come to with the same rows. */
  private void resume(DefinitionState state) {
    after = Optional.empty();
    sent = 0;
    total = -1;
    Optional<RestateWork> known =
        state
            .work(name)
            .filter(work -> work.request().equals(request.id()))
            .filter(work -> work.fingerprints().equals(fingerprints))
            .filter(work -> work.before().equals(before));
    if (known.isPresent() && !known.get().after().isEmpty()) {
      try {
        after =
            Optional.of(
                means
                    .rows()
                    .decoded(source.relation(), Base64.getDecoder().decode(known.get().after())));
        sent = known.get().sent();
        total = known.get().total();
      } catch (BadRowException | IllegalArgumentException e) {
        // Of another format: from the beginning.
        after = Optional.empty();
      }
    }
  }

  private Optional<String> awaitLanding() {
    if (!means.positions().hasLanded(ends)) {
      return Optional.of("rows of %s to land".formatted(name));
    }
    if (total < 0) {
      long rows = 0;
      boolean exact = true;
      for (Relation input : inputs) {
        RowsBefore.Count count = means.landed().count(input, Optional.empty(), before);
        rows += count.rows();
        exact &= count.exact();
      }
      total = exact ? rows : -1;
    }
    phase = Phase.FOUND;
    return Optional.empty();
  }

  private Optional<String> find() {
    keys = means.landed().keys(source.relation(), inputs, before, after, PAGE);
    pageAfter = after;
    pageSent = sent;
    lastPage = keys.size() < PAGE;
    done = 0;
    phase = Phase.SENT;
    return Optional.empty();
  }

  private Optional<String> send(DefinitionState state) {
    if (done == keys.size()) {
      next(state);
      return Optional.empty();
    }
    int most = Math.min(ROWS, keys.size() - done);
    if (!means.allowance().has(most, System.nanoTime())) {
      waits = true;
      return Optional.empty();
    }
    if (means.positions().isFarBehind(name)) {
      waits = true;
      return Optional.of("the sink, which is far behind in " + name);
    }
    List<List<Object>> some = keys.subList(done, done + most);
    // Before the rows are read: what comes behind this is looked through for later changes.
    Map<TopicPartition, Long> known = means.positions().landed(means.positions().partitions(name));
    String views = String.join(",", request.targets());
    List<Restated> rows = means.rows().rows(source, some, views);
    List<Restated> batch = resending.sendUnchanged(rows, known);
    means.allowance().used(some.size());
    means.meters().sentForViews(name, batch.size());
    done += some.size();
    sent += rows.size();
    after = Optional.of(some.get(some.size() - 1));
    return Optional.empty();
  }

  private void next(DefinitionState state) {
    if (!means.positions().hasLanded(ends)) {
      // A backup was restored meanwhile: rows may have been there again that were not found.
      after = pageAfter;
      sent = pageSent;
      phase = Phase.LANDED;
    } else if (lastPage) {
      finish(state);
    } else {
      phase = Phase.FOUND;
    }
  }

  private void finish(DefinitionState state) {
    if (!before.isEmpty()) {
      fingerprints.forEach(
          (target, fingerprint) ->
              means.writer().made(target, Made.upTo(state.made(target), fingerprint, before)));
    }
    phase = Phase.DONE;
    total = Math.max(total, sent);
    keep(work(""));
    means.meters().waitingForViews(name, 0);
  }
}
