package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.Overlap.Window;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.RecordLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class SnapshotWriterTest {
  private static final String TOPIC = "l1_power_raw";
  private static final TableTopic TABLE =
      new TableTopic(
          new CapturedTable(
              AvroSchemas.read(Path.of("schemas/avro")).find(TOPIC).orElseThrow(),
              false,
              "public.power_readings"),
          CaptureProcess.jsonCodecs(),
          1,
          1,
          new RecordLimit(1000));

  private static ProducerRecord<byte[], byte[]> record(String topic, int key, byte[] value) {
    return new ProducerRecord<>(topic, 0, new byte[] {(byte) key}, value);
  }

  @Test
  void shouldCountAsGoneOnlyRowsThatAreNeitherPutAsideNorNewerInTheStream() {
    BackfillRange range =
        BackfillRange.ofKeys(List.of(), List.of())
            .listed(List.of(List.of("1"), List.of("2"), List.of("3"), List.of("4")));
    Overlap overlap = new Overlap();
    SnapshotWriter writer =
        new SnapshotWriter(
            Map.of(TOPIC, TableState.due("public.power_readings", 1, TableState.Phase.DONE)),
            Map.of(TOPIC, BackfillState.due("one", range, Map.of(0, 0L))),
            List.of(TABLE),
            overlap,
            (table, now) -> 0);
    Window window = overlap.open("a", TOPIC, Visibility.parse("100:100:")).orElseThrow();
    List<ProducerRecord<byte[], byte[]>> rows =
        List.of(
            record(TOPIC, 1, null),
            record(TOPIC, 2, null),
            record("dead", 3, new byte[] {7}),
            record(TOPIC, 3, null),
            record(TOPIC, 4, null));
    overlap.read(window, Chunk.ofBackfill(TOPIC, rows, List.of("4"), List.of(), "one", true));
    overlap.changed(TOPIC, 101, new byte[] {2});
    List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

    assertThat(writer.place(overlap.close("a").orElseThrow(), 0, written::add)).isZero();

    assertThat(written).containsExactly(rows.get(0), rows.get(2), rows.get(3), rows.get(4));
    BackfillState after = writer.backfills().get(TOPIC);
    assertThat(after.gone()).as("1 and 4").isEqualTo(2);
    assertThat(after.rows()).as("3, which is there").isEqualTo(1);
  }
}
