package dev.prejoin.proof.bench.join;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of l3_power_joined, from Confluent's Avro into columns of ClickHouse's Native format, as
 * directly as it goes. One thread uses it.
 */
final class JoinedRows {
  /** Confluent's: a zero and the schema's id. */
  private static final int PREFIX_BYTES = 5;

  private static final int MILLIS = 1_000;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Column timestamp = column("timestamp DateTime");
  private final Column device = column("device_id UInt32");
  private final Column customer = column("customer_id String");
  private final Column building = column("building_type String");
  private final Column latitude = column("latitude Float64");
  private final Column longitude = column("longitude Float64");
  private final Column usage = column("power_usage_kWh Float64");
  private int count;
  private byte[] row = {};
  private int at;

  private Column column(String nameAndType) {
    Column column = new Column();
    columns.put(nameAndType, column);
    return column;
  }

  int count() {
    return count;
  }

  /** Adds a row, as a record has it. */
  void add(byte[] avro) {
    row = avro;
    at = PREFIX_BYTES;
    timestamp.putInt((int) (readLong() / MILLIS));
    device.putInt((int) readLong());
    text(customer);
    text(building);
    number(latitude);
    number(longitude);
    number(usage);
    count++;
  }

  private void text(Column to) {
    int length = (int) readLong();
    to.putVarint(length);
    to.put(row, at, length);
    at += length;
  }

  /** Avro and ClickHouse have the same bytes for it. */
  private void number(Column to) {
    to.put(row, at, Double.BYTES);
    at += Double.BYTES;
  }

  private long readLong() {
    long bits = 0;
    int shift = 0;
    byte next;
    do {
      next = row[at++];
      bits |= (long) (next & (MORE - 1)) << shift;
      shift += BITS;
    } while ((next & MORE) != 0);
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** All rows as one block. */
  byte[] block() {
    Column block = new Column();
    block.putVarint(columns.size());
    block.putVarint(count);
    columns.forEach(
        (nameAndType, column) -> {
          for (String word : nameAndType.split(" ", 2)) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            block.putVarint(bytes.length);
            block.put(bytes, 0, bytes.length);
          }
          block.put(column.bytes, 0, column.size);
        });
    return Arrays.copyOf(block.bytes, block.size);
  }

  void clear() {
    columns.values().forEach(column -> column.size = 0);
    count = 0;
  }

  /** Bytes that grow. */
  private static final class Column {
    private byte[] bytes = new byte[1 << 12];
    private int size;

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
      }
    }

    void put(byte[] from, int offset, int length) {
      room(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    void putInt(int value) {
      room(Integer.BYTES);
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        bytes[size++] = (byte) (value >>> shift);
      }
    }

    void putVarint(int value) {
      room(Integer.BYTES + 1);
      int left = value;
      while (left >= MORE) {
        bytes[size++] = (byte) (left | MORE);
        left >>>= BITS;
      }
      bytes[size++] = (byte) left;
    }
  }
}
