package dev.prejoin.sink;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a table holds of a key at one place of its sorting key: the newest version there.
 *
 * @param key the primary key's values
 * @param values the user's columns
 * @param version its rank
 * @param deleted whether it is a tombstone
 * @param changed where its topic changed the row last, if the table tells; else -1
 */
@SuppressWarnings("ArrayRecordComponent") // A row is an Object[] everywhere (schema.Relation).
public record Standing(
    List<Object> key, Object[] values, Version version, boolean deleted, long changed) {
  /** Of a table that does not tell when rows changed. */
  public Standing(List<Object> key, Object[] values, Version version, boolean deleted) {
    this(key, values, version, deleted, -1);
  }

  /** A key's values as a list that equals another of the same values: bytes are a ByteBuffer. */
  public static List<Object> keyOf(Object[] values) {
    Object[] comparable = values.clone();
    for (int i = 0; i < comparable.length; i++) {
      if (comparable[i] instanceof byte[] bytes) {
        comparable[i] = ByteBuffer.wrap(bytes);
      }
    }
    return comparable.length == 1
        ? Collections.singletonList(comparable[0])
        : Collections.unmodifiableList(Arrays.asList(comparable));
  }
}
