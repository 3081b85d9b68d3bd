package dev.prejoin.app.status;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of a topic of rejects or dead letters, by its headers: of which record it tells, and
 * whether that was put aside or, when it was replayed, is so no longer. Of the records of one topic
 * and place the last one holds.
 *
 * @param topic of rejects or dead letters
 * @param partition of the source, and of all that comes of its records
 * @param place the offset in the source
 * @param ended whether it is no longer put aside
 */
record Aside(String topic, int partition, long place, boolean ended) {
  private static final Pattern SOURCE = Pattern.compile("(.+)-(\\d+)@(\\d+)");

  /**
   * Empty if the record came from no record of a source: capture could not write it, or somebody
   * else wrote it.
   *
   * @param sources the topics of the sources
   */
  static Optional<Aside> of(ConsumerRecord<byte[], byte[]> record, Set<String> sources) {
    Matcher source = SOURCE.matcher(header(record, TopicNames.SOURCE_HEADER));
    if (!source.matches()) {
      return Optional.empty();
    }
    Origin origin = Places.origin(record);
    if (origin.offset() < 0 && sources.contains(source.group(1))) {
      origin = origin.at(Long.parseLong(source.group(3)));
    }
    return origin.offset() < 0
        ? Optional.empty()
        : Optional.of(
            new Aside(
                record.topic(),
                Integer.parseInt(source.group(2)),
                origin.offset(),
                record.headers().lastHeader(TopicNames.PASSED_HEADER) != null));
  }

  /** A header's text; empty if there is none. */
  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
