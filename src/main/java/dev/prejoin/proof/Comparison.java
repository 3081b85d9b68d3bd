package dev.prejoin.proof;

import java.util.List;

/**
 * One table, landed and expected.
 *
 * @param table its name
 * @param expectedRows rows (of an aggregate: buckets) that the user's SQL gives
 * @param actualRows rows or buckets that are landed
 * @param missing expected, but not landed
 * @param surplus landed, but not expected; a row that is landed twice is one surplus row
 * @param different buckets that are there with other values; a changed row is one missing and one
 *     surplus instead, as rows have no other identity than their values
 * @param samples up to ten of them, to be read
 * @param seconds that it took
 */
public record Comparison(
    String table,
    long expectedRows,
    long actualRows,
    long missing,
    long surplus,
    long different,
    List<String> samples,
    double seconds) {
  static final int MOST_SAMPLES = 10;

  public Comparison {
    samples = List.copyOf(samples);
  }

  public boolean equal() {
    return missing == 0 && surplus == 0 && different == 0;
  }
}
