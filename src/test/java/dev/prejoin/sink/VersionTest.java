package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VersionTest {
  private static final long PLACE_MAX = (1L << 44) - 1;

  record Parts(int incarnation, long first, long offset, int restate) {
    Version packed() {
      return Version.of(incarnation, first, offset, restate);
    }
  }

  @Property
  void shouldOrderByItsPartsInTurn(
      @ForAll @IntRange(max = 4095) int incarnation,
      @ForAll @IntRange(max = 4095) int otherIncarnation,
      @ForAll @LongRange(max = PLACE_MAX) long first,
      @ForAll @LongRange(max = PLACE_MAX) long otherFirst,
      @ForAll @LongRange(max = PLACE_MAX) long offset,
      @ForAll @LongRange(max = PLACE_MAX) long otherOffset,
      @ForAll @IntRange(max = (1 << 28) - 1) int restate,
      @ForAll @IntRange(max = (1 << 28) - 1) int otherRestate) {
    Comparator<Parts> inTurn =
        Comparator.comparingInt(Parts::incarnation)
            .thenComparingLong(Parts::first)
            .thenComparingLong(Parts::offset)
            .thenComparingInt(Parts::restate);
    Parts base = new Parts(incarnation, first, offset, restate);
    for (Parts other :
        new Parts[] {
          new Parts(otherIncarnation, otherFirst, otherOffset, otherRestate),
          new Parts(incarnation, otherFirst, otherOffset, otherRestate),
          new Parts(incarnation, first, otherOffset, otherRestate),
          new Parts(incarnation, first, offset, otherRestate)
        }) {
      assertThat(Integer.signum(base.packed().compareTo(other.packed())))
          .isEqualTo(Integer.signum(inTurn.compare(base, other)));
    }
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> Version.of(4096, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("incarnation 4096");
    assertThatThrownBy(() -> Version.of(1, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
