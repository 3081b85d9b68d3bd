package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.status.Span;
import dev.prejoin.console.NodeDetail.Moment;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicCourseTest {
  private static final Instant BEGIN = Instant.parse("2026-03-04T10:00:00Z");

  private final TopicCourse course = new TopicCourse();

  @Test
  void shouldTellWhatCameInEachMinuteAndSinceTheLastOne() {
    course.add(BEGIN, 1_000, 5);
    course.add(BEGIN.plusSeconds(30), 1_500, 5);
    course.add(BEGIN.plusSeconds(60), 7_000, 3);
    course.add(BEGIN.plusSeconds(80), 7_200, 8);
    assertThat(course.moments())
        .containsExactly(
            new Moment(BEGIN.plusSeconds(60), 100, 3), new Moment(BEGIN.plusSeconds(80), 10, 8));
  }

  @Test
  void shouldTellNothingOfOneLook() {
    assertThat(course.moments()).isEmpty();
    course.add(BEGIN, 1_000, 5);
    course.add(BEGIN.plusSeconds(2), 1_100, 5);
    assertThat(course.moments()).isEmpty();
  }

  @Test
  void shouldForgetWhatIsOlderThanADay() {
    for (int minute = 0; minute <= 2_000; minute++) {
      course.add(BEGIN.plusSeconds(60L * minute), 60L * minute, 0);
    }
    assertThat(course.moments()).hasSize(24 * 60).allMatch(moment -> moment.perSecond() == 1);
  }

  @Test
  void shouldNotCountATopicThatWasMadeAnewAsShrinking() {
    course.add(BEGIN, 1_000, 0);
    course.add(BEGIN.plusSeconds(60), 10, 0);
    assertThat(course.moments()).extracting(Moment::perSecond).containsExactly(0.0);
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "99, 0", "90, 10", "-1, 80"})
  void shouldNotTakeTheMarkerOfATransactionForARecord(long committed, long lag) {
    assertThat(KafkaTraffic.lag(committed, new Span(20, 100))).isEqualTo(lag);
  }
}
