package dev.prejoin.capture;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.utils.Utils;

/**
 * Which keys of a topic the stream has had since the table's first snapshot was due. A row of the
 * snapshot is certainly new only if its key is none of them. A Bloom filter: what it takes for one
 * of them may be none, which costs the sink a look and no more.
 */
final class StreamedKeys {
  private static final int BITS = 1 << 25;
  private static final int HASHES = 4;

  private final boolean sawAll;
  private final BitSet bits = new BitSet();

  /**
   * @param sawAll whether none came before this; else every key may have
   */
  StreamedKeys(boolean sawAll) {
    this.sawAll = sawAll;
  }

  void add(byte[] key) {
    int step = step(key);
    int bit = Utils.murmur2(key);
    for (int i = 0; i < HASHES; i++, bit += step) {
      bits.set(bit & (BITS - 1));
    }
  }

  boolean mayContain(byte[] key) {
    if (!sawAll) {
      return true;
    }
    int step = step(key);
    int bit = Utils.murmur2(key);
    for (int i = 0; i < HASHES; i++, bit += step) {
      if (!bits.get(bit & (BITS - 1))) {
        return false;
      }
    }
    return true;
  }

  private static int step(byte[] key) {
    return Arrays.hashCode(key) * 0x9E3779B1 | 1;
  }
}
