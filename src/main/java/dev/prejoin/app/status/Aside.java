package dev.prejoin.app.status;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
  private static final Pattern SOURCE = Pattern.compile(".+-(\\d+)@(\\d+)");

  /** Empty if the record's source is no topic, as capture's dead letters have it. */
  static Optional<Aside> of(ConsumerRecord<byte[], byte[]> record) {
    Matcher source = SOURCE.matcher(header(record, TopicNames.SOURCE_HEADER));
    if (!source.matches()) {
      return Optional.empty();
    }
    long offset = Long.parseLong(source.group(2));
    return Optional.of(
        new Aside(
            record.topic(),
            Integer.parseInt(source.group(1)),
            origin(record).at(offset).offset(),
            record.headers().lastHeader(TopicNames.PASSED_HEADER) != null));
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Origin.HEADER);
    try {
      return Origin.parse(header == null ? null : header.value());
    } catch (BadRowException e) {
      // It may be why the record was put aside.
      return Origin.UNKNOWN;
    }
  }

  /** A header's text; empty if there is none. */
  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
