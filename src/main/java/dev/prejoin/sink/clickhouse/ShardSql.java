package dev.prejoin.sink.clickhouse;

import dev.prejoin.sink.Segment;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Each shard has segments of its own: what one statement says of several shards. */
final class ShardSql {
  private ShardSql() {}

  static String list(Collection<Integer> shards) {
    return shards.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** The segment of the row's shard. */
  static <T> String choose(List<T> shards, ToIntFunction<T> number, Function<T, Segment> segment) {
    return choose("_shard", shards, number, segment);
  }

  /** The same, by another name of the shard's column. */
  static <T> String choose(
      String column, List<T> shards, ToIntFunction<T> number, Function<T, Segment> segment) {
    return "transform(%s, [%s], [%s], toUInt64(0))"
        .formatted(
            column,
            shards.stream()
                .map(shard -> Integer.toString(number.applyAsInt(shard)))
                .collect(Collectors.joining(", ")),
            shards.stream()
                .map(shard -> packed(segment.apply(shard)))
                .collect(Collectors.joining(", ")));
  }

  /**
   * Rows of these shards that fulfil a condition.
   *
   * @param condition with a place for the shard's segment
   */
  static <T> String where(
      List<T> shards, ToIntFunction<T> number, String condition, Function<T, Segment> segment) {
    return shards.stream()
        .map(
            shard ->
                "(_shard = %d AND %s)"
                    .formatted(
                        number.applyAsInt(shard),
                        condition.formatted(packed(segment.apply(shard)))))
        .collect(Collectors.joining(" OR "));
  }

  private static String packed(Segment segment) {
    return "toUInt64(" + Long.toUnsignedString(segment.packed()) + ")";
  }
}
