package dev.prejoin.app.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.status.Span;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeadLetterReaderTest {
  private static final TopicPartition SMALL = new TopicPartition("a", 0);
  private static final TopicPartition LARGE = new TopicPartition("a", 1);
  private static final TopicPartition LARGEST = new TopicPartition("b", 0);

  @Test
  void shouldTakeTheNewestOfEachPartitionAndGiveLargeOnesWhatSmallOnesLeave() {
    assertThat(
            DeadLetterReader.newest(
                Map.of(
                    SMALL, new Span(5, 7),
                    LARGE, new Span(0, 100),
                    LARGEST, new Span(1_000, 9_000)),
                40))
        .isEqualTo(
            Map.of(
                SMALL, new Span(5, 7),
                LARGE, new Span(81, 100),
                LARGEST, new Span(8_981, 9_000)));
  }

  @Test
  void shouldTakeAllWhereThereAreFew() {
    Map<TopicPartition, Span> few = Map.of(SMALL, new Span(5, 7), LARGE, new Span(0, 10));
    assertThat(DeadLetterReader.newest(few, 40)).isEqualTo(few);
  }
}
