package dev.prejoin.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one owner of a task leaves to the next, as Kafka may tell another story meanwhile. */
class ProgressTest {
  private static final Uuid ID = Uuid.randomUuid();

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @BeforeEach
  void openStore() {
    KeyValueStore<String, Long> store = Progress.builder("readings").withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  private record Kafka(long upTo, Uuid id, long beginsAnewAt) implements ReadBefore {
    @Override
    public long upTo(String source, int partition) {
      return upTo;
    }

    @Override
    public Optional<Uuid> topicId(String source) {
      return Optional.ofNullable(id);
    }

    @Override
    public long beginsAnewAt(String source, int partition) {
      return beginsAnewAt;
    }
  }

  private Progress owner(Kafka kafka) {
    Progress progress = new Progress("readings", kafka);
    progress.init(context);
    return progress;
  }

  @Test
  void shouldTakeForRepeatedWhatAFormerOwnerMayHaveRead() {
    assertThat(owner(new Kafka(0, ID, 0)).mayRepeat(0)).isFalse();

    Progress next = owner(new Kafka(0, ID, 0));

    assertThat(next.mayRepeat(Progress.AHEAD - 1)).isTrue();
    assertThat(next.mayRepeat(Progress.AHEAD)).isFalse();
  }

  @Test
  void shouldRefuseATopicThatWasMadeAnew() {
    owner(new Kafka(0, ID, 0)).mayRepeat(0);
    Uuid other = Uuid.randomUuid();

    assertThatThrownBy(() -> owner(new Kafka(0, other, 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(
            "topic readings was made anew (its id is " + other + ", it was " + ID + ")",
            "./prejoin snapshot readings",
            "topology.application.id");
  }

  @Test
  void shouldLearnTheIdOfATopicWhoseProgressWasKeptWithoutOne() {
    owner(new Kafka(0, null, 0)).mayRepeat(0);
    owner(new Kafka(0, ID, 0)).mayRepeat(1);

    assertThatThrownBy(() -> owner(new Kafka(0, Uuid.randomUuid(), 0)))
        .isInstanceOf(ProblemException.class);
  }

  /** As a group's offsets are forgotten after idle days, and a topic's records too. */
  @Test
  void shouldRefuseToBeginBehindWhatWasRead() {
    owner(new Kafka(0, ID, 0)).mayRepeat(0);

    owner(new Kafka(0, ID, Progress.AHEAD));
    assertThatThrownBy(() -> owner(new Kafka(0, ID, Progress.AHEAD + 20)))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("readings-0@1000 is the next record")
        .hasMessageContainingAll(
            "begins at 1020: 20 records are gone", "./prejoin snapshot readings");
  }

  @Test
  void shouldNotMissRecordsThatNobodyHasReadYet() {
    assertThat(owner(new Kafka(0, ID, 500)).mayRepeat(500)).isFalse();
  }
}
