package dev.prejoin.sink;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Turns the records of one topic into changes or rejects. */
final class Decoding {
  private final Landing landing;
  private final JsonRowCodec keysAsJson;
  private final JsonRowCodec rowsAsJson;

  Decoding(Landing landing) {
    this.landing = landing;
    this.keysAsJson = new JsonRowCodec(landing.relation().key());
    this.rowsAsJson = new JsonRowCodec(landing.relation().columns());
  }

  /**
   * Below which version every row of the partition is gone, if the record is a marker. Compacted
   * topics have none.
   */
  Optional<Version> marker(ConsumerRecord<byte[], byte[]> record) {
    if (!landing.kind().hasNewRows() || record.key() != null || record.value() != null) {
      return Optional.empty();
    }
    Origin origin = origin(record);
    return origin.isMarker()
        ? Optional.of(Version.of(origin.incarnation(), origin.offset()))
        : Optional.empty();
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Origin.HEADER);
    return Origin.parse(header == null ? null : header.value()).at(record.offset());
  }

  /**
   * Adds the record's row to a buffer if it is plainly new, and returns where it comes from; else
   * null, and {@link #change} says what it is.
   */
  @Nullable Origin addFresh(ConsumerRecord<byte[], byte[]> record, RowBuffer buffer) {
    if (!landing.kind().hasNewRows() || record.value() == null) {
      return null;
    }
    try {
      Origin origin = origin(record);
      if (!origin.isNew() || origin.lot() != null) {
        return null;
      }
      Object[] key = landing.key().decode(bytesOfKey(record));
      Object[] row = landing.value().decode(record.value());
      buffer.add(row, key, version(record, origin), origin);
      return origin;
    } catch (BadRowException e) {
      return null;
    }
  }

  /** The values of the record's key. */
  List<Object> key(ConsumerRecord<byte[], byte[]> record) {
    return Standing.keyOf(landing.key().decode(bytesOfKey(record)));
  }

  private static Version version(ConsumerRecord<byte[], byte[]> record, Origin origin) {
    return Version.of(origin.incarnation(), origin.offset(), record.offset(), 0);
  }

  /** What the record says; empty if it changes nothing. */
  Optional<Change> change(ConsumerRecord<byte[], byte[]> record) {
    return landing.kind().isOfSource() ? ofSource(record) : Optional.of(row(record));
  }

  private Change row(ConsumerRecord<byte[], byte[]> record) {
    return change(
        record,
        record.value() == null ? null : landing.value().decode(record.value()),
        origin(record));
  }

  /** The same of it as the topology takes it. */
  private Optional<Change> ofSource(ConsumerRecord<byte[], byte[]> record) {
    boolean lasting = landing.kind() == Landing.Kind.LASTING_SOURCE;
    if (lasting && record.value() == null) {
      return Optional.empty();
    }
    Origin origin = Origin.UNKNOWN.at(record.offset());
    try {
      // Where rows outlast the source's, a key that comes new may have had another row.
      origin = lasting ? origin(record).notNew() : origin(record);
      Change change = row(record);
      return Optional.of(lasting ? change(record, change.row(), origin) : change);
    } catch (BadRowException e) {
      return origin.isNew() ? Optional.empty() : Optional.of(change(record, null, origin));
    }
  }

  private Change change(
      ConsumerRecord<byte[], byte[]> record, Object @Nullable [] row, Origin origin) {
    return new Change(
        key(record), row, origin, version(record, origin), record.timestamp(), record.offset());
  }

  RejectRow reject(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = origin(record);
    return new RejectRow(
        text(record, TopicNames.VIEW_HEADER),
        json(keysAsJson, landing.key().decode(bytesOfKey(record))),
        text(record, TopicNames.RULE_HEADER),
        text(record, TopicNames.REASON_HEADER),
        text(record, TopicNames.SOURCE_HEADER),
        record.timestamp(),
        record.value() == null ? "" : json(rowsAsJson, landing.value().decode(record.value())),
        record.partition(),
        version(record, origin),
        record.headers().lastHeader(TopicNames.PASSED_HEADER) != null);
  }

  private static byte[] bytesOfKey(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new BadRowException("the record has no key");
    }
    return record.key();
  }

  private static String json(JsonRowCodec codec, Object[] values) {
    return new String(codec.encode(values), StandardCharsets.UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
