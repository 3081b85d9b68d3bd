package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LsnGroupsTest {
  private record Event(long lsn, long transaction, int number) {}

  /**
   * Where one run of the engine is cut: after these batches, the last of them uncommitted or not;
   * and how many transactions too early it resumes, if it does, the first of them from its
   * beginning; then it is a message by which it resumes, or a commit.
   */
  private record Life(List<Integer> batches, boolean lastCommitted, int early, boolean byMessage) {}

  private record Stored(int resumeAfter, LsnGroups.Open open) {}

  @Property(tries = 2000)
  void shouldWriteEachEventOnceWhereverBatchesAndLivesAreCut(
      @ForAll("groupSizes") List<Integer> groupSizes, @ForAll("lives") List<Life> lives) {
    List<Event> source = source(groupSizes);
    List<Event> written = new ArrayList<>();
    Stored stored = new Stored(-1, null);
    for (Life life : lives) {
      stored = live(source, stored, life, written);
    }
    live(source, stored, new Life(List.of(Integer.MAX_VALUE), true, 0, false), written);

    assertThat(written).isEqualTo(source);
  }

  /** A run of the engine: it resumes after the stored group, and ends where it is cut. */
  private static Stored live(List<Event> source, Stored begun, Life life, List<Event> written) {
    Event reached = begun.resumeAfter() < 0 ? null : source.get(begun.resumeAfter());
    LsnGroups<Event> groups =
        new LsnGroups<>(
            reached == null
                ? null
                : new LsnGroups.Reached(
                    reached.lsn(), reached.transaction(), commit(reached.transaction() - 1)),
            begun.open());
    Stored stored = begun;
    int at = stored.resumeAfter() + 1;
    long from = reached == null ? 0 : reached.transaction() - life.early() + 1;
    while (life.early() > 0 && at > 0 && source.get(at - 1).transaction() >= from) {
      at--;
    }
    // Debezium knows the commits that it passed, and before the first one that which was stored.
    long passed = reached == null ? -1 : reached.transaction() - 1;
    if (life.early() > 0 && life.byMessage()) {
      passed = Math.max(-1, from - 1);
    }
    long before = life.early() > 0 || reached == null ? -1 : reached.transaction();
    for (int b = 0; b < life.batches().size(); b++) {
      int end = (int) Math.min(source.size(), (long) at + life.batches().get(b));
      List<Event> transaction = new ArrayList<>();
      for (; at < end; at++) {
        Event event = source.get(at);
        if (before >= 0 && event.transaction() != before) {
          passed = before;
        }
        before = event.transaction();
        if (groups.next(event.lsn(), event.transaction(), commit(passed), event)) {
          transaction.add(event);
        }
      }
      boolean committed = b < life.batches().size() - 1 || life.lastCommitted();
      if (committed) {
        written.addAll(transaction);
        Event complete = groups.complete();
        stored =
            new Stored(complete == null ? stored.resumeAfter() : complete.number(), groups.open());
      }
    }
    return stored;
  }

  /** Where a transaction's commit stands in the log; the one before the first is not known. */
  private static long commit(long transaction) {
    return transaction < 0 ? -1 : 2000 + 10 * transaction;
  }

  /** Groups of one LSN, two in a transaction; LSNs go back between transactions. */
  private static List<Event> source(List<Integer> groupSizes) {
    List<Event> source = new ArrayList<>();
    for (int group = 0; group < groupSizes.size(); group++) {
      int transaction = group / 2;
      long lsn = (transaction % 3 == 2 ? 1000 - 10 * transaction : 1000 + 10 * transaction) + group;
      for (int i = 0; i < groupSizes.get(group); i++) {
        source.add(new Event(lsn, transaction, source.size()));
      }
    }
    return source;
  }

  @Provide
  Arbitrary<List<Integer>> groupSizes() {
    return Arbitraries.integers().between(1, 6).list().ofMinSize(1).ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Life>> lives() {
    Arbitrary<List<Integer>> batches =
        Arbitraries.integers().between(0, 5).list().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(
            batches,
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(true, false))
        .as(Life::new)
        .list()
        .ofMaxSize(8);
  }

  @Test
  void shouldKeepWhatIsWrittenOfTheOpenGroupWhenNothingCameSinceTheRestart() {
    LsnGroups.Open open = new LsnGroups.Open(10, 1, 3);

    assertThat(new LsnGroups<String>(null, open).open()).isEqualTo(open);
  }
}
