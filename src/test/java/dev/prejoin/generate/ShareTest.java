package dev.prejoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

class ShareTest {
  @Property(tries = 200)
  void shouldChooseAsManyAsItCounts(
      @ForAll @DoubleRange(min = 0, max = 1) double part,
      @ForAll @DoubleRange(min = 0, max = 0.99) double offset,
      @ForAll @LongRange(min = 0, max = 1_000_000_000L) long from) {
    Share share = new Share(part, offset);
    long chosen = LongStream.range(from, from + 1_000).filter(share::has).count();
    assertThat(chosen).isEqualTo(share.before(from + 1_000) - share.before(from));
    assertThat(chosen).isBetween((long) (1_000 * part) - 1, (long) (1_000 * part) + 1);
  }
}
