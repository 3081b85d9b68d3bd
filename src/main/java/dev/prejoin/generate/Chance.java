package dev.prejoin.generate;

import java.util.SplittableRandom;

/** Randomness that depends on nothing but seed, purpose and index. */
public final class Chance {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Chance() {}

  /** Neighbouring indexes give unlike sequences. */
  public static SplittableRandom of(long seed, long purpose, long index) {
    return new SplittableRandom(mix(mix(seed + purpose * GOLDEN_GAMMA) + index * GOLDEN_GAMMA));
  }

  /** From -1 to 1, mostly near 0: the difference of two even draws. */
  public static double aroundZero(SplittableRandom random) {
    double first = random.nextDouble();
    return first - random.nextDouble();
  }

  /** The finalizer of SplitMix64 (Stafford's variant 13). */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
