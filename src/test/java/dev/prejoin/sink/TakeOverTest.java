package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TakeOverTest {
  private static final Segment SEGMENT = new Segment(7, 3);

  private static Optional<Done> done(long position) {
    return Optional.of(new Done("t", "id", 0, position, SEGMENT, Segment.NONE));
  }

  private static Optional<Intent> intent(long end) {
    return Optional.of(new Intent("id", new Segment(9, 1), end, List.of()));
  }

  @Test
  void shouldBeginWhereTheTopicDoesAtTheFirstStart() {
    assertThat(TakeOver.decide(OptionalLong.empty(), Optional.empty(), Optional.empty(), 5, 90))
        .isEqualTo(new TakeOver(5, 5, List.of(), new Segment(1, 1)));
  }

  @Test
  void shouldDoubtNothingAfterAnOrderlyEnd() {
    assertThat(TakeOver.decide(OptionalLong.of(40), intent(0), done(40), 5, 90))
        .isEqualTo(new TakeOver(40, 40, List.of(), new Segment(10, 1)));
  }

  @Test
  void shouldReplayAnOpenIntent() {
    assertThat(TakeOver.decide(OptionalLong.of(40), intent(60), done(40), 5, 90))
        .isEqualTo(new TakeOver(40, 60, List.of(), new Segment(10, 1)));
  }

  @Test
  void shouldReplayWhatARestoredWarehouseLost() {
    assertThat(TakeOver.decide(OptionalLong.of(40), intent(0), done(30), 5, 90))
        .isEqualTo(new TakeOver(30, 40, List.of(), new Segment(10, 1)));
  }

  @Test
  void shouldReplayToTheEndWhenKafkaForgotTheOffset() {
    assertThat(TakeOver.decide(OptionalLong.empty(), Optional.empty(), done(30), 5, 90))
        .isEqualTo(new TakeOver(30, 90, List.of(), new Segment(8, 1)));
  }

  @Test
  void shouldReplayToTheEndWhenSomebodySetTheOffsetAnew() {
    assertThat(TakeOver.decide(OptionalLong.of(20), Optional.empty(), done(30), 5, 90))
        .isEqualTo(new TakeOver(30, 90, List.of(), new Segment(8, 1)));
    assertThat(TakeOver.decide(OptionalLong.of(60), Optional.empty(), done(30), 5, 90))
        .isEqualTo(new TakeOver(30, 90, List.of(), new Segment(8, 1)));
  }

  @Property
  void shouldCoverEverythingThatMayBeBegunAndNotDone(
      @ForAll @LongRange(max = 1000) long committed,
      @ForAll @LongRange(max = 1000) long end,
      @ForAll @LongRange(max = 1000) long landed) {
    TakeOver takeOver =
        TakeOver.decide(OptionalLong.of(committed), intent(end), done(landed), 0, 1000);
    assertThat(takeOver.start()).isEqualTo(Math.min(committed, landed));
    assertThat(takeOver.doubtUntil()).isGreaterThanOrEqualTo(Math.max(committed, landed));
    if (end > committed) {
      assertThat(takeOver.doubtUntil()).isGreaterThanOrEqualTo(end);
    }
    assertThat(takeOver.segment()).isGreaterThan(SEGMENT).isGreaterThan(new Segment(9, 1));
  }

  @Property
  void shouldReadBackTheIntentThatItWrote(
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long epoch,
      @ForAll @LongRange(max = 0xFFFF_FFFFL) long counter,
      @ForAll @LongRange long end,
      @ForAll @LongRange long from) {
    Intent intent =
        new Intent(
            "vRz-_x",
            new Segment(epoch, counter),
            end,
            List.of(new OffsetRange(from, end), new OffsetRange(0, from))
                .subList(0, (int) (end % 3)));
    assertThat(Intent.parse(intent.metadata())).contains(intent);
    assertThat(Segment.unpack(intent.segment().packed())).isEqualTo(intent.segment());
  }
}
