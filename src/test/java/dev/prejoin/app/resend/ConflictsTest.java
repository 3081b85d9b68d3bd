package dev.prejoin.app.resend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConflictsTest {
  private static final TopicPartition NOTES = new TopicPartition("notes", 0);

  private final Conflicts<Sent> conflicts = new Conflicts<>(KeyReading.BYTES);

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, String key, String value, String origin) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            NOTES.topic(),
            NOTES.partition(),
            offset,
            key == null ? null : key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8));
    record.headers().add(Origin.HEADER, origin.getBytes(UTF_8));
    return record;
  }

  private static Sent sent(long place, String key) {
    return new Sent(record(place, key, "1", "op=c inc=2"), false);
  }

  @Test
  void shouldFindAnyOtherChangeOfTheRowBeforeTheRecordThatWasSent() {
    Sent a = sent(1, "a");
    Sent b = sent(2, "b");
    Sent c = sent(3, "c");
    conflicts.sent(a, 10);
    conflicts.sent(b, 12);
    conflicts.sent(c, 14);

    assertThat(conflicts.ends()).containsEntry(NOTES, 15L);
    conflicts.read(record(9, "x", "1", "op=u inc=2"));
    conflicts.read(record(10, "a", "1", "op=u inc=2 at=1"));
    conflicts.read(record(11, "a", "2", "op=u inc=2"));
    conflicts.read(record(12, "b", "1", "op=u inc=2 at=2"));
    conflicts.read(record(9, "b", "1", "op=a inc=2 at=2"));
    assertThat(conflicts.found()).as("its own, what stands behind, the same change").isEmpty();

    conflicts.read(record(13, "c", null, "op=d inc=2"));
    assertThat(conflicts.found()).containsExactly(c);
    conflicts.read(record(11, null, null, "op=t inc=2"));
    assertThat(conflicts.found()).containsExactlyInAnyOrder(b, c);
  }

  @Test
  void shouldNotTakeAnEarlierChangeThatWasSentAgainAndGivenUpForALaterOne() {
    Sent sent = sent(5, "a");
    conflicts.sent(sent, 10);

    conflicts.read(record(8, "a", "1", "op=a inc=2 at=4"));
    assertThat(conflicts.found()).isEmpty();

    conflicts.read(record(9, "a", "2", "op=a inc=2 at=7"));
    assertThat(conflicts.found()).containsExactly(sent);
  }

  @Test
  void shouldFindWhatAMarkerEndsAndNothingElse() {
    Sent old = new Sent(record(1, "a", "1", "op=c inc=1"), false);
    Sent now = sent(2, "b");
    conflicts.sent(old, 10);
    conflicts.sent(now, 11);

    conflicts.read(record(9, null, null, "op=t inc=2 at=0"));

    assertThat(conflicts.found()).as("of an older incarnation").containsExactly(old);
  }

  @Test
  void shouldTakeNoLossForAChangeOfARowThatLasts() {
    Sent lasting = new Sent(record(1, "a", "1", "op=c inc=1"), true);
    conflicts.sent(lasting, 10);

    conflicts.read(record(7, "a", null, "op=d inc=1"));
    conflicts.read(record(8, null, null, "op=t inc=1"));
    assertThat(conflicts.found()).isEmpty();

    conflicts.read(record(9, "a", "2", "op=u inc=1"));
    assertThat(conflicts.found()).containsExactly(lasting);
  }

  @Test
  void shouldCompareKeysAsTheyAreRead() {
    Conflicts<Sent> ignoringCase =
        new Conflicts<>((topic, key) -> new String(key, UTF_8).toLowerCase());
    Sent a = sent(1, "a");
    ignoringCase.sent(a, 10);

    ignoringCase.read(record(9, "A", "2", "op=u inc=2"));

    assertThat(ignoringCase.found()).containsExactly(a);
  }
}
