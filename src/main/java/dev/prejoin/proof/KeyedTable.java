package dev.prejoin.proof;

/**
 * A table whose rows are told apart by their key.
 *
 * @param source whose keys they are
 * @param dimension whether the table is a dimension of the source
 * @param keepsRows whether rows stay when the source's table loses them
 */
record KeyedTable(LandedTable table, String source, boolean dimension, boolean keepsRows) {
  String name() {
    return table.name();
  }

  /** The key's column where the SQL ran. */
  String expectedKey() {
    return dimension ? Scratch.DIMENSION_KEY : LandedTable.KEY;
  }
}
