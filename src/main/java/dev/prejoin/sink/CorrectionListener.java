package dev.prejoin.sink;

/**
 * Is told of rows that replace what has landed of them, and when the aggregates tell so. It is
 * called on the sink's thread, and may not take long.
 */
public interface CorrectionListener {
  /** One that does nothing. */
  CorrectionListener NONE =
      new CorrectionListener() {
        @Override
        public void landed(Corrected corrected, boolean counted, long now) {}

        @Override
        public void counted(String table, int shard, Segment before, long now) {}

        @Override
        public void lost(String table, int shard) {}
      };

  /**
   * They are in their table.
   *
   * @param counted whether the buckets that they made stale were counted anew already
   * @param now in ms since 1970
   */
  void landed(Corrected corrected, boolean counted, long now);

  /**
   * All buckets of a shard were counted anew that rows of segments before this one made stale.
   *
   * @param now in ms since 1970
   */
  void counted(String table, int shard, Segment before, long now);

  /** Another process may own the shard now, and count its buckets. */
  void lost(String table, int shard);
}
