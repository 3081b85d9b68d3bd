package dev.prejoin.app.resend;

import dev.prejoin.schema.Origin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The last change of a row, which is sent to the end of its partition with the place it had. */
public abstract class Resent {
  private long offset = -1;

  /** Where it was and will be. */
  public abstract TopicPartition partition();

  /** As the topic has it. */
  public abstract byte @Nullable [] key();

  /** Of the change. */
  public abstract int incarnation();

  /** The offset at which the change was first. */
  public abstract long place();

  /** Whether rows that the source loses stay, so that such a loss is no change. */
  public abstract boolean lasts();

  /** The same change once more. */
  public abstract ProducerRecord<byte[], byte[]> again();

  /** Where it was sent to; -1 if it was not. */
  public final long offset() {
    return offset;
  }

  final void standsAt(long standsAt) {
    offset = standsAt;
  }

  /** Whether a marker that stands before it ends its row. */
  final boolean isEndedBy(Origin marker) {
    return !lasts()
        && (incarnation() < marker.incarnation()
            || (incarnation() == marker.incarnation() && place() < marker.offset()));
  }
}
