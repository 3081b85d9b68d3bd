package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.Outcome.Change;
import dev.prejoin.topology.Outcome.Cleared;
import dev.prejoin.topology.Outcome.DeadLetter;
import dev.prejoin.topology.Outcome.Reject;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The records that steps hand on, with the headers that tell where they come from. */
final class Records {
  private static final int MOST_HEADER_BYTES = 1024;

  private Records() {}

  static RecordMetadata metadata(ProcessingContext context) {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a record without a position"));
  }

  static Record<byte[], Outcome> change(Record<byte[], ?> record, Change change) {
    Headers headers = new RecordHeaders().add(Origin.HEADER, change.origin().toBytes());
    return new Record<>(record.key(), change, record.timestamp(), headers);
  }

  static Record<byte[], Outcome> reject(
      Record<byte[], Change> record,
      String view,
      String rule,
      String reason,
      RecordMetadata at,
      RecordLimit limit) {
    Headers headers =
        new RecordHeaders()
            .add(Origin.HEADER, record.value().origin().toBytes())
            .add(TopicNames.VIEW_HEADER, text(view))
            .add(TopicNames.RULE_HEADER, text(rule))
            .add(TopicNames.REASON_HEADER, text(reason))
            .add(TopicNames.SOURCE_HEADER, text(source(at, record.value().origin())));
    Reject reject =
        new Reject(fitting(record, record.value().bytes(), limit), record.value().partition());
    return new Record<>(record.key(), reject, record.timestamp(), headers);
  }

  /** A replayed row that the view does not reject: if it did once, it does no longer. */
  static Record<byte[], Outcome> notRejected(
      Record<byte[], Change> record, String view, RecordMetadata at) {
    Change change = record.value();
    Headers headers = passed(change.origin(), at);
    headers.add(TopicNames.VIEW_HEADER, text(view));
    return new Record<>(
        record.key(), new Reject(null, change.partition()), record.timestamp(), headers);
  }

  /** A replayed record that has come so far: if it was put aside here once, it is no longer. */
  static Record<byte[], Outcome> cleared(
      Record<byte[], ?> record, Origin origin, RecordMetadata at) {
    return new Record<>(
        record.key(), new Cleared(at.partition()), record.timestamp(), passed(origin, at));
  }

  private static Headers passed(Origin origin, RecordMetadata at) {
    return new RecordHeaders()
        .add(Origin.HEADER, origin.toBytes())
        .add(TopicNames.SOURCE_HEADER, text(source(at, origin)))
        .add(TopicNames.PASSED_HEADER, text(place(at, at.offset())));
  }

  static Record<byte[], Outcome> deadLetter(
      Record<byte[], ?> record,
      byte @Nullable [] bytes,
      Origin origin,
      RecordMetadata at,
      BadRowException reason,
      RecordLimit limit) {
    Headers headers = kept(record.headers());
    headers.add(TopicNames.REASON_HEADER, text(String.valueOf(reason.getMessage())));
    headers.add(TopicNames.SOURCE_HEADER, text(source(at, origin)));
    DeadLetter letter = new DeadLetter(fitting(record, bytes, limit), at.partition());
    return new Record<>(record.key(), letter, record.timestamp(), headers);
  }

  /** The record's headers, unless they leave no room for ours: {@link RecordLimit} counts few. */
  private static Headers kept(Headers headers) {
    int size = 0;
    for (Header header : headers) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size > MOST_HEADER_BYTES ? new RecordHeaders() : new RecordHeaders(headers);
  }

  /**
   * The bytes, or null if they and the headers would be too many: the source tells where they are.
   */
  private static byte @Nullable [] fitting(
      Record<byte[], ?> record, byte @Nullable [] bytes, RecordLimit limit) {
    return limit.holds(record.key(), bytes) ? bytes : null;
  }

  /** Where the change was read first: a replayed one tells. */
  private static String source(RecordMetadata at, Origin origin) {
    return place(at, origin.offset());
  }

  private static String place(RecordMetadata at, long offset) {
    return at.topic() + "-" + at.partition() + "@" + offset;
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
