package dev.prejoin.expression.run;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Hashes that are numbers. */
public final class Hashes {
  private Hashes() {}

  public static long crc32(String text) {
    return crc32(Bytes.utf8(text));
  }

  public static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  public static long halfMD5(String text) {
    return halfMD5(Bytes.utf8(text));
  }

  /** The first half of the digest. */
  public static long halfMD5(byte[] bytes) {
    return ByteBuffer.wrap(Bytes.digest(bytes, "MD5")).getLong();
  }

  public static long sipHash64(String text) {
    return sipHash64(Bytes.utf8(text));
  }

  /** SipHash-2-4 with a key of zeros. */
  public static long sipHash64(byte[] bytes) {
    long[] v = {0x736f6d6570736575L, 0x646f72616e646f6dL, 0x6c7967656e657261L, 0x7465646279746573L};
    int whole = bytes.length & -Long.BYTES;
    for (int at = 0; at < whole; at += Long.BYTES) {
      absorb(v, word(bytes, at, Long.BYTES));
    }
    absorb(v, word(bytes, whole, bytes.length - whole) | ((long) bytes.length << 56));
    v[2] ^= 0xFF;
    for (int i = 0; i < 4; i++) {
      round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static long word(byte[] bytes, int at, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (bytes[at + i] & 0xFFL) << (i * Byte.SIZE);
    }
    return word;
  }

  private static void absorb(long[] v, long word) {
    v[3] ^= word;
    round(v);
    round(v);
    v[0] ^= word;
  }

  private static void round(long[] v) {
    v[0] += v[1];
    v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
    v[0] = Long.rotateLeft(v[0], 32);
    v[2] += v[3];
    v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
    v[2] = Long.rotateLeft(v[2], 32);
  }
}
