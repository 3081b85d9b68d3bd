package dev.prejoin.capture;

import dev.prejoin.schema.AvroRowCodec;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** One captured table on its way into its topic: change events become records. */
final class TableTopic {
  private static final String OPERATIONS = "crud";

  private final CapturedTable table;
  private final RowCodec keyCodec;
  private final RowCodec valueCodec;
  private final TableRows keys;
  private final TableRows values;
  private final int keyPrefix;
  private final int partitions;
  private final RecordLimit limit;
  private final int incarnation;
  private final List<Header>[] origins;

  /**
   * @param partitions how many its topic has
   * @param limit of a record in Kafka
   */
  TableTopic(
      CapturedTable table, RowCodecs codecs, int partitions, int incarnation, RecordLimit limit) {
    this.table = table;
    this.partitions = partitions;
    this.limit = limit;
    this.incarnation = incarnation;
    keyCodec = codecs.keys(table.relation());
    valueCodec = codecs.values(table.relation());
    keys = new TableRows(table.relation().key());
    values = new TableRows(table.relation().columns());
    keyPrefix = keyCodec instanceof AvroRowCodec ? AvroRowCodec.PREFIX_BYTES : 0;
    origins = origins(incarnation);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists has no other way
  private static List<Header>[] origins(int incarnation) {
    List<Header>[] headers = new List[OPERATIONS.length()];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = header(Origin.captured(OPERATIONS.charAt(i), incarnation));
    }
    return headers;
  }

  private static List<Header> header(Origin origin) {
    return List.of(new RecordHeader(Origin.HEADER, origin.toBytes()));
  }

  CapturedTable table() {
    return table;
  }

  /**
   * The record of a change, for the relation's topic or, with a reason, for its dead letters.
   *
   * @param key the primary key, or null if the table has none
   */
  ProducerRecord<byte[], byte[]> record(@Nullable Struct key, Change change) {
    byte[] keyBytes = null;
    try {
      if (key == null) {
        throw new BadRowException("table " + table.table() + " has no primary key");
      }
      keyBytes = keyCodec.encode(keys.read(key));
      Struct row = change.row();
      byte[] value = row == null ? null : valueCodec.encode(values.read(row));
      limit.require(keyBytes, value);
      return new ProducerRecord<>(
          table.topic(),
          partition(keyBytes),
          change.committedAt(),
          keyBytes,
          value,
          origins[OPERATIONS.indexOf(change.operation())]);
    } catch (BadRowException e) {
      return deadLetter(key, keyBytes, change, e);
    }
  }

  /**
   * Ends the earlier version of a row whose newer one was put aside: it is no longer what the
   * source says.
   *
   * @param written what {@link #record} made of the change
   */
  Optional<ProducerRecord<byte[], byte[]>> endOfEarlier(
      @Nullable Struct key, Change change, ProducerRecord<byte[], byte[]> written) {
    if (key == null || change.operation() != 'u' || written.topic().equals(table.topic())) {
      return Optional.empty();
    }
    try {
      byte[] keyBytes = keyCodec.encode(keys.read(key));
      return Optional.of(end(keyBytes, partition(keyBytes), change.committedAt()));
    } catch (BadRowException e) {
      // No row can have had this key.
      return Optional.empty();
    }
  }

  /**
   * One marker for each partition: every row that is there is gone.
   *
   * @param at when the source committed it, in milliseconds since 1970
   */
  List<ProducerRecord<byte[], byte[]>> truncation(long at) {
    return markers(Origin.truncated(incarnation), at);
  }

  /** One marker for each partition: every row of an older incarnation is gone. */
  List<ProducerRecord<byte[], byte[]>> endOfOlder(long at) {
    return markers(Origin.onlyFrom(incarnation), at);
  }

  private List<ProducerRecord<byte[], byte[]>> markers(Origin origin, long at) {
    List<ProducerRecord<byte[], byte[]>> markers = new ArrayList<>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      markers.add(new ProducerRecord<>(table.topic(), partition, at, null, null, header(origin)));
    }
    return markers;
  }

  /** The end of a row of a dimension, of which the topic has this key. */
  ProducerRecord<byte[], byte[]> tombstone(DimensionKeys.Live live, long at) {
    return end(live.key(), live.partition(), at);
  }

  private ProducerRecord<byte[], byte[]> end(byte[] key, int partition, long at) {
    return new ProducerRecord<>(
        table.topic(), partition, at, key, null, origins[OPERATIONS.indexOf('d')]);
  }

  int incarnation() {
    return incarnation;
  }

  /** The same, but of a row that may be there already. */
  ProducerRecord<byte[], byte[]> asUpdate(ProducerRecord<byte[], byte[]> row) {
    return row.topic().equals(table.topic())
        ? new ProducerRecord<>(
            row.topic(),
            row.partition(),
            row.timestamp(),
            row.key(),
            row.value(),
            origins[OPERATIONS.indexOf('u')])
        : row;
  }

  /** Without Avro's prefix, so that a schema that is registered anew moves no key. */
  private int partition(byte[] key) {
    byte[] hashed = keyPrefix == 0 ? key : Arrays.copyOfRange(key, keyPrefix, key.length);
    return Utils.toPositive(Utils.murmur2(hashed)) % partitions;
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      @Nullable Struct key, byte @Nullable [] keyBytes, Change change, BadRowException reason) {
    byte[] letterKey = keyBytes != null || key == null ? keyBytes : StructJson.bytes(key);
    Struct row = change.row();
    byte[] value = row == null ? null : StructJson.bytes(row);
    if (value != null && value.length > limit.bytes()) {
      value = Arrays.copyOf(value, limit.bytes() / 2);
    }
    if (letterKey != null && letterKey.length > limit.bytes() / 4) {
      letterKey = Arrays.copyOf(letterKey, limit.bytes() / 4);
    }
    String source = "%s op=%s lsn=%d".formatted(table.table(), change.operation(), change.lsn());
    return new ProducerRecord<>(
        table.deadLetterTopic(),
        null,
        change.committedAt(),
        letterKey,
        value,
        List.of(header("reason", String.valueOf(reason.getMessage())), header("source", source)));
  }

  private static Header header(String name, String text) {
    return new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
