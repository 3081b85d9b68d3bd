package dev.prejoin.topology;

import dev.prejoin.schema.Origin;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a source's row holds.
 *
 * @param incarnation of the source, when the row came last
 * @param key the key in the dimension
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Held(int incarnation, byte[] key) {
  /** Before the key. */
  private static final int INCARNATION_BYTES = Integer.BYTES;

  byte[] toBytes() {
    return ByteBuffer.allocate(INCARNATION_BYTES + key.length).putInt(incarnation).put(key).array();
  }

  static Held parse(byte[] bytes) {
    return new Held(
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, INCARNATION_BYTES, bytes.length));
  }

  /**
   * Whether a marker that comes after the row ends it. Position 0 stands for the beginning of the
   * marker's incarnation, any other for the marker's own place, which is behind the row's.
   */
  boolean isBelow(Origin marker) {
    return incarnation < marker.incarnation()
        || (incarnation == marker.incarnation() && marker.offset() > 0);
  }
}
