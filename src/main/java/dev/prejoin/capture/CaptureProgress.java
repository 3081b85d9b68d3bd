package dev.prejoin.capture;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * How far a capture has come, as it is committed in Kafka.
 *
 * @param snapshotCompleted whether the topics hold the whole initial snapshot
 * @param incarnation how often the source was snapshotted from the start, from 1
 * @param changes the records written per topic since the beginning; exact
 */
public record CaptureProgress(
    boolean snapshotCompleted, int incarnation, Map<String, Long> changes) {
  public CaptureProgress {
    changes = Map.copyOf(changes);
  }

  /**
   * Reads it.
   *
   * @param kafka properties of a Kafka client
   * @return empty if the capture has never started or the topic does not exist
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static Optional<CaptureProgress> read(
      Map<String, String> kafka, String topic, String captureName) {
    try {
      return new StateTopic(kafka, topic)
          .committed(captureName)
          .map(
              state ->
                  new CaptureProgress(
                      state.snapshotCompleted(), state.incarnation(), state.changes()));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
