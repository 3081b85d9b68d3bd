package dev.prejoin.schema;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Reads Avro's binary encoding (avro.apache.org, "Binary Encoding") from an array. Unlike Avro's
 * own decoder it makes room for no more than is there, and comes to an end with whatever bytes: a
 * length is compared with what is left of the record, a count may be wrong. Every method throws
 * {@link BadRowException} where the bytes are no value of that type.
 */
final class BoundedDecoder {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int INT_BITS = 5 * 7;
  private static final int LONG_BITS = 10 * 7;

  /** How many values without bytes (NULLs, empty records) a record's arrays may have. */
  private static final int MOST_WITHOUT_BYTES = 65_536;

  /** How deep in each other values may lie that are passed over; a schema can name itself. */
  private static final int DEEPEST = 256;

  private byte[] bytes = new byte[0];
  private int position;
  private int schemaId;
  private int withoutBytes;

  /**
   * Begins a record, which ends where the array does.
   *
   * @param id of its schema, for errors
   */
  void begin(byte[] record, int from, int id) {
    bytes = record;
    position = from;
    schemaId = id;
    withoutBytes = 0;
  }

  /** How many bytes are left. */
  int left() {
    return bytes.length - position;
  }

  /** Where it stands in the array. */
  int position() {
    return position;
  }

  boolean readBoolean() {
    byte value = next();
    if (value >>> 1 != 0) {
      throw bad("a boolean is %d".formatted(value & 0xFF));
    }
    return value == 1;
  }

  int readInt() {
    int number = 0;
    for (int shift = 0; shift < INT_BITS; shift += 7) {
      byte part = next();
      number |= (part & 0x7F) << shift;
      if (part >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw bad("an int has more than 5 bytes");
  }

  long readLong() {
    long number = 0;
    for (int shift = 0; shift < LONG_BITS; shift += 7) {
      byte part = next();
      number |= (part & 0x7FL) << shift;
      if (part >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw bad("a long has more than 10 bytes");
  }

  float readFloat() {
    return Float.intBitsToFloat((int) INTS.get(bytes, pass(Float.BYTES)));
  }

  double readDouble() {
    return Double.longBitsToDouble((long) LONGS.get(bytes, pass(Double.BYTES)));
  }

  String readString() {
    int length = readLength();
    return new String(bytes, pass(length), length, StandardCharsets.UTF_8);
  }

  byte[] readBytes() {
    return readFixed(readLength());
  }

  byte[] readFixed(int length) {
    int from = pass(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** The place of a union's branch, or of an enum's symbol, among so many. */
  int readIndex(int choices) {
    int index = readInt();
    if (index < 0 || index >= choices) {
      throw bad("choice %d of %d".formatted(index, choices));
    }
    return index;
  }

  /**
   * How many elements the next block of an array or map says that it has; 0 behind the last. After
   * each, {@link #passed} is to be called, as the count may be wrong.
   */
  long readBlock() {
    long count = readLong();
    if (count >= 0) {
      return count;
    }
    readLong(); // The block's length in bytes, for who wants to skip it.
    if (count == Long.MIN_VALUE) {
      throw bad("a block of an array has " + count + " elements");
    }
    return -count;
  }

  /** A value was read that began there. */
  void passed(int from) {
    if (position == from && ++withoutBytes > MOST_WITHOUT_BYTES) {
      throw bad("more than %,d values have no bytes".formatted(MOST_WITHOUT_BYTES));
    }
  }

  /** Passes over a value. */
  void skip(Schema schema) {
    skip(schema, 0);
  }

  private void skip(Schema schema, int depth) {
    if (depth > DEEPEST) {
      throw bad("values lie more than %d deep in each other".formatted(DEEPEST));
    }
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> pass(1);
      case INT -> readInt();
      case LONG -> readLong();
      case FLOAT -> pass(Float.BYTES);
      case DOUBLE -> pass(Double.BYTES);
      case STRING, BYTES -> pass(readLength());
      case FIXED -> pass(schema.getFixedSize());
      case ENUM -> readIndex(schema.getEnumSymbols().size());
      case UNION -> {
        List<Schema> branches = schema.getTypes();
        skip(branches.get(readIndex(branches.size())), depth + 1);
      }
      case RECORD -> {
        int from = position;
        for (Schema.Field field : schema.getFields()) {
          skip(field.schema(), depth + 1);
        }
        passed(from);
      }
      case ARRAY -> skipBlocks(schema.getElementType(), false, depth);
      case MAP -> skipBlocks(schema.getValueType(), true, depth);
    }
  }

  private void skipBlocks(Schema element, boolean keys, int depth) {
    for (long more = readBlock(); more > 0; more = readBlock()) {
      for (long i = 0; i < more; i++) {
        int from = position;
        if (keys) {
          pass(readLength());
        }
        skip(element, depth + 1);
        passed(from);
      }
    }
  }

  private int readLength() {
    long length = readLong();
    if (length < 0 || length > left()) {
      throw bad("a length of %d, and %d bytes are left".formatted(length, left()));
    }
    return (int) length;
  }

  private byte next() {
    if (position >= bytes.length) {
      throw bad("it ends too early");
    }
    return bytes[position++];
  }

  /** Goes on by so many bytes, and tells where they begin. */
  private int pass(int length) {
    if (length > left()) {
      throw bad("it ends too early");
    }
    int from = position;
    position = from + length;
    return from;
  }

  private BadRowException bad(String why) {
    return new BadRowException("no record of schema " + schemaId + ": " + why);
  }
}
