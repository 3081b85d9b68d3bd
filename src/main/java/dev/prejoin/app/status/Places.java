package dev.prejoin.app.status;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Which place in the first topic a record tells of, even one that is put aside for its header. */
public final class Places {
  private Places() {}

  /** What the record's header says; as of a record without, if that cannot be read. */
  public static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Origin.HEADER);
    try {
      return Origin.parse(header == null ? null : header.value());
    } catch (BadRowException e) {
      return Origin.UNKNOWN;
    }
  }

  /** Whether the record ends rows without naming them. */
  public static boolean isMarker(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null && record.value() == null && origin(record).isMarker();
  }

  /** The place of a source's record: its own offset, unless it was replayed. */
  public static long inSource(ConsumerRecord<byte[], byte[]> record) {
    return origin(record).at(record.offset()).offset();
  }
}
