package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamedKeysTest {
  private static byte[] key(int number) {
    return ByteBuffer.allocate(9).put((byte) 1).putLong(number).array();
  }

  @Test
  void shouldKnowWhatItSawAndTakeFewOthersForIt() {
    StreamedKeys keys = new StreamedKeys(true);
    IntStream.range(0, 100_000).forEach(i -> keys.add(key(i)));

    assertThat(IntStream.range(0, 100_000)).allMatch(i -> keys.mayContain(key(i)));
    assertThat(IntStream.range(200_000, 300_000).filter(i -> keys.mayContain(key(i))).count())
        .isLessThan(100);
  }

  @Test
  void shouldTakeEveryKeyForStreamedIfItDidNotSeeAll() {
    assertThat(new StreamedKeys(false).mayContain(key(1))).isTrue();
  }
}
