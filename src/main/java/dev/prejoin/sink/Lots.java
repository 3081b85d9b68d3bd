package dev.prejoin.sink;

import dev.prejoin.schema.Lot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were restated together and have landed in part. A round that began now would count
 * buckets with some of them and without the others, and show what never was; and it would count
 * those buckets twice. So it waits a little; not for ever, as the others may be another process's,
 * or may have landed before this one came.
 */
final class Lots {
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  private record Name(String topic, long id) {}

  /** What has landed of a lot, by partition. */
  private static final class Part {
    private final Lot lot;
    private final long since;
    private final Map<Integer, Integer> landed = new HashMap<>();

    Part(Lot lot, long since) {
      this.lot = lot;
      this.since = since;
    }

    boolean lacks(int partition) {
      return partition < lot.rows().size()
          && landed.getOrDefault(partition, 0) < lot.rows().get(partition);
    }
  }

  private final Map<Name, Part> parts = new HashMap<>();
  private @Nullable Long waitsSince;

  /** Some records have landed. */
  void landed(ShardRange range, long now) {
    if (range.shard().landing().kind() != Landing.Kind.FACT) {
      return;
    }
    String topic = range.shard().partition().topic();
    int partition = range.shard().partition().partition();
    // A row that is new is no restated one.
    for (Change change : range.records().changes()) {
      Lot lot = change.origin().lot();
      if (lot != null) {
        parts
            .computeIfAbsent(new Name(topic, lot.id()), name -> new Part(lot, now))
            .landed
            .merge(partition, 1, Integer::sum);
      }
    }
  }

  /** Whether a round that is due waits for the rest of a lot. */
  boolean delay(Collection<Shard> owned, long now) {
    parts
        .entrySet()
        .removeIf(part -> now - part.getValue().since > LONGEST || !isSplit(part, owned));
    if (parts.isEmpty()) {
      waitsSince = null;
      return false;
    }
    if (waitsSince == null) {
      waitsSince = now;
    }
    // One lot after the other may come, and other corrections wait, too.
    if (now - waitsSince <= LONGEST) {
      return true;
    }
    waitsSince = null;
    return false;
  }

  private static boolean isSplit(Map.Entry<Name, Part> part, Collection<Shard> owned) {
    return owned.stream()
        .map(Shard::partition)
        .anyMatch(
            at ->
                at.topic().equals(part.getKey().topic()) && part.getValue().lacks(at.partition()));
  }
}
