package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.sink.WarehouseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A dimension whose changes this process brings into the rows of history, part after part. A part
 * is the keys that have changed between two offsets of the dimension's topic and have landed. Its
 * rows are those that look one of these keys up, by what has landed of them:
 *
 * <ol>
 *   <li>every task that looks the dimension up has told that it knows these changes: rows that it
 *       looks up from then on are right, and all others stand in their topics (a {@link Barriers
 *       barrier});
 *   <li>these have landed, the changes, too, and the rows between, where another application makes
 *       them: so ClickHouse can tell which they are;
 *   <li>the source's row of each is sent to the end of its partition once more, unless it has
 *       changed since: then the change comes through behind the point in time of step 1.
 * </ol>
 *
 * A part that ends in the middle is begun again. Rows that were sent already are sent once more,
 * with the same result.
 */
final class Restatement {
  /** So many changes are a part at most. */
  private static final int CHANGES = 1_000;

  /** A part that is too much is tried with so many times fewer. */
  private static final int SMALLER = 8;

  /** So many rows are sent in a transaction. */
  private static final int ROWS = 1_000;

  /** What it does with a part. */
  private enum Phase {
    FOUND,
    SENT
  }

  /** What serves all dimensions of this process. */
  record Means(
      Tasks tasks,
      Positions positions,
      History history,
      Allowance allowance,
      RestateMeters meters) {}

  private final RestatedDimension dimension;
  private final Means means;
  private final Resending resending;
  private final Barriers barriers;

  /** All changes before it are in the rows of history. */
  private long position;

  private long to;
  private @Nullable Phase phase;
  private Map<TopicPartition, Long> ends = Map.of();
  private int source;
  private List<List<Object>> keys = List.of();
  private int sent;
  private boolean lastPage;
  private boolean waits;

  /** So many changes are the next part, as rows that look them up may be few or very many. */
  private int most = CHANGES;

  Restatement(RestatedDimension dimension, Means means, Resending resending, long position) {
    this.dimension = dimension;
    this.means = means;
    this.resending = resending;
    this.position = position;
    this.barriers = new Barriers(dimension, means.tasks(), means.positions());
  }

  long position() {
    return position;
  }

  /** Whether there is something to do at once. */
  boolean isBusy() {
    return !waits && phase != null;
  }

  /** Whether a part is under way, or a change on its way to become one. */
  boolean isWithinAPart() {
    return phase != null || !barriers.isEmpty();
  }

  /** Where something has to land before it goes on. */
  Set<TopicPartition> awaited() {
    return barriers.awaited();
  }

  /**
   * Does a little; what else it needs first, or empty. If that fails, it may be called again.
   *
   * @param positions up to where the dimension's topic has landed, and each of what is {@link
   *     #awaited}
   * @throws WarehouseException if ClickHouse does not answer as it should
   */
  Optional<String> step(Map<TopicPartition, Long> positions) {
    waits = false;
    long landed = positions.getOrDefault(dimension.partition(), 0L);
    if (phase != null && landed < to) {
      // A backup was restored: the part is not there any more.
      phase = null;
    }
    Optional<String> missing = barriers.note(position);
    if (phase == null) {
      Optional<String> more = begin(landed, positions);
      return phase == null ? missing.or(() -> more) : more;
    }
    return switch (phase) {
      case FOUND -> find();
      case SENT -> send();
    };
  }

  private Optional<String> begin(long landed, Map<TopicPartition, Long> positions) {
    Optional<Barriers.Barrier> passed = barriers.landed(positions);
    if (passed.isEmpty()) {
      return missing(landed);
    }
    Barriers.Barrier barrier = passed.get();
    // What was there before any row was looked up changes nothing.
    position = Math.max(position, Math.min(barriers.first() + 1, barrier.to()));
    OptionalLong last =
        means.history().lastChange(dimension.relation(), position, barrier.to(), most);
    if (last.isEmpty()) {
      reached(barrier.to());
      means.meters().waiting(dimension.name(), 0);
      return Optional.empty();
    }
    waiting();
    to = last.getAsLong() + 1;
    ends = barrier.ends();
    source = 0;
    keys = List.of();
    phase = Phase.FOUND;
    return Optional.empty();
  }

  private Optional<String> missing(long landed) {
    if (!barriers.isEmpty()) {
      return Optional.of("rows to land that look up " + dimension.name());
    }
    if (landed <= position) {
      return Optional.empty();
    }
    if (means.history().lastChange(dimension.relation(), position, landed, most).isEmpty()) {
      // The mark at a transaction's end, or rows that were written once more: nobody tells of it.
      reached(landed);
      return Optional.empty();
    }
    return Optional.of(
        "the topology, which has not read %s up to offset %d"
            .formatted(dimension.name(), landed - 1));
  }

  private void reached(long offset) {
    position = offset;
    barriers.passed(position);
    phase = null;
  }

  private void waiting() {
    means
        .meters()
        .waiting(dimension.name(), means.history().changedKeys(dimension.relation(), position));
  }

  private Optional<String> find() {
    Optional<List<Object>> after =
        keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    History.Page page;
    try {
      page = means.history().keys(inputs(), dimension.relation(), position, to, after);
    } catch (WarehouseException e) {
      smaller();
      throw e;
    }
    if (after.isEmpty() && !page.isLast() && most > 1) {
      // Each page looks all of the part's rows up: of fewer changes they are fewer.
      smaller();
      return Optional.empty();
    }
    keys = page.keys();
    lastPage = page.isLast();
    sent = 0;
    phase = Phase.SENT;
    return Optional.empty();
  }

  private Optional<String> send() {
    if (sent == keys.size()) {
      next();
      return Optional.empty();
    }
    int rows = Math.min(ROWS, keys.size() - sent);
    if (!means.allowance().has(rows, System.nanoTime())) {
      waits = true;
      return Optional.empty();
    }
    if (means.positions().isFarBehind(inputs().source().relation().name())) {
      waits = true;
      return Optional.of("the sink, which is far behind in " + inputs().source().relation().name());
    }
    List<List<Object>> some = keys.subList(sent, sent + rows);
    // Before the rows are read: what comes behind this is looked through for later changes.
    Map<TopicPartition, Long> known =
        means.positions().landed(means.positions().partitions(inputs().source().relation().name()));
    List<Restated> batch =
        resending.sendUnchanged(means.history().rows(inputs().source(), some), known);
    means.allowance().used(some.size());
    means.meters().sent(dimension.name(), batch.size());
    sent += some.size();
    return Optional.empty();
  }

  private void smaller() {
    most = Math.max(1, most / SMALLER);
    phase = null;
  }

  private void next() {
    if (!means.positions().hasLanded(ends)) {
      // A backup was restored meanwhile: rows may have been there again that were not found.
      phase = null;
    } else if (!lastPage) {
      phase = Phase.FOUND;
    } else if (source + 1 < dimension.inputs().size()) {
      source++;
      keys = List.of();
      phase = Phase.FOUND;
    } else {
      most = Math.min(CHANGES, most * 2);
      reached(to);
      waiting();
    }
  }

  private Inputs inputs() {
    return dimension.inputs().get(source);
  }
}
