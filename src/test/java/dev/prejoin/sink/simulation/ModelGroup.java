package dev.prejoin.sink.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of a consumer group with the cooperative protocol. A partition goes to another
 * member when its owner has given it up in a poll, or was expelled. A member's generation changes
 * when it joins anew; commits of an earlier one are refused.
 */
final class ModelGroup {
  private final Random random;
  private final Collection<TopicPartition> partitions;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<TopicPartition, String> targets = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private int generation;
  private int joined;

  /** As the coordinator knows it. */
  static final class Member {
    private final String id;
    private final Set<TopicPartition> owned = new LinkedHashSet<>();
    private int generation;

    private Member(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }

    int generation() {
      return generation;
    }

    Set<TopicPartition> owned() {
      return owned;
    }
  }

  /** What a member has to give up and what it gets. */
  record Change(List<TopicPartition> revoked, List<TopicPartition> assigned) {}

  ModelGroup(Random random, Collection<TopicPartition> partitions) {
    this.random = random;
    this.partitions = partitions;
  }

  Member join(String name) {
    Member member = new Member(name + "#" + ++joined);
    members.put(member.id, member);
    rebalance();
    return member;
  }

  boolean has(@Nullable Member member) {
    return member != null && members.containsKey(member.id);
  }

  /** It left, or is taken for dead. */
  void remove(@Nullable Member member) {
    if (member != null && members.remove(member.id) != null) {
      rebalance();
    }
  }

  /** All are gone for long. */
  void expire() {
    members.clear();
    targets.clear();
    committed.clear();
  }

  /** All are gone, and somebody writes other offsets, which promise nothing. */
  void reset(Map<TopicPartition, Long> ends) {
    expire();
    ends.forEach(
        (partition, end) ->
            committed.put(
                partition, new OffsetAndMetadata(random.nextLong(Math.max(1, end + 1)), "")));
  }

  void rebalance() {
    generation++;
    List<String> ids = new ArrayList<>(members.keySet());
    for (TopicPartition partition : partitions) {
      String target = targets.get(partition);
      if (ids.isEmpty()) {
        targets.remove(partition);
      } else if (target == null || !members.containsKey(target) || random.nextInt(4) == 0) {
        targets.put(partition, ids.get(random.nextInt(ids.size())));
      }
    }
  }

  /** A member polls: it is in the newest generation after that. */
  Change poll(Member member) {
    member.generation = generation;
    List<TopicPartition> revoked = new ArrayList<>();
    List<TopicPartition> assigned = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      boolean wanted = member.id.equals(targets.get(partition));
      boolean owned = member.owned.contains(partition);
      if (owned && !wanted) {
        revoked.add(partition);
      } else if (wanted
          && !owned
          && members.values().stream().noneMatch(m -> m.owned.contains(partition))) {
        assigned.add(partition);
      }
    }
    revoked.forEach(member.owned::remove);
    member.owned.addAll(assigned);
    return new Change(revoked, assigned);
  }

  /** A commit as it arrives, maybe long after it was sent. */
  void commit(Member member, int sentIn, Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (!has(member) || member.generation != sentIn) {
      throw new CommitFailedException("generation " + sentIn + " is over");
    }
    if (member.generation != generation && random.nextBoolean()) {
      throw new RebalanceInProgressException("the group is forming");
    }
    committed.putAll(offsets);
  }

  Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> of) {
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    for (TopicPartition partition : of) {
      if (committed.containsKey(partition)) {
        found.put(partition, committed.get(partition));
      }
    }
    return found;
  }
}
