package dev.prejoin.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one source that are sent again in one transaction of Kafka. The topology hands them on in
 * several; who counts buckets waits for all of them, so that nobody sees a bucket with some.
 *
 * @param id another one for each transaction
 * @param rows how many rows it has in each partition, from the first; those after the last have
 *     none
 */
public record Lot(long id, List<Integer> rows) {
  private static final int HEX = 16;

  public Lot {
    rows = List.copyOf(rows);
  }

  /**
   * Of rows in these partitions.
   *
   * @param partitions one for each row, from 0
   */
  public static Lot of(long id, List<Integer> partitions) {
    List<Integer> rows = new ArrayList<>();
    for (int partition : partitions) {
      while (rows.size() <= partition) {
        rows.add(0);
      }
      rows.set(partition, rows.get(partition) + 1);
    }
    return new Lot(id, rows);
  }

  /**
   * What {@link #toString} wrote.
   *
   * @throws NumberFormatException if it did not
   * @throws IndexOutOfBoundsException if it did not
   */
  static Lot parse(String text) {
    int colon = text.indexOf(':');
    long id = Long.parseUnsignedLong(text.substring(0, colon), HEX);
    List<Integer> rows = new ArrayList<>();
    for (String count : text.substring(colon + 1).split(",", -1)) {
      rows.add(Integer.parseUnsignedInt(count));
    }
    return new Lot(id, rows);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Long.toHexString(id));
    for (int i = 0; i < rows.size(); i++) {
      text.append(i == 0 ? ':' : ',').append(rows.get(i).intValue());
    }
    return text.toString();
  }
}
