package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptureStateTest {
  @Test
  void shouldBeReadAsItWasWritten() {
    CaptureState state =
        new CaptureState(
                "{\"lsn\":9223372036854775807,\"messageType\":\"INSERT\"}",
                new LsnGroups.Open(Long.MAX_VALUE, 7, 3),
                Map.of(
                    "l1",
                    new TableState(
                        "public.t",
                        2,
                        TableState.Phase.SNAPSHOT,
                        List.of("1", "ä'\"\\"),
                        List.of("9", ""),
                        1L << 40,
                        -1,
                        3),
                    "l0",
                    TableState.due("public.u", 1, TableState.Phase.REMOVED)),
                Map.of("l1", 1L << 40),
                "me",
                17)
            .withBackfills(
                Map.of(
                    "l1",
                    new BackfillState(
                        "one",
                        BackfillRange.ofTime("at", List.of("2026-01-01 00:00:00+00"), List.of()),
                        Map.of(0, 12L, 3, 1L << 40),
                        List.of("7"),
                        List.of("9"),
                        5,
                        1,
                        BackfillState.Phase.PAUSED,
                        ""),
                    "l0",
                    BackfillState.due(
                        "two",
                        BackfillRange.ofKeys(List.of("1"), List.of("2"))
                            .listed(List.of(List.of("ä'", "\\"), List.of("", "b"))),
                        Map.of())));

    assertThat(CaptureState.parse(state.toBytes())).isEqualTo(state);
    CaptureState first = CaptureState.first("me");
    assertThat(CaptureState.parse(first.toBytes())).isEqualTo(first);
  }

  @Test
  void shouldTellWhatIsNoState() {
    assertThatThrownBy(() -> CaptureState.parse("x".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void shouldRefuseToGoOnOnlyOnceAnotherCaptureTookOver() {
    CaptureOwner owner = new CaptureOwner("power");
    Optional<CaptureState> others = Optional.of(CaptureState.first("another"));

    owner.refuseIfReplaced(others);
    owner.claimed();
    owner.refuseIfReplaced(Optional.of(CaptureState.first(owner.id())));

    assertThatThrownBy(() -> owner.refuseIfReplaced(others))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("took over");
  }

  @Test
  void shouldNeverShowThePassword() {
    CaptureSettings settings =
        CaptureProcess.settings("power", 5432, "db", "me", "secret!", "kafka:9092");

    assertThat(settings.toString()).doesNotContain("secret!").contains("me");
  }
}
