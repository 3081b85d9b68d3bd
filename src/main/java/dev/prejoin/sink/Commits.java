package dev.prejoin.sink;

import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Tells Kafka, one thing after the other. A commit whose answer did not come may arrive late and
 * take the place of a newer one; so the next is not sent before the group has formed anew, as Kafka
 * refuses what was sent before that.
 */
final class Commits {
  private final Consumer<byte[], byte[]> consumer;
  private boolean unsure;
  private int unsureGeneration;

  Commits(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * Returns once Kafka has it.
   *
   * @throws RebalanceInProgressException if it has not, as the group is forming
   * @throws CommitFailedException if it has not, as others own the shards
   * @throws RetriableCommitFailedException if the coordinator says what it never should, as one
   *     that has lost the group does after a crash (GROUP_ID_NOT_FOUND)
   * @throws KafkaException if that is unknown
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (unsure && consumer.groupMetadata().generationId() == unsureGeneration) {
      consumer.enforceRebalance();
      throw new RebalanceInProgressException("an earlier commit may still be under way");
    }
    unsure = false;
    try {
      consumer.commitSync(offsets);
    } catch (RebalanceInProgressException | CommitFailedException e) {
      throw e;
    } catch (KafkaException e) {
      unsure = true;
      unsureGeneration = consumer.groupMetadata().generationId();
      consumer.enforceRebalance();
      if (e instanceof TimeoutException) {
        // Not with all offsets and what is told beside them, which the client's text has.
        throw new TimeoutException("no answer to a commit", e);
      }
      // What the client has no exception for: to join anew mends it.
      throw e.getClass() == KafkaException.class
          ? new RetriableCommitFailedException(String.valueOf(e.getMessage()), e)
          : e;
    }
  }
}
