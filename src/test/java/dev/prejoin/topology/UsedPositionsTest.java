package dev.prejoin.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsedPositionsTest {
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @BeforeEach
  void openStore() {
    KeyValueStore<String, Long> store = Progress.builder("readings").withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  private UsedPositions owner() {
    UsedPositions positions = new UsedPositions("readings", ReadBefore.NOTHING);
    positions.init(context);
    return positions;
  }

  private static LongSupplier standing(Long... positions) {
    Iterator<Long> next = List.of(positions).iterator();
    return next::next;
  }

  @Test
  void shouldTakeADimensionAsItStandsWhenNobodyHasUsedIt() {
    assertThat(owner().next("devices", standing(-1L))).isEqualTo(-1);
    assertThat(owner().next("devices", standing(7L))).isEqualTo(7);
  }

  @Test
  void shouldRememberThatARowWasLookedUpWhileTheDimensionWasEmpty() {
    owner().next("devices", standing(-1L));
    UsedPositions next = owner();
    next.next("devices", standing(7L));

    assertThat(next.first("devices")).isEqualTo(-1);
  }

  @Test
  void shouldNotTakeWhatIsToldForALookup() {
    owner().raise("devices", standing(-1L));
    UsedPositions next = owner();
    next.next("devices", standing(7L));

    assertThat(next.first("devices")).isEqualTo(7);
  }

  @Test
  void shouldWaitUntilADimensionIsNoOlderThanWhatTheFormerOwnerUsed() {
    UsedPositions former = owner();
    former.next("devices", standing(41L));
    former.next("devices", standing(42L));
    former.next("places", standing(5L));

    UsedPositions next = owner();

    assertThat(next.next("devices", standing(40L, 41L, 43L))).isEqualTo(43);
    assertThat(next.next("places", standing(5L))).isEqualTo(5);
  }

  @Test
  void shouldBeginAnewWhenADimensionStaysOlder() {
    owner().next("devices", standing(42L));
    UsedPositions next = new UsedPositions("readings", ReadBefore.NOTHING, Duration.ofMillis(20));
    next.init(context);

    assertThatThrownBy(() -> next.next("devices", () -> 3))
        .isInstanceOf(StreamsException.class)
        .hasMessage(
            "devices is here at offset 3, and rows of this partition were looked up in it at 42"
                + " already; if the topic was made anew, reset the application");
  }

  @Test
  void shouldKnowTheFirstPositionThatAnybodyUsed() {
    UsedPositions first = owner();
    assertThat(first.first("devices")).isEqualTo(-1);
    first.next("devices", standing(7L));
    first.next("devices", standing(9L));
    assertThat(first.first("devices")).isEqualTo(7);

    UsedPositions next = owner();
    next.next("devices", standing(12L));
    assertThat(next.first("devices")).isEqualTo(7);
  }

  @Test
  void shouldNotClaimToKnowTheFirstPositionWhereAnotherApplicationHasReadBefore() {
    UsedPositions other = new UsedPositions("readings", (source, partition) -> 100);
    other.init(context);
    other.next("devices", standing(7L));

    assertThat(other.first("devices")).isEqualTo(-1);
    assertThat(owner().first("devices")).isEqualTo(-1);
  }

  @Test
  void shouldForgetWithTheTaskWhatWasNotCommitted() {
    UsedPositions positions = owner();
    positions.next("devices", standing(9L));
    KeyValueStore<String, Long> store = context.getStateStore(Progress.store("readings"));
    store.put("devices", 5L);

    positions.init(context);
    positions.next("devices", standing(9L));

    assertThat(store.get("devices")).as("told, so it must be kept").isEqualTo(9);
  }
}
