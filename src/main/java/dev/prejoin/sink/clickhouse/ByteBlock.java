package dev.prejoin.sink.clickhouse;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, written little endian as ClickHouse has them. */
final class ByteBlock {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int VARINT_PAYLOAD_BITS = 7;
  private static final int VARINT_MORE = 0x80;

  private byte[] bytes;
  private int length;

  ByteBlock(int capacity) {
    bytes = new byte[capacity];
  }

  private void need(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }

  void putByte(int value) {
    need(1);
    bytes[length++] = (byte) value;
  }

  void putShort(int value) {
    putByte(value);
    putByte(value >> Byte.SIZE);
  }

  void putInt(int value) {
    need(Integer.BYTES);
    INTS.set(bytes, length, value);
    length += Integer.BYTES;
  }

  void putLong(long value) {
    need(Long.BYTES);
    LONGS.set(bytes, length, value);
    length += Long.BYTES;
  }

  void putVarint(long value) {
    long rest = value;
    while ((rest & -VARINT_MORE) != 0) {
      putByte(((int) rest & (VARINT_MORE - 1)) | VARINT_MORE);
      rest >>>= VARINT_PAYLOAD_BITS;
    }
    putByte((int) rest);
  }

  void putString(String text) {
    putString(text.getBytes(StandardCharsets.UTF_8));
  }

  void putString(byte[] content) {
    putVarint(content.length);
    put(content, content.length);
  }

  /** All that is in another. */
  void put(ByteBlock other) {
    put(other.bytes, other.length);
  }

  private void put(byte[] content, int count) {
    need(count);
    System.arraycopy(content, 0, bytes, length, count);
    length += count;
  }

  /** Empties it. */
  void clear() {
    length = 0;
  }

  int length() {
    return length;
  }

  /** What was written so far; write no more while it is read. */
  InputStream stream() {
    return new ByteArrayInputStream(bytes, 0, length);
  }
}
