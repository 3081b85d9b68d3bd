package dev.prejoin.app.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.Drift;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerBatchTest {
  private static final Relation FACTS =
      new Relation(
          "facts",
          List.of(
              new Column("device", ColumnType.of(Kind.INT64)),
              new Column("amount", ColumnType.of(Kind.INT64).withNullable(true))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  private static final RowCodec KEYS = RowCodecs.json().keys(FACTS);
  private static final RowCodec VALUES = RowCodecs.json().values(FACTS);
  private static final Drift.Fed NOTHING = new Drift.Fed(0, 0, 0, 0, 0);

  private final PeerBatch batch = new PeerBatch(Set.of("amount"));

  @Test
  void shouldInsertEveryVersionOfAFactAndNoneThatIsDeleted() {
    fact(Origin.captured('c', 1), row(1, 5));
    fact(Origin.captured('u', 1), row(1, 6));
    fact(Origin.captured('d', 1), null);

    assertThat(batch.facts()).containsExactly(new Object[] {1L, 5L}, new Object[] {1L, 6L});
    assertThat(batch.after(NOTHING)).isEqualTo(new Drift.Fed(1, 1, 1, 0, 0));
  }

  @Test
  void shouldPassOverWhatPrejoinItselfSends() {
    fact(Origin.restated(1, 17), row(1, 5));
    fact(Origin.captured('u', 1).notNew(), row(1, 7));
    fact(Origin.replayed('u', 1, 4), row(1, 5));
    fact(Origin.truncated(1), null);
    fact(Origin.onlyFrom(2), null);

    assertThat(batch.facts()).hasSize(1);
    assertThat(batch.after(NOTHING)).isEqualTo(new Drift.Fed(0, 1, 0, 0, 0));
  }

  @Test
  void shouldLeaveOutWhatItsTablesCannotHold() {
    fact(Origin.captured('c', 1), "{\"device\":1,\"amount\":null}");
    fact(Origin.captured('c', 1), "no row");

    assertThat(batch.facts()).isEmpty();
    assertThat(batch.after(new Drift.Fed(1, 2, 3, 4, 5))).isEqualTo(new Drift.Fed(1, 2, 3, 6, 5));
  }

  @Test
  void shouldKeepTheLatestRowOfEachKeyOfADimension() {
    batch.dimension(FACTS, KEYS, VALUES, record(Origin.captured('c', 1), 1, row(1, 5)));
    batch.dimension(FACTS, KEYS, VALUES, record(Origin.captured('c', 1), 2, row(2, 5)));
    batch.dimension(FACTS, KEYS, VALUES, record(Origin.captured('u', 1), 1, row(1, 6)));
    batch.dimension(FACTS, KEYS, VALUES, record(Origin.captured('d', 1), 2, null));

    Map<List<Object>, Optional<Object[]>> rows = batch.dimensions().get("facts");
    assertThat(rows.get(List.of(1L))).contains(new Object[] {1L, 6L});
    assertThat(rows.get(List.of(2L))).isEmpty();
    assertThat(rows).hasSize(2);
    assertThat(batch.after(NOTHING).metadata()).isEqualTo(2);
  }

  private void fact(Origin origin, @Nullable String row) {
    batch.fact(FACTS, VALUES, record(origin, 1, row));
  }

  private static String row(long device, long amount) {
    return "{\"device\":%d,\"amount\":%d}".formatted(device, amount);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      Origin origin, long id, @Nullable String row) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "facts",
            0,
            0,
            KEYS.encode(new Object[] {id}),
            row == null ? null : row.getBytes(StandardCharsets.UTF_8));
    record.headers().add(new RecordHeader(Origin.HEADER, origin.toBytes()));
    return record;
  }
}
