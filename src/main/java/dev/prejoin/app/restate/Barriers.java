package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.app.restate.RestatedDimension.Writer;
import dev.prejoin.app.restate.Tasks.Told;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Places in a dimension's topic with the places in other topics behind which no row was looked up
 * in anything older. They are noted as soon as all tasks have told, while what stands before them
 * is still on its way to ClickHouse and what was noted earlier is being restated: so a change waits
 * for neither.
 */
final class Barriers {
  /** What is noted later stands for what comes meanwhile, too. */
  private static final int MOST = 8;

  /**
   * A barrier.
   *
   * @param to changes of the dimension before this offset are known to whoever looks it up
   * @param ends every row that was looked up without them stands before these offsets
   */
  record Barrier(long to, Map<TopicPartition, Long> ends) {}

  private final RestatedDimension dimension;
  private final Tasks tasks;
  private final Positions positions;
  private final Deque<Barrier> noted = new ArrayDeque<>();

  /** With the ends that other applications have to read first. */
  private @Nullable Barrier unread;

  Barriers(RestatedDimension dimension, Tasks tasks, Positions positions) {
    this.dimension = dimension;
    this.tasks = tasks;
    this.positions = positions;
  }

  /** Whether nothing is noted that has not been passed. */
  boolean isEmpty() {
    return noted.isEmpty() && unread == null;
  }

  /** The first offset of the dimension in which any row was looked up; -1 if that is not known. */
  long first() {
    return told().stream().mapToLong(Told::first).min().orElse(-1);
  }

  /**
   * Notes what is new.
   *
   * @param after up to where everything is restated
   * @return what that needs first
   */
  Optional<String> note(long after) {
    Optional<String> untold = untold();
    if (untold.isPresent()) {
      return untold;
    }
    if (unread != null) {
      Optional<String> behind = behind(unread.ends());
      if (behind.isPresent()) {
        return behind;
      }
      noted.add(new Barrier(unread.to(), inputs()));
      unread = null;
    }
    long known = told().stream().mapToLong(Told::position).min().orElse(-1) + 1;
    long last = noted.isEmpty() ? after : Math.max(after, noted.getLast().to());
    if (known > last && noted.size() < MOST) {
      // Only now, as what was told was told before: nothing older is looked up behind these ends.
      if (dimension.writers().isEmpty()) {
        noted.add(new Barrier(known, inputs()));
      } else {
        unread = new Barrier(known, sources());
      }
    }
    return Optional.empty();
  }

  /**
   * The latest of those before which everything has landed; it stays until it is passed.
   *
   * @param landed up to where the dimension has landed, and each of what is {@link #awaited}
   */
  Optional<Barrier> landed(Map<TopicPartition, Long> landed) {
    long known = landed.getOrDefault(dimension.partition(), 0L);
    Optional<Barrier> latest = Optional.empty();
    for (Barrier each : noted) {
      if (each.to() > known || !positions.hasReached(landed, each.ends())) {
        break;
      }
      latest = Optional.of(each);
    }
    latest.ifPresent(barrier -> passed(barrier.to() - 1));
    return latest;
  }

  /** Where something has to land first. */
  Set<TopicPartition> awaited() {
    return noted.stream()
        .flatMap(barrier -> barrier.ends().keySet().stream())
        .collect(Collectors.toSet());
  }

  /** Forgets those up to an offset. */
  void passed(long position) {
    while (!noted.isEmpty() && noted.getFirst().to() <= position) {
      noted.removeFirst();
    }
  }

  private Optional<String> untold() {
    for (Announcer announcer : dimension.announcers()) {
      for (int partition : partitions(announcer)) {
        if (tasks.told(announcer, partition, dimension.name()).isEmpty()) {
          return Optional.of(
              "view %s of %s, partition %d, to tell how new its %s is: does the topology run?"
                  .formatted(
                      announcer.view(), announcer.application(), partition, dimension.name()));
        }
      }
    }
    return Optional.empty();
  }

  private List<Told> told() {
    List<Told> told = new ArrayList<>();
    for (Announcer announcer : dimension.announcers()) {
      for (int partition : partitions(announcer)) {
        tasks.told(announcer, partition, dimension.name()).ifPresent(told::add);
      }
    }
    return told;
  }

  private Set<Integer> partitions(Announcer announcer) {
    return positions.partitions(announcer.source()).stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<TopicPartition, Long> sources() {
    return positions.ends(
        dimension.writers().stream().map(Writer::source).collect(Collectors.toSet()));
  }

  private Map<TopicPartition, Long> inputs() {
    Set<String> topics = new TreeSet<>();
    dimension.inputs().forEach(inputs -> topics.addAll(inputs.topics()));
    return positions.ends(topics);
  }

  /** What other applications make of the rows before those ends has to stand in its topics. */
  private Optional<String> behind(Map<TopicPartition, Long> ends) {
    for (Writer writer : dimension.writers()) {
      Map<TopicPartition, Long> of =
          ends.entrySet().stream()
              .filter(end -> end.getKey().topic().equals(writer.source()))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      if (!positions.hasRead(writer.application(), of)) {
        return Optional.of(
            "application %s, which has to read %s"
                .formatted(writer.application(), writer.source()));
      }
    }
    return Optional.empty();
  }
}
