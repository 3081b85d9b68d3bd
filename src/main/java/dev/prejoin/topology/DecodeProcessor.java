package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.Outcome.Change;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source's records; one that is no row and no marker becomes a dead letter, and the rest
 * goes on.
 */
final class DecodeProcessor extends ContextualProcessor<byte[], byte[], byte[], Outcome> {
  private final LazyCodec keys;
  private final LazyCodec rows;
  private final boolean withoutDeletes;
  private final Progress progress;
  private final Definitions definitions;
  private final RecordLimit limit;
  private final Branches branches;

  /**
   * A processor that serves one task.
   *
   * @param withoutDeletes whether rows that the source loses stay, one by one or all at once by a
   *     marker: a later insert under the same key then replaces one, and is not new
   */
  DecodeProcessor(
      LazyCodec keys,
      LazyCodec rows,
      boolean withoutDeletes,
      Progress progress,
      Definitions definitions,
      RecordLimit limit,
      Branches branches) {
    this.branches = branches;
    this.keys = keys;
    this.rows = rows;
    this.withoutDeletes = withoutDeletes;
    this.progress = progress;
    this.definitions = definitions;
    this.limit = limit;
  }

  @Override
  public void init(ProcessorContext<byte[], Outcome> context) {
    super.init(context);
    progress.init(context);
    definitions.init(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    definitions.tell(context(), record.timestamp());
    RecordMetadata at = Records.metadata(context());
    boolean mayRepeat = progress.mayRepeat(at.offset());
    byte @Nullable [] bytes = record.value();
    Origin origin = Origin.UNKNOWN.at(at.offset());
    boolean replayed = false;
    try {
      origin = origin(record, at, mayRepeat);
      replayed = !origin.isMarker() && origin.offset() != at.offset();
      if (record.key() == null && !(origin.isMarker() && bytes == null)) {
        throw new BadRowException("the record has no key");
      }
      if (bytes == null && withoutDeletes) {
        return;
      }
      Object[] row = bytes == null ? null : rows.get().decode(bytes);
      // What is restated has landed, so it was no dead letter here.
      if (replayed && !origin.isRestated()) {
        branches.forward(context(), Records.cleared(record, origin, at));
      }
      forward(
          record, new Change(row, bytes, origin, at.partition(), replayed, views(record, origin)));
    } catch (BadRowException e) {
      branches.forward(context(), Records.deadLetter(record, bytes, origin, at, e, limit));
      if (!origin.isNew() && isKey(record.key())) {
        // What the row was before is not what the source has now.
        forward(record, new Change(null, null, origin, at.partition(), replayed, Set.of()));
      }
    }
  }

  private boolean isKey(byte @Nullable [] bytes) {
    try {
      return bytes != null && keys.get().decode(bytes).length > 0;
    } catch (BadRowException e) {
      return false;
    }
  }

  private Origin origin(Record<byte[], byte[]> record, RecordMetadata at, boolean mayRepeat) {
    Header header = record.headers().lastHeader(Origin.HEADER);
    Origin origin = Origin.parse(header == null ? null : header.value()).at(at.offset());
    return mayRepeat || (withoutDeletes && origin.op() == 'c') ? origin.notNew() : origin;
  }

  /** For the sake of whose definitions it is sent again. */
  private static Set<String> views(Record<byte[], byte[]> record, Origin origin) {
    Header header =
        origin.isRestated() ? record.headers().lastHeader(TopicNames.VIEWS_HEADER) : null;
    return header == null || header.value() == null
        ? Set.of()
        : Set.copyOf(List.of(new String(header.value(), StandardCharsets.UTF_8).split(",", -1)));
  }

  private void forward(Record<byte[], byte[]> record, Change change) {
    branches.forward(context(), record.withValue(change));
  }
}
