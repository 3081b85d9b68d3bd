package dev.prejoin.sink.simulation;

import dev.prejoin.sink.Done;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.TableRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What mutations do to a row or to a committed offset. */
final class Altered {
  private Altered() {}

  /** As a row that materialized views count, unless it is a tombstone. */
  static TableRow plain(TableRow row) {
    return new TableRow(
        row.values(),
        row.key(),
        row.shard(),
        row.version(),
        row.deleted(),
        row.deleted(),
        row.segment(),
        row.origin());
  }

  static TableRow inSegment(TableRow row, long segment) {
    return new TableRow(
        row.values(),
        row.key(),
        row.shard(),
        row.version(),
        row.deleted(),
        row.correction(),
        segment,
        row.origin());
  }

  /** Looks at nothing that an earlier owner touched. */
  static List<ShardRound> ofTheirOwn(List<ShardRound> rounds) {
    return rounds.stream()
        .map(
            part ->
                new ShardRound(
                    part.shard(),
                    part.clean().max(new Segment(part.round().epoch(), 0)),
                    part.round()))
        .toList();
  }

  /** Without what later owners have recorded. */
  static List<Done> ofEpochs(List<Done> recorded, Map<ShardName, Segment> owned) {
    return recorded.stream()
        .map(
            done -> {
              Segment own =
                  owned.getOrDefault(new ShardName(done.topic(), done.shard()), done.segment());
              return own.epoch() >= done.segment().epoch()
                  ? done
                  : new Done(
                      done.topic(),
                      done.topicId(),
                      done.shard(),
                      done.position(),
                      new Segment(own.epoch(), Integer.MAX_VALUE),
                      done.clean());
            })
        .toList();
  }

  static List<ShardSlice> withBase(List<ShardSlice> shards, Function<ShardSlice, Segment> base) {
    return shards.stream()
        .map(part -> new ShardSlice(part.shard(), part.round(), base.apply(part)))
        .toList();
  }

  static List<TableRow> each(List<TableRow> rows, UnaryOperator<TableRow> change) {
    return rows.stream().map(change).toList();
  }

  /**
   * The metadata with other words behind the segment.
   *
   * @see dev.prejoin.sink the text of an intent: {@code prejoin2 id epoch counter doubtUntil
   *     from-to …}
   */
  static Map<TopicPartition, OffsetAndMetadata> promises(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      java.util.function.BiFunction<Long, List<String>, List<String>> change) {
    Map<TopicPartition, OffsetAndMetadata> altered = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          List<String> words = List.of(offset.metadata().split(" "));
          List<String> kept = new ArrayList<>(words.subList(0, 4));
          kept.addAll(change.apply(offset.offset(), words.subList(4, words.size())));
          altered.put(partition, new OffsetAndMetadata(offset.offset(), String.join(" ", kept)));
        });
    return altered;
  }

  /**
   * With the metadata of a committed offset from which on nothing was begun, where there is none.
   */
  static Map<TopicPartition, OffsetAndMetadata> withPromises(
      Map<TopicPartition, OffsetAndMetadata> offsets, UnaryOperator<String> topicId) {
    Map<TopicPartition, OffsetAndMetadata> altered = new HashMap<>(offsets);
    altered.replaceAll(
        (partition, offset) ->
            offset.metadata().isEmpty()
                ? new OffsetAndMetadata(
                    offset.offset(),
                    "prejoin2 %s 0 0 %d"
                        .formatted(topicId.apply(partition.topic()), offset.offset()))
                : offset);
    return altered;
  }

  /** The end of the range that a promise begins at its offset; the offset itself if none. */
  static long promisedEnd(OffsetAndMetadata offset) {
    for (String word : offset.metadata().split(" ")) {
      if (word.startsWith(offset.offset() + "-")) {
        return Long.parseLong(word.substring(word.indexOf('-') + 1));
      }
    }
    return offset.offset();
  }
}
