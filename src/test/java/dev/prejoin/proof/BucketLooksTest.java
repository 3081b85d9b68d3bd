package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.proof.BucketLooks.Seen;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketLooksTest {
  private static final long START = 1_000;
  private static final Seen WRONG = new Seen("(1,1,5,6)", false);
  private static final BucketLooks FIRST = BucketLooks.first(Map.of("a", WRONG), START);

  @Test
  void shouldBeDoneAtOnceIfAllAgree() {
    assertThat(BucketLooks.first(Map.of(), START).done(START)).isTrue();
  }

  @Test
  void shouldCallABucketThatAgreesLaterRight() {
    BucketLooks looks = FIRST.after(Map.of("b", WRONG), START + 1);
    assertThat(looks.done(START + 1)).isTrue();
    assertThat(looks.different()).isEmpty();
  }

  @Test
  void shouldCallABucketDifferentThatStandsStill() {
    long almost = START + BucketLooks.STILL_MS - 1;
    BucketLooks looks = FIRST.after(Map.of("a", WRONG), almost);
    assertThat(looks.different()).isEmpty();
    assertThat(looks.done(almost)).isFalse();
    assertThat(looks.after(Map.of("a", WRONG), almost + 1).different()).containsExactly("a");
  }

  @Test
  void shouldWaitForABucketThatIsToBeCountedAnew() {
    long later = START + BucketLooks.STILL_MS;
    BucketLooks looks = FIRST.after(Map.of("a", new Seen(WRONG.values(), true)), later);
    assertThat(looks.different()).isEmpty();
    assertThat(looks.after(Map.of("a", WRONG), later + 1).different()).isEmpty();
  }

  @Test
  void shouldSayNothingOfABucketThatMovesAtEveryLook() {
    BucketLooks looks = FIRST;
    long now = START;
    while (!looks.done(now)) {
      now += BucketLooks.STILL_MS;
      looks = looks.after(Map.of("a", new Seen("at " + now, false)), now);
    }
    assertThat(looks.different()).isEmpty();
    assertThat(looks.open()).containsOnlyKeys("a");
  }
}
