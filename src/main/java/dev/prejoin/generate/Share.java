package dev.prejoin.generate;

/**
 * Which indexes belong to a share: evenly spread, so that any run of indexes holds a known number.
 *
 * @param share 0 to 1
 * @param offset 0 to 1: moves the chosen indexes by that part of the distance between two of them,
 *     so that two shares need not choose the same
 */
public record Share(double share, double offset) {
  /** How many of the indexes below this one belong to it. */
  public long before(long index) {
    return (long) Math.floor(index * share + offset) - (long) Math.floor(offset);
  }

  public boolean has(long index) {
    return before(index + 1) > before(index);
  }
}
