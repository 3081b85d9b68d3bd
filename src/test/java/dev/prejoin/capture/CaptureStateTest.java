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
            2,
            true,
            List.of("l1=public.t"),
            Map.of("l1", 1L << 40),
            "me");

    assertThat(CaptureState.parse(state.toBytes())).isEqualTo(state);
    CaptureState first = CaptureState.first(List.of("l1=public.t"), "me");
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
    Optional<CaptureState> others = Optional.of(CaptureState.first(List.of(), "another"));

    owner.refuseIfReplaced(others);
    owner.claimed();
    owner.refuseIfReplaced(Optional.of(CaptureState.first(List.of(), owner.id())));

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
