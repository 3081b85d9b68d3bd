package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;

/** The key that a row of a dimension has: those of its columns that its key schema names. */
final class RowKey {
  private final Relation dimension;
  private final int[] positions;
  private final LazyCodec codec;

  RowKey(Relation dimension, LazyCodec codec) {
    this.dimension = dimension;
    this.codec = codec;
    this.positions =
        dimension.key().stream().map(Column::name).mapToInt(dimension::indexOf).toArray();
  }

  /**
   * The bytes of a row's key.
   *
   * @throws BadRowException if a column of it is NULL
   */
  byte[] of(Object[] row) {
    Object[] key = new Object[positions.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = row[positions[i]];
      if (key[i] == null) {
        throw new BadRowException(
            "%s is NULL, and it is in the key of %s"
                .formatted(dimension.key().get(i).name(), dimension.name()));
      }
    }
    return codec.get().encode(key);
  }
}
