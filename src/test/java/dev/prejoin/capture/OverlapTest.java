package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.Overlap.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static final Chunk CHUNK = new Chunk("t", List.of(), List.of(), List.of(), -1, true);
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final Overlap overlap = new Overlap();

  private Window open(String id, String snapshot) {
    Window window = overlap.open(id, "t", Visibility.parse(snapshot)).orElseThrow();
    overlap.read(window, CHUNK);
    return window;
  }

  @Test
  void shouldDropRowsThatChangedBehindTheSnapshot() {
    Window window = open("a", "100:105:102");

    overlap.changed("t", 102, ONE);
    overlap.changed("t", 101, TWO);
    overlap.changed("other", 107, TWO);

    assertThat(overlap.close("a")).containsSame(window);
    assertThat(window.isCurrent(ONE)).isFalse();
    assertThat(window.isCurrent(TWO)).isTrue();
    assertThat(overlap.close("a")).isEmpty();
  }

  @Test
  void shouldDropAllRowsWhenTheTableWasEmptiedBehindTheSnapshot() {
    Window before = open("a", "100:100:");
    Window after = open("b", "101:101:");

    overlap.truncated("t", 100);

    assertThat(before.isCurrent(ONE)).isFalse();
    assertThat(after.isCurrent(ONE)).isTrue();
  }

  @Test
  void shouldRefuseASnapshotThatDoesNotSeeWhatTheStreamHas() {
    overlap.changed("t", 100, ONE);
    overlap.changed("other", 101, ONE);

    assertThat(overlap.open("a", "t", Visibility.parse("100:102:100,101"))).isEmpty();
    assertThat(overlap.open("a", "t", Visibility.parse("101:102:101"))).isPresent();
    assertThat(overlap.open("b", "other", Visibility.parse("101:102:101"))).isEmpty();
    overlap.forget(Visibility.parse("102:102:"));
    assertThat(overlap.open("b", "other", Visibility.parse("101:102:101"))).isPresent();
  }
}
