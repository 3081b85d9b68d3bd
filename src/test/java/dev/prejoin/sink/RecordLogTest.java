package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordLogTest {
  private static final TopicPartition PARTITION = new TopicPartition("l3_power_joined", 2);

  private final Random random = new Random(1);
  private final RecordLog log = new RecordLog(PARTITION);
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  private void add(int valueBytes) {
    byte[] value = new byte[valueBytes];
    random.nextBytes(value);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            10 + 2L * records.size(),
            1_000 + records.size(),
            TimestampType.CREATE_TIME,
            1,
            valueBytes,
            new byte[] {(byte) records.size()},
            value,
            new RecordHeaders()
                .add(Origin.HEADER, Origin.captured('c', 1 + records.size()).toBytes()),
            Optional.empty());
    records.add(record);
    log.add(record);
  }

  private List<ConsumerRecord<byte[], byte[]>> back() {
    List<ConsumerRecord<byte[], byte[]>> back = new ArrayList<>();
    log.forEach(back::add);
    return back;
  }

  @Test
  void shouldGiveBackWhatItTook() {
    // Many small ones, one that is larger than any chunk, and empty ones.
    for (int i = 0; i < 100; i++) {
      add(i % 10 == 0 ? 0 : 500);
    }
    add(3 << 20);
    add(7);

    assertThat(log.size()).isEqualTo(102);
    for (int times = 0; times < 2; times++) {
      assertThat(back())
          .usingRecursiveFieldByFieldElementComparatorOnFields(
              "topic", "partition", "offset", "timestamp", "key", "value", "headers")
          .isEqualTo(records);
    }
  }
}
