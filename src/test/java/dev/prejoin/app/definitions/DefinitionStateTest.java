package dev.prejoin.app.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.RunningDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DefinitionStateTest {
  private final DefinitionState state = new DefinitionState();

  private void take(byte[] key, byte[] value) {
    state.take(new ConsumerRecord<>("prejoin.definitions", 0, 0, key, value));
  }

  private void take(ProducerRecord<byte[], byte[]> record) {
    take(record.key(), record.value());
  }

  private void runs(long fingerprint, long since) {
    RunningDefinition running =
        new RunningDefinition("app", "made", 2, fingerprint, since, true, "from a\nrule b > 1");
    take(running.key(), running.value());
  }

  @Test
  void shouldKnowWhatRunsAndWhatRanBefore() {
    runs(-5, 0);
    runs(7, 30);
    assertThat(state.running("app", "made", 2))
        .contains(new RunningDefinition("app", "made", 2, 7, 30, true, "from a\nrule b > 1"));
    assertThat(state.former("app", "made", 2).map(RunningDefinition::fingerprint)).contains(-5L);

    runs(7, 30);
    assertThat(state.former("app", "made", 2).map(RunningDefinition::fingerprint)).contains(-5L);
    runs(-5, 60);
    assertThat(state.running("app", "made", 2).map(RunningDefinition::since)).contains(60L);
    assertThat(state.former("app", "made", 2).map(RunningDefinition::fingerprint)).contains(7L);
    assertThat(state.running("app", "made", 1)).isEmpty();
  }

  @Test
  void shouldReadWhatIsWritten() {
    Made made = new Made(-3, Map.of(0, 12L, 11, 1L << 40));
    RestateRequest request = new RestateRequest("one", Set.of("b", "a"), true);
    RestateWork work =
        new RestateWork(
            "one", Map.of("a", -9L), Map.of(3, 4L), 100, 10, "AAE=", false, "rows to land");
    take(DefinitionRecords.made("a", made));
    take(DefinitionRecords.request("s", request));
    take(DefinitionRecords.work("s", work));

    assertThat(state.made("a")).contains(made);
    assertThat(state.request("s")).contains(request);
    assertThat(state.work("s")).contains(work);
    assertThat(state.open("s")).contains(request);
  }

  @Test
  void shouldTakeARequestForDoneWhenItsWorkIs() {
    take(DefinitionRecords.request("s", new RestateRequest("one", Set.of("a"), false)));
    take(
        DefinitionRecords.work(
            "s", new RestateWork("one", Map.of(), Map.of(), 1, 1, "", true, "")));
    assertThat(state.open("s")).isEmpty();

    take(DefinitionRecords.request("s", new RestateRequest("two", Set.of("a"), false)));
    assertThat(state.open("s")).isPresent();
    take(DefinitionRecords.request("s", new RestateRequest("three", Set.of(), false)));
    assertThat(state.open("s")).as("withdrawn").isEmpty();
  }

  @Test
  void shouldPassOverWhatIsNotItsOwn() {
    take(new byte[] {1}, new byte[] {2});
    take("made a".getBytes(StandardCharsets.UTF_8), new byte[] {'{'});
    take(null, null);

    assertThat(state.made("a")).isEmpty();
  }

  @Test
  void shouldCoverOnlyTheSameDefinition() {
    Made made = new Made(7, Map.of(0, 10L));

    assertThat(made.covers(7, 0, 10)).isTrue();
    assertThat(made.covers(7, 0, 11)).isFalse();
    assertThat(made.covers(7, 1, 1)).isFalse();
    assertThat(made.covers(8, 0, 1)).isFalse();
    assertThat(Made.upTo(Optional.of(made), 7, Map.of(0, 5L, 1, 3L)).before())
        .isEqualTo(Map.of(0, 10L, 1, 3L));
    assertThat(Made.upTo(Optional.of(made), 8, Map.of(0, 5L)).before()).isEqualTo(Map.of(0, 5L));
  }
}
