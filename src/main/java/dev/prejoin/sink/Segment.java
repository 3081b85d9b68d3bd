package dev.prejoin.sink;

/**
 * A stretch of one shard's writing: a correction's base hides all segments before it. An owner
 * takes an epoch above any found, so that a segment is never used twice.
 *
 * @param epoch the owner of the shard, unsigned 32 bits
 * @param counter its segments, from 1
 */
public record Segment(long epoch, long counter) implements Comparable<Segment> {
  private static final long LIMIT = 1L << Integer.SIZE;

  /** Before any owner. */
  public static final Segment NONE = new Segment(0, 0);

  public Segment {
    if (epoch < 0 || epoch >= LIMIT || counter < 0 || counter >= LIMIT) {
      throw new IllegalArgumentException("segment " + epoch + "." + counter);
    }
  }

  public static Segment unpack(long packed) {
    return new Segment(packed >>> Integer.SIZE, packed & (LIMIT - 1));
  }

  /** The number that rows carry. */
  public long packed() {
    return (epoch << Integer.SIZE) | counter;
  }

  public Segment next() {
    return new Segment(epoch, counter + 1);
  }

  /** The first segment of an owner that comes after all that wrote this one or earlier ones. */
  public Segment nextOwner() {
    return new Segment(epoch + 1, 1);
  }

  public Segment max(Segment other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public String toString() {
    return epoch + "." + counter;
  }

  @Override
  public int compareTo(Segment other) {
    return Long.compareUnsigned(packed(), other.packed());
  }
}
