package dev.prejoin.schema;

/**
 * How rows of one relation, or their keys, become bytes and back. A row has a value per column, in
 * the relation's order, of the class that {@link ColumnType.Kind#javaClass} names; NULL is null. An
 * instance serves one thread.
 */
public interface RowCodec {
  /**
   * The bytes of a row.
   *
   * @throws BadRowException if a value does not fit its column; the message names it
   */
  byte[] encode(Object[] row);

  /**
   * The row of some bytes.
   *
   * @throws BadRowException if the bytes are not a row of this relation
   */
  Object[] decode(byte[] bytes);
}
