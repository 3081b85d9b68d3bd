package dev.prejoin.app.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.DeadLetters.Group;
import dev.prejoin.schema.TopicNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LetterGroupsTest {
  private static final byte[] NOTHING = {};

  @Test
  void shouldTakeReasonsThatDifferInValuesOnlyForOne() {
    List<Group> groups =
        LetterGroups.of(
            List.of(
                letter(0, "column a: 'x' is no number at 17", NOTHING),
                letter(1, "column a: 'it is' is no number at -4.5", NOTHING),
                letter(2, "column b: 'x' is no number at 17", NOTHING)));

    assertThat(groups)
        .extracting(Group::reason)
        .containsExactly("column a: … is no number at …", "column b: 'x' is no number at 17");
    assertThat(groups.get(0).letters()).isEqualTo(2);
    assertThat(groups.get(0).samples())
        .extracting(DeadLetters.Letter::place)
        .as("the newest first")
        .containsExactly("l1.dead-letters-3@1", "l1.dead-letters-3@0");
  }

  @Test
  void shouldShowFiveOfManyAndTellWhenTheyWere() {
    List<Letter> letters = IntStream.range(0, 9).mapToObj(i -> letter(i, "bad", NOTHING)).toList();
    Group group = LetterGroups.of(letters).get(0);
    assertThat(group.samples()).hasSize(5);
    assertThat(group.first().toEpochMilli()).isZero();
    assertThat(group.last().toEpochMilli()).isEqualTo(8);
  }

  @Test
  void shouldShowTextAsTextAndAllElseAsHex() {
    assertThat(value("{\"a\":\"é\n\"}".getBytes(UTF_8)).text()).isEqualTo("{\"a\":\"é\n\"}");
    assertThat(value(new byte[] {0, 'a'}).hex()).isEqualTo("00 61");
    assertThat(value(new byte[] {(byte) 0xc3, 0x28}).hex()).isEqualTo("c3 28");
    // What turns the direction of writing would disguise what stands behind it.
    assertThat(value("a\u202eb".getBytes(UTF_8)).hex()).isEqualTo("61 e2 80 ae 62");
    assertThat(value(NOTHING)).isEqualTo(new DeadLetters.Bytes("", null, 0));
  }

  @Test
  void shouldCutWhatIsLongBetweenCharacters() {
    DeadLetters.Bytes shown = value(("a" + "é".repeat(500)).getBytes(UTF_8));
    assertThat(shown.length()).isEqualTo(1_001);
    assertThat(shown.text()).isEqualTo("a" + "é".repeat(149));
    assertThat(value(new byte[1_000]).hex()).hasSize(300 * 3 - 1);
  }

  private static DeadLetters.Bytes value(byte[] bytes) {
    DeadLetters.Bytes value = letter(0, "bad", bytes).shown().value();
    assertThat(value).isNotNull();
    return value;
  }

  private static Letter letter(long offset, String reason, byte[] value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "l1.dead-letters",
            3,
            offset,
            offset,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            null,
            value,
            new RecordHeaders(
                List.of(new RecordHeader(TopicNames.REASON_HEADER, reason.getBytes(UTF_8)))),
            Optional.empty());
    return Letter.of(record, true);
  }
}
