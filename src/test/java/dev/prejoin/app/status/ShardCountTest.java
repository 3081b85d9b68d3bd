package dev.prejoin.app.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShardCountTest {
  private final ShardCount shard = new ShardCount(0, false, OnTheWay.NOTHING);

  private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String row) {
    return new ConsumerRecord<>(
        "readings",
        0,
        offset,
        key == null ? null : key.getBytes(UTF_8),
        row == null ? null : row.getBytes(UTF_8));
  }

  private Balance balance() {
    return shard.balance("readings", "joined", false);
  }

  @Test
  void shouldFindEachKeyByItsLastChange() {
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "b", "1"));
    shard.changed(record(2, "c", "1"));
    shard.changed(record(3, "d", "1"));
    shard.changed(record(4, "a", "2"));
    shard.changed(record(5, "d", null));
    shard.readTo(6);
    shard.landed(4);
    shard.rejected(1);
    shard.rejected(0);
    shard.deadLetter(2);

    Balance balance = balance();

    assertThat(balance.holds()).isTrue();
    assertThat(balance)
        .isEqualTo(new Balance("readings", "joined", 3, 1, 1, 1, 0, 0, 0, 0, 0, true));
  }

  @Test
  void shouldTellARowThatIsNowhereAndOneThatHasNoSource() {
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "b", "1"));
    shard.changed(record(2, "b", null));
    shard.readTo(3);
    shard.landed(1);

    assertThat(balance().unaccounted()).isEqualTo(1);
    assertThat(balance().surplus()).isEqualTo(1);
    assertThat(balance().holds()).isFalse();
    assertThat(shard.balance("readings", "joined", true).filtered()).isEqualTo(1);
  }

  @Test
  void shouldLeaveOutAKeyThatChangedMeanwhile() {
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "b", "1"));
    shard.readTo(2);
    shard.landed(1);
    shard.landed(2);
    shard.changed(record(2, "a", "2"));

    assertThat(balance().holds()).isTrue();
    assertThat(balance().rows()).isEqualTo(1);
    assertThat(balance().changed()).isEqualTo(1);
  }

  @Test
  void shouldTakeAReplayedRecordForTheChangeThatItRepeats() {
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "b", "1"));
    ConsumerRecord<byte[], byte[]> again = record(2, "a", "1");
    again.headers().add(Origin.HEADER, Origin.captured('u', 1).at(0).toBytes());
    shard.changed(again);
    shard.readTo(3);
    shard.landed(0);
    shard.rejected(1);

    assertThat(balance().holds()).isTrue();
    assertThat(balance().landed()).isEqualTo(1);
  }

  @Test
  void shouldTellWhatIsOnItsWayFromWhatIsNowhere() {
    OnTheWay onTheWay = new OnTheWay(6);
    onTheWay.unlanded(landing(5));
    ShardCount behind = new ShardCount(0, false, onTheWay);
    behind.changed(record(0, "a", "1"));
    behind.changed(record(1, "b", "1"));
    behind.changed(record(2, "c", "1"));
    behind.changed(record(3, "d", "1"));
    behind.changed(record(4, "nowhere", "1"));
    // The sink has not landed this one, and the topology has read none of the others.
    behind.changed(record(5, "a", "2"));
    behind.changed(record(6, "b", "2"));
    behind.changed(record(7, "c", null));
    behind.changed(record(8, "e", "1"));
    behind.readTo(9);
    for (long landed = 0; landed < 4; landed++) {
      behind.landed(landed);
    }

    Balance balance = behind.balance("readings", "joined", false);

    assertThat(balance)
        .isEqualTo(new Balance("readings", "joined", 5, 1, 0, 0, 0, 3, 1, 0, 0, true));
    assertThat(balance.holds()).isFalse();
  }

  @Test
  void shouldCallARowSurplusWhoseEndHasLanded() {
    ShardCount shard = new ShardCount(0, false, new OnTheWay(2));
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "a", null));
    shard.changed(record(2, "b", "1"));
    shard.readTo(3);
    shard.landed(0);

    assertThat(shard.balance("readings", "joined", false).surplus()).isEqualTo(1);
    assertThat(shard.balance("readings", "joined", false).waiting()).isEqualTo(1);
  }

  @Test
  void shouldNotMissRowsThatEndWithATruncationThatIsOnItsWay() {
    ShardCount shard = new ShardCount(0, false, new OnTheWay(1));
    shard.changed(record(0, "a", "1"));
    ConsumerRecord<byte[], byte[]> marker = record(1, null, null);
    marker.headers().add(Origin.HEADER, Origin.captured('t', 1).toBytes());
    shard.changed(marker);
    shard.readTo(2);
    shard.landed(0);

    assertThat(shard.balance("readings", "joined", false).holds()).isTrue();
  }

  private static ConsumerRecord<byte[], byte[]> landing(long place) {
    ConsumerRecord<byte[], byte[]> record = record(0, "a", "2");
    record.headers().add(Origin.HEADER, Origin.captured('u', 1).at(place).toBytes());
    return record;
  }

  @Test
  void shouldEndAllKeysBeforeATruncation() {
    shard.changed(record(0, "a", "1"));
    ConsumerRecord<byte[], byte[]> marker = record(1, null, null);
    marker.headers().add(Origin.HEADER, Origin.captured('t', 1).toBytes());
    shard.changed(marker);
    shard.changed(record(2, "b", "1"));
    shard.readTo(3);
    shard.landed(2);

    assertThat(balance().holds()).isTrue();
    assertThat(balance().rows()).isEqualTo(1);
  }

  @Test
  void shouldEndKeysThatDidNotComeAgainWhenASnapshotWasTakenAnew() {
    shard.changed(record(0, "a", "1"));
    shard.changed(record(1, "b", "1"));
    ConsumerRecord<byte[], byte[]> again = record(2, "b", "1");
    again.headers().add(Origin.HEADER, Origin.captured('r', 2).toBytes());
    shard.changed(again);
    ConsumerRecord<byte[], byte[]> marker = record(3, null, null);
    marker.headers().add(Origin.HEADER, Origin.captured('t', 2).at(0).toBytes());
    shard.changed(marker);
    shard.readTo(4);
    shard.landed(2);

    assertThat(balance().holds()).isTrue();
    assertThat(balance().rows()).isEqualTo(1);
  }

  @Test
  void shouldKeepDeletedRowsWhereDeletesAreIgnored() {
    ShardCount keeping = new ShardCount(0, true, OnTheWay.NOTHING);
    keeping.changed(record(0, "a", "1"));
    keeping.changed(record(1, "a", null));
    keeping.readTo(2);
    keeping.landed(0);

    assertThat(keeping.balance("readings", "joined", false).holds()).isTrue();
  }
}
