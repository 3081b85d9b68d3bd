package dev.prejoin.proof.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** How often each kind of change comes, beside the others. */
public final class Mix {
  private final Map<Change, Integer> weights = new EnumMap<>(Change.class);
  private final int sum;

  /**
   * The usual weights but for those that are given.
   *
   * @param given 0 for a change that is not to come
   * @throws IllegalArgumentException if one is negative, or none is above 0
   */
  public Mix(Map<Change, Integer> given) {
    long all = 0;
    for (Change change : Change.values()) {
      int weight = given.getOrDefault(change, change.weight());
      if (weight < 0) {
        throw new IllegalArgumentException(
            "the weight of %s is %d, and must be 0 or more".formatted(change, weight));
      }
      weights.put(change, weight);
      all += weight;
    }
    if (all == 0 || all > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the weights come to %d, and must come to 1 to %d".formatted(all, Integer.MAX_VALUE));
    }
    sum = (int) all;
  }

  Change next(SplittableRandom random) {
    int left = random.nextInt(sum);
    for (Map.Entry<Change, Integer> each : weights.entrySet()) {
      left -= each.getValue();
      if (left < 0) {
        return each.getKey();
      }
    }
    throw new AssertionError(weights);
  }

  @Override
  public String toString() {
    return weights.toString();
  }
}
