package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final boolean CHANGED = true;
  private static final boolean DIFFERS = false;

  @Test
  void shouldBeDoneAtOnceIfAllAgree() {
    Rounds<String> rounds = Rounds.none();
    assertThat(rounds.done()).isFalse();
    assertThat(rounds.after(Map.of()).done()).isTrue();
  }

  @Test
  void shouldCallAKeyThatAgreesLaterRight() {
    Rounds<String> rounds =
        Rounds.<String>none().after(Map.of("a", CHANGED, "b", DIFFERS)).after(Map.of());
    assertThat(rounds.done()).isTrue();
    assertThat(rounds.different()).isEmpty();
    assertThat(rounds.open()).isEmpty();
  }

  @Test
  void shouldCallAKeyDifferentThatDiffersAtEveryLookThoughNothingChanged() {
    Rounds<String> rounds = Rounds.none();
    for (int look = 0; look < Rounds.LOOKS; look++) {
      assertThat(rounds.done()).isFalse();
      assertThat(rounds.different()).isEmpty();
      rounds = rounds.after(Map.of("a", DIFFERS));
    }
    assertThat(rounds.done()).isTrue();
    assertThat(rounds.different()).containsExactly("a");
  }

  @Test
  void shouldBeginAnewWhenAKeyHasChanged() {
    Rounds<String> rounds = Rounds.none();
    for (int look = 1; look < Rounds.LOOKS; look++) {
      rounds = rounds.after(Map.of("a", DIFFERS));
    }
    rounds = rounds.after(Map.of("a", CHANGED)).after(Map.of("a", DIFFERS));
    assertThat(rounds.different()).isEmpty();
    assertThat(rounds.open()).containsEntry("a", 1);
  }

  @Test
  void shouldNeverCallAKeyEqualOrDifferentThatChangesAtEveryLook() {
    Rounds<String> rounds = Rounds.none();
    while (!rounds.done()) {
      rounds = rounds.after(Map.of("a", CHANGED));
    }
    assertThat(rounds.looks()).isEqualTo(Rounds.MOST);
    assertThat(rounds.different()).isEmpty();
    assertThat(rounds.open()).containsOnlyKeys("a");
  }

  @Test
  void shouldPassOverKeysThatCameLaterOrWereRight() {
    Rounds<String> rounds =
        Rounds.<String>none().after(Map.of("a", CHANGED)).after(Map.of("a", CHANGED, "b", DIFFERS));
    assertThat(rounds.open()).containsOnlyKeys("a");
  }
}
