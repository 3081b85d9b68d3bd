package dev.prejoin.app.restate;

import dev.prejoin.app.resend.Sender;
import dev.prejoin.app.restate.LookupPositions.Told;
import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.sink.clickhouse.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
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
 *   <li>these have landed, so ClickHouse can tell which they are;
 *   <li>the source's row of each is sent to the end of its partition once more, unless it has
 *       changed since: then the change comes through behind the point in time of step 1.
 * </ol>
 *
 * A part that ends in the middle is begun again. Rows that were sent already are sent once more,
 * with the same result.
 */
final class Restatement {
  /** So many changes are a part. */
  private static final int CHANGES = 1_000;

  /** So many rows are sent in a transaction. */
  private static final int ROWS = 1_000;

  /** What it does with a part. */
  private enum Phase {
    LOOKED_UP,
    LANDED,
    FOUND,
    SENT
  }

  /** What serves all dimensions of this process. */
  record Means(
      KafkaStanding kafka,
      LookupPositions lookups,
      Landed landed,
      Changes changes,
      InputRows rows,
      Allowance allowance,
      RestateMeters meters) {}

  private final RestatedDimension dimension;
  private final Means means;
  private final Supplier<Sender<Restated>> sender;

  /** All changes before it are in the rows of history. */
  private long position;

  private long to;
  private @Nullable Phase phase;
  private Map<TopicPartition, Long> ends = Map.of();
  private int source;
  private List<List<Object>> keys = List.of();
  private int sent;
  private boolean lastPage;

  Restatement(
      RestatedDimension dimension, Means means, Supplier<Sender<Restated>> sender, long position) {
    this.dimension = dimension;
    this.means = means;
    this.sender = sender;
    this.position = position;
  }

  long position() {
    return position;
  }

  /** Whether there is something to do at once. */
  boolean isBusy() {
    return phase == Phase.SENT || phase == Phase.FOUND;
  }

  /**
   * Does a little; what else it needs first, or empty.
   *
   * @param landed up to where the dimension's topic has landed
   */
  Optional<String> step(long landed) {
    if (phase == null) {
      return begin(landed);
    }
    return switch (phase) {
      case LOOKED_UP -> awaitTasks();
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
    OptionalLong last = means.changes().last(dimension.relation(), position, landed, CHANGES);
    if (last.isEmpty()) {
      position = landed;
      means.meters().waiting(dimension.name(), 0);
    } else {
      to = last.getAsLong() + 1;
      means
          .meters()
          .waiting(dimension.name(), means.changes().count(dimension.relation(), position));
      phase = Phase.LOOKED_UP;
    }
    return Optional.empty();
  }

  private Optional<String> untold() {
    for (Announcer announcer : dimension.announcers()) {
      for (int partition : partitions(announcer)) {
        if (means.lookups().of(announcer, partition, dimension.name()).isEmpty()) {
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
        means.lookups().of(announcer, partition, dimension.name()).ifPresent(tasks::add);
      }
    }
    return tasks;
  }

  private Set<Integer> partitions(Announcer announcer) {
    return means.landed().partitions(announcer.source()).stream()
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
    Set<String> topics = new TreeSet<>();
    dimension.inputs().forEach(inputs -> topics.addAll(inputs.topics()));
    ends = means.kafka().uncommittedEnds(topics);
    phase = Phase.LANDED;
    return Optional.empty();
  }

  private Optional<String> awaitLanding() {
    if (!means.landed().reached(ends)) {
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
    keys = means.rows().keys(inputs(), dimension.relation(), position, to, after);
    lastPage = InputRows.isLast(keys);
    sent = 0;
    phase = Phase.SENT;
    return Optional.empty();
  }

  private Optional<String> send() {
    if (sent == keys.size()) {
      next();
      return Optional.empty();
    }
    int most = Math.min(ROWS, means.allowance().rows(System.nanoTime()));
    if (most == 0) {
      return Optional.empty();
    }
    List<List<Object>> some = keys.subList(sent, Math.min(keys.size(), sent + most));
    // Before the rows are read: what comes behind this is looked through for later changes.
    Map<TopicPartition, Long> known =
        means.landed().positions(means.landed().partitions(inputs().source().relation().name()));
    List<Restated> batch = new ArrayList<>(means.rows().rows(inputs().source(), some, ""));
    while (!batch.isEmpty()) {
      Set<Restated> changed = sender.get().send(batch, known);
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

  private void next() {
    if (!lastPage) {
      phase = Phase.FOUND;
    } else if (source + 1 < dimension.inputs().size()) {
      source++;
      keys = List.of();
      phase = Phase.FOUND;
    } else {
      position = to;
      phase = null;
      means
          .meters()
          .waiting(dimension.name(), means.changes().count(dimension.relation(), position));
    }
  }

  private Inputs inputs() {
    return dimension.inputs().get(source);
  }
}
