package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.app.restate.RestatedDimension.Writer;
import dev.prejoin.app.restate.Tasks.Told;
import dev.prejoin.sink.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A dimension whose changes this process brings into the rows of history, part after part. A part
 * is the keys that have changed between two offsets of the dimension's topic and have landed. Its
 * rows are those that look one of these keys up, by what has landed of them:
 *
 * <ol>
 *   <li>every task that looks the dimension up has told that it knows these changes: rows that it
 *       looks up from then on are right, and all others stand in their topics;
 *   <li>these have landed, and so have the rows between, where another application makes them: so
 *       ClickHouse can tell which they are;
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
    LOOKED_UP,
    READ,
    LANDED,
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
  }

  long position() {
    return position;
  }

  /** Whether there is something to do at once. */
  boolean isBusy() {
    return !waits && (phase == Phase.SENT || phase == Phase.FOUND);
  }

  /** Whether a part is under way. */
  boolean isWithinAPart() {
    return phase != null;
  }

  /**
   * Does a little; what else it needs first, or empty. If that fails, it may be called again.
   *
   * @param landed up to where the dimension's topic has landed
   * @throws WarehouseException if ClickHouse does not answer as it should
   */
  Optional<String> step(long landed) {
    waits = false;
    if (phase != null && landed < to) {
      // A backup was restored: the part is not there any more.
      phase = null;
    }
    if (phase == null) {
      return begin(landed);
    }
    return switch (phase) {
      case LOOKED_UP -> awaitTasks();
      case READ -> awaitWriters();
      case LANDED -> awaitLanding();
      case FOUND -> find();
      case SENT -> send();
    };
  }

  private Optional<String> begin(long landed) {
    if (landed <= position) {
      return Optional.empty();
    }
    Optional<String> untold = untold();
    if (untold.isPresent()) {
      return untold;
    }
    // What was there before any row was looked up changes nothing.
    long first = tasks().stream().mapToLong(Told::first).min().orElse(-1);
    position = Math.max(position, Math.min(first + 1, landed));
    OptionalLong last = means.history().lastChange(dimension.relation(), position, landed, most);
    if (last.isEmpty()) {
      position = landed;
      means.meters().waiting(dimension.name(), 0);
    } else {
      to = last.getAsLong() + 1;
      means
          .meters()
          .waiting(dimension.name(), means.history().changedKeys(dimension.relation(), position));
      phase = Phase.LOOKED_UP;
    }
    return Optional.empty();
  }

  private Optional<String> untold() {
    for (Announcer announcer : dimension.announcers()) {
      for (int partition : partitions(announcer)) {
        if (means.tasks().told(announcer, partition, dimension.name()).isEmpty()) {
          return Optional.of(
              "view %s of %s, partition %d, to tell how new its %s is: does the topology run?"
                  .formatted(
                      announcer.view(), announcer.application(), partition, dimension.name()));
        }
      }
    }
    return Optional.empty();
  }

  private List<Told> tasks() {
    List<Told> tasks = new ArrayList<>();
    for (Announcer announcer : dimension.announcers()) {
      for (int partition : partitions(announcer)) {
        means.tasks().told(announcer, partition, dimension.name()).ifPresent(tasks::add);
      }
    }
    return tasks;
  }

  private Set<Integer> partitions(Announcer announcer) {
    return means.positions().partitions(announcer.source()).stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Optional<String> awaitTasks() {
    Optional<String> untold = untold();
    if (untold.isPresent()) {
      return untold;
    }
    if (tasks().stream().anyMatch(told -> told.position() < to - 1)) {
      return Optional.of(
          "the topology, which has not read %s up to offset %d"
              .formatted(dimension.name(), to - 1));
    }
    phase = Phase.READ;
    if (dimension.writers().isEmpty()) {
      return awaitWriters();
    }
    ends =
        means
            .positions()
            .ends(dimension.writers().stream().map(Writer::source).collect(Collectors.toSet()));
    return Optional.empty();
  }

  /** What they make of the rows before those ends stands in its topics then. */
  private Optional<String> awaitWriters() {
    for (Writer writer : dimension.writers()) {
      Map<TopicPartition, Long> of =
          ends.entrySet().stream()
              .filter(end -> end.getKey().topic().equals(writer.source()))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      if (!means.positions().hasRead(writer.application(), of)) {
        return Optional.of(
            "application %s, which has to read %s"
                .formatted(writer.application(), writer.source()));
      }
    }
    Set<String> topics = new TreeSet<>();
    dimension.inputs().forEach(inputs -> topics.addAll(inputs.topics()));
    ends = means.positions().ends(topics);
    phase = Phase.LANDED;
    return Optional.empty();
  }

  private Optional<String> awaitLanding() {
    if (!means.positions().hasLanded(ends)) {
      return Optional.of("rows to land that look up " + dimension.name());
    }
    source = 0;
    keys = List.of();
    phase = Phase.FOUND;
    return Optional.empty();
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
    List<Restated> batch = new ArrayList<>(means.history().rows(inputs().source(), some));
    while (!batch.isEmpty()) {
      Set<Restated> changed = resending.send(batch, known);
      if (changed.isEmpty()) {
        break;
      }
      batch.removeAll(changed);
    }
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
      position = to;
      most = Math.min(CHANGES, most * 2);
      phase = null;
      means
          .meters()
          .waiting(dimension.name(), means.history().changedKeys(dimension.relation(), position));
    }
  }

  private Inputs inputs() {
    return dimension.inputs().get(source);
  }
}
