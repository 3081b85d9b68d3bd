package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.sink.Remedy.Phase;
import dev.prejoin.sink.WarehouseException.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RemedyTest {
  @Property
  void shouldNeverRepeatBlindlyWhatMayHaveBeenWritten(@ForAll Kind kind, @ForAll int code) {
    if (kind != Kind.UNREACHABLE) {
      assertThat(Remedy.after(kind, code, Phase.WRITING)).isNotEqualTo(Remedy.RETRY);
    }
  }

  @Property
  void shouldNeverReplayWhatCanBeRepeated(@ForAll Kind kind, @ForAll int code) {
    assertThat(Remedy.after(kind, code, Phase.HARMLESS)).isIn(Remedy.RETRY, Remedy.STOP);
  }

  @Property
  void shouldWaitForAServerThatIsAway(@ForAll int code, @ForAll Phase phase) {
    assertThat(Remedy.after(Kind.UNREACHABLE, code, phase)).isEqualTo(Remedy.RETRY);
    assertThat(Remedy.after(Kind.INTERRUPTED, code, phase)).isNotEqualTo(Remedy.STOP);
  }

  @Test
  void shouldStopForWhatOnlyAPersonMends() {
    assertThat(Remedy.after(Kind.REFUSED, 60, Phase.WRITING)).isEqualTo(Remedy.STOP);
    assertThat(Remedy.after(Kind.REFUSED, 516, Phase.HARMLESS)).isEqualTo(Remedy.STOP);
  }

  @Test
  void shouldWriteLessAtATimeWhenItWasTooMuch() {
    assertThat(Remedy.after(Kind.REFUSED, 252, Phase.WRITING)).isEqualTo(Remedy.SPLIT);
  }
}
