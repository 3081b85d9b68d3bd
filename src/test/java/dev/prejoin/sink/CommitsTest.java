package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;

class CommitsTest {
  private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(new TopicPartition("t", 0), new OffsetAndMetadata(7, "prejoin2"));

  /** A consumer to whose commits Kafka gives one answer. */
  private static final class Answered extends MockConsumer<byte[], byte[]> {
    private final KafkaException answer;
    private int rebalances;

    Answered(KafkaException answer) {
      super("earliest");
      this.answer = answer;
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      throw answer;
    }

    @Override
    public void enforceRebalance() {
      rebalances++;
    }
  }

  @Test
  void shouldJoinAnewWhenTheCoordinatorHasLostTheGroup() {
    Answered consumer =
        new Answered(
            new KafkaException("Unexpected error in commit: The group id does not exist."));
    Commits commits = new Commits(consumer);

    assertThatThrownBy(() -> commits.commit(OFFSETS))
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("The group id does not exist");
    assertThat(consumer.rebalances).isEqualTo(1);
    assertThatThrownBy(() -> commits.commit(OFFSETS))
        .isInstanceOf(RebalanceInProgressException.class);
  }

  @Test
  void shouldTellThatItWasDrivenOut() {
    Commits commits = new Commits(new Answered(new FencedInstanceIdException("another")));

    assertThatThrownBy(() -> commits.commit(OFFSETS)).isInstanceOf(FencedInstanceIdException.class);
  }
}
