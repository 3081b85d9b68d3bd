package dev.prejoin.app.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.replay.Candidate.State;
import dev.prejoin.schema.Origin;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final TopicPartition NOTES = new TopicPartition("notes", 0);

  private final Candidates candidates = new Candidates(NOTES, false, false);

  private static ConsumerRecord<byte[], byte[]> record(
      long offset, String key, String row, String origin) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "notes",
            0,
            offset,
            key == null ? null : key.getBytes(UTF_8),
            row == null ? null : row.getBytes(UTF_8));
    record.headers().add(Origin.HEADER, origin.getBytes(UTF_8));
    return record;
  }

  private void read(long offset, String key, String row, String origin) {
    candidates.read(record(offset, key, row, origin));
  }

  private List<State> states() {
    return candidates.all().stream().map(Candidate::state).toList();
  }

  @Test
  void shouldSendOnlyTheLastChangeOfARow() {
    for (long place : new long[] {5, 6, 7, 8, 99}) {
      candidates.choose(place, 0);
    }
    read(5, "a", "1", "op=c inc=1");
    read(6, "b", "1", "op=c inc=1");
    read(7, "c", "1", "op=c inc=1");
    read(8, "d", "1", "op=c inc=1");
    read(9, "b", "2", "op=u inc=1");
    read(10, "c", null, "op=d inc=1");
    read(11, "e", "1", "op=c inc=1");

    assertThat(states())
        .containsExactly(State.LAST, State.CHANGED, State.CHANGED, State.LAST, State.NOT_FOUND);
    assertThat(candidates.toSend(record(5, "a", "1", "op=c inc=1"))).isPresent();
    assertThat(candidates.toSend(record(6, "b", "1", "op=c inc=1"))).isEmpty();
    assertThat(candidates.toSend(record(9, "b", "2", "op=u inc=1"))).isEmpty();
  }

  @Test
  void shouldTakeTheLaterOfTwoCandidatesOfARow() {
    candidates.choose(5, 0);
    candidates.choose(6, 0);
    read(5, "a", "1", "op=c inc=1");
    read(6, "a", "2", "op=u inc=1");

    assertThat(states()).containsExactly(State.CHANGED, State.LAST);
  }

  @Test
  void shouldSendTheLastChangeInPlaceOfARejectWhoseRowHasChanged() {
    Candidates rejects = new Candidates(NOTES, false, true);
    rejects.choose(5, 0);
    rejects.choose(6, 0);
    rejects.read(record(5, "a", "1", "op=c inc=1"));
    rejects.read(record(6, "b", "1", "op=c inc=1"));
    rejects.read(record(7, "a", "2", "op=u inc=1"));
    rejects.read(record(8, "a", "3", "op=u inc=1"));
    rejects.read(record(9, "b", null, "op=d inc=1"));
    rejects.read(record(10, "a", "3", "op=u inc=1 at=8"));

    assertThat(rejects.all()).extracting(Candidate::state).containsOnly(State.CHANGED);
    assertThat(rejects.toSend(record(5, "a", "1", "op=c inc=1"))).isEmpty();
    assertThat(rejects.toSend(record(8, "a", "3", "op=u inc=1"))).isEmpty();
    assertThat(rejects.toSend(record(10, "a", "3", "op=u inc=1 at=8"))).isPresent();
    assertThat(rejects.toSend(record(9, "b", null, "op=d inc=1"))).isPresent();
    Pending end = new Pending(rejects.all().get(1), record(9, "b", null, "op=d inc=1"), false);
    assertThat(new String(end.again().headers().lastHeader(Origin.HEADER).value(), UTF_8))
        .isEqualTo("op=d inc=1 at=9");
  }

  @Test
  void shouldTakeAReplayedRecordForTheChangeThatItRepeatsThoughTheFirstIsGone() {
    candidates.choose(5, 0);
    candidates.choose(6, 0);
    read(6, "b", "1", "op=c inc=1");
    read(20, "a", "1", "op=u inc=1 at=5");
    read(21, "b", "1", "op=u inc=1 at=6");

    assertThat(states()).containsExactly(State.LAST, State.LAST);
    assertThat(candidates.toSend(record(6, "b", "1", "op=c inc=1"))).isEmpty();
    assertThat(candidates.toSend(record(20, "a", "1", "op=u inc=1 at=5"))).isPresent();
    assertThat(candidates.toSend(record(21, "b", "1", "op=u inc=1 at=6"))).isPresent();
  }

  @Test
  void shouldLeaveOutRowsThatATruncationEnded() {
    candidates.choose(5, 0);
    candidates.choose(7, 0);
    read(5, "a", "1", "op=c inc=1");
    read(6, null, null, "op=t inc=1");
    read(7, "b", "1", "op=c inc=1");

    assertThat(states()).containsExactly(State.ENDED, State.LAST);
  }

  @Test
  void shouldLeaveOutRowsOfAnOlderIncarnationThatDidNotComeAgain() {
    candidates.choose(5, 0);
    candidates.choose(7, 0);
    read(5, "a", "1", "op=c inc=1");
    read(7, "b", "1", "op=r inc=2");
    read(8, null, null, "op=t inc=2 at=0");

    assertThat(states()).containsExactly(State.ENDED, State.LAST);
  }

  @Test
  void shouldTakeNoDeleteForAChangeWhereDeletesAreIgnored() {
    Candidates keeping = new Candidates(NOTES, true, false);
    keeping.choose(5, 0);
    keeping.read(record(5, "a", "1", "op=c inc=1"));
    keeping.read(record(6, "a", null, "op=d inc=1"));
    keeping.read(record(7, null, null, "op=t inc=1"));

    assertThat(keeping.all().get(0).state()).isEqualTo(State.LAST);
  }

  @Test
  void shouldSendWhatHasNoKey() {
    candidates.choose(5, 0);
    read(5, null, "no row", "nonsense");
    read(6, null, "no row", "nonsense");

    assertThat(states()).containsExactly(State.LAST);
  }

  @Test
  void shouldKeepPlaceIncarnationAndTimeOfWhatItSends() {
    Pending pending =
        new Pending(new Candidate(NOTES, 5), record(20, "a", "1", "op=u inc=3 at=5"), false);

    assertThat(pending.again().partition()).isZero();
    assertThat(pending.again().timestamp()).as("there is none").isNull();
    assertThat(new String(pending.again().headers().lastHeader(Origin.HEADER).value(), UTF_8))
        .isEqualTo("op=u inc=3 at=5");
  }
}
