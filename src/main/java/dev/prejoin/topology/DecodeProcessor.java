package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.topology.Outcome.Change;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source's records; one that is no row and no marker becomes a dead letter, and the rest
 * goes on.
 */
final class DecodeProcessor extends ContextualProcessor<byte[], byte[], byte[], Outcome> {
  private final LazyCodec codec;
  private final boolean withoutDeletes;

  /**
   * A processor that serves one task.
   *
   * @param withoutDeletes whether rows that the source loses stay, one by one or all at once by a
   *     marker: a later insert under the same key then replaces one, and is not new
   */
  DecodeProcessor(LazyCodec codec, boolean withoutDeletes) {
    this.codec = codec;
    this.withoutDeletes = withoutDeletes;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = Records.metadata(context());
    byte @Nullable [] bytes = record.value();
    try {
      Header header = record.headers().lastHeader(Origin.HEADER);
      Origin origin = Origin.parse(header == null ? null : header.value()).at(at.offset());
      if (record.key() == null && !(origin.isMarker() && bytes == null)) {
        throw new BadRowException("the record has no key");
      }
      if (bytes == null && withoutDeletes) {
        return;
      }
      if (withoutDeletes && origin.op() == 'c') {
        origin = new Origin('u', origin.incarnation(), origin.offset(), 0, origin.seen());
      }
      Object[] row = bytes == null ? null : codec.get().decode(bytes);
      context().forward(record.withValue(new Change(row, bytes, origin, at.partition())));
    } catch (BadRowException e) {
      context().forward(Records.deadLetter(record, bytes, at, e));
    }
  }
}
