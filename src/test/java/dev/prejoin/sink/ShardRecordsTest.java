package dev.prejoin.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Which rows are kept as they came, and which are looked at one by one. */
class ShardRecordsTest {
  private static final TopicPartition PARTITION = new TopicPartition("notes", 0);
  private static final Relation NOTES =
      new Relation(
          "notes",
          List.of(new Column("n", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));

  private final List<Object> buffered = new ArrayList<>();
  private long offset = 100;

  private ShardRecords records(Landing.Kind kind) {
    Landing landing =
        new Landing(
            "notes", NOTES, new JsonRowCodec(NOTES.key()), new JsonRowCodec(NOTES.columns()), kind);
    return new ShardRecords(
        offset,
        new Decoding(landing),
        new RecordLog(PARTITION),
        (values, key, version, origin) -> buffered.add(key[0]));
  }

  private ConsumerRecord<byte[], byte[]> record(String op, long id, String value) {
    return new ConsumerRecord<>(
        PARTITION.topic(),
        PARTITION.partition(),
        offset++,
        5,
        TimestampType.CREATE_TIME,
        0,
        0,
        "{\"id\":%d}".formatted(id).getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8),
        new RecordHeaders().add(Origin.HEADER, op.getBytes(UTF_8)),
        Optional.empty());
  }

  private ConsumerRecord<byte[], byte[]> record(String op, long id) {
    return record(op, id, "{\"n\":" + id + "}");
  }

  @Test
  void shouldKeepOnlyRowsAsTheyCameThatArePlainlyNew() {
    ShardRecords records = records(Landing.Kind.FACT);

    records.add(record("op=c inc=1", 1));
    records.add(record("op=r inc=1", 2));
    records.add(record("op=r inc=2", 3));
    records.add(record("op=u inc=1", 4));
    records.add(record("op=a inc=1 at=7", 5));
    records.add(record("op=c inc=1 at=8 lot=1f:1", 6));
    records.add(record("op=c inc=1", 7, null));

    assertThat(buffered).containsExactly(1L, 2L);
    assertThat(records.rows()).isEqualTo(7);
    assertThat(records.changes())
        .extracting(change -> change.key().get(0))
        .containsExactly(3L, 4L, 5L, 6L, 7L);
    assertThat(records.all())
        .extracting(change -> change.key().get(0))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void shouldTellAllInTheirOrder() {
    ShardRecords records = records(Landing.Kind.SOURCE);
    records.add(record("op=u inc=1", 9));
    records.add(record("op=c inc=1", 1));
    records.add(record("op=d inc=1", 1, null));
    records.add(record("op=c inc=1", 2));
    records.add(record("op=c inc=1", 3));
    records.add(record("op=u inc=1", 2));

    assertThat(records.all())
        .extracting(Change::offset)
        .containsExactly(100L, 101L, 102L, 103L, 104L, 105L);
    assertThat(records.all().get(1).version()).isEqualTo(Version.of(1, 101, 101, 0));
    assertThat(records.all().get(1).row()).containsExactly(1L);
  }

  @Test
  void shouldFindNewRowsWhoseKeysHaveOtherChanges() {
    ShardRecords records = records(Landing.Kind.FACT);
    records.add(record("op=c inc=1", 1));
    records.add(record("op=c inc=1", 2));
    records.add(record("op=u inc=1", 9));

    assertThat(records.hasFresh(key -> false)).isFalse();
    assertThat(records.hasFresh(key -> key.equals(List.of(2L)))).isTrue();
    assertThat(records.hasFresh(key -> key.equals(List.of(9L)))).as("it is not new").isFalse();

    records.add(record("op=d inc=1", 1, null));

    assertThat(records.hasFresh(key -> false)).isTrue();
  }

  @Test
  void shouldKeepNothingOfARecordThatIsNoRow() {
    ShardRecords records = records(Landing.Kind.FACT);

    assertThatThrownBy(() -> records.add(record("op=c inc=1", 1, "no row")))
        .isInstanceOf(BadRowException.class);

    assertThat(records.size()).isZero();
    assertThat(buffered).isEmpty();
  }

  @Test
  void shouldLookAtEachRowWhereRowsOutlastTheirSource() {
    ShardRecords records = records(Landing.Kind.LASTING_SOURCE);

    records.add(record("op=c inc=1", 1));

    assertThat(buffered).isEmpty();
    assertThat(records.changes()).hasSize(1);
  }
}
