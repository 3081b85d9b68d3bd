package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldLimitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "9999, 9999, false",
    "10000, 10000, true",
    "10000, 1000000, true",
    "10000, 1000001, false",
    "99999, 10000000, false",
    "100000, 10000000, true"
  })
  void shouldFoldWhenReadersLookThroughMany(long bases, long rows, boolean due) {
    assertThat(FoldLimits.USUAL.isDue(new Foldable("x", bases, rows))).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "99999, 10, false",
    "100000, 10, true",
    "100000, 12500, true",
    "100000, 12501, false",
    "560000, 1576, true"
  })
  void shouldFoldWhatHasManyRowsForEachBucket(long rows, long buckets, boolean due) {
    assertThat(FoldLimits.USUAL.isThin(new Foldable("x", 1, rows), buckets)).isEqualTo(due);
  }
}
