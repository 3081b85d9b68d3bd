package dev.prejoin.app.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.peer.PeerState.Point;
import dev.prejoin.console.Drift.Fed;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PeerStateTest {
  private static final TopicPartition FACTS = new TopicPartition("facts", 1);
  private static final Point BEFORE = point(10, 100);
  private static final Point AFTER = point(25, 112);
  private static final PeerState BEGUN = new PeerState(7, "me", BEFORE, AFTER);

  @Test
  void shouldGoOnBehindABatchThatIsThere() {
    assertThat(BEGUN.at(112)).isEqualTo(AFTER);
    assertThat(BEGUN.at(112).position(FACTS)).isEqualTo(25);
  }

  @Test
  void shouldBeginABatchAgainThatIsNotThere() {
    assertThat(BEGUN.at(100)).isEqualTo(BEFORE);
    assertThat(BEGUN.at(100).fed().inserts()).as("nor is it counted").isEqualTo(100);
  }

  @Test
  void shouldBeginAtTheBeginning() {
    assertThat(PeerState.beginning("me").at(0).position(FACTS)).isZero();
  }

  @Test
  void shouldPromiseTheNextBatchFromWhereTheLastOneEnded() {
    PeerState next =
        BEGUN.next(
            AFTER.begins(), new TreeMap<>(Map.of(FACTS.toString(), 30L)), new PeerBatch(Set.of()));

    assertThat(next.number()).isEqualTo(8);
    assertThat(next.before()).isEqualTo(AFTER);
    assertThat(next.after())
        .isEqualTo(new Point(AFTER.begins(), point(30, 0).positions(), 112, AFTER.fed()));
  }

  private static Point point(long position, long rows) {
    return new Point(
        new TreeMap<>(Map.of(FACTS.toString(), 4L)),
        new TreeMap<>(Map.of(FACTS.toString(), position)),
        rows,
        new Fed(rows, 0, 0, 0, 0));
  }
}
