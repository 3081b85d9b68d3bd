package dev.prejoin.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are sent once more with the place that they had in the first topic. */
class ReplayedRecordsTest {
  private static final Relation NOTES = PipelineDriver.relation("notes", "n:INT64", "id:INT64");
  private static final Relation SMALL = PipelineDriver.relation("small", "n:INT64", "");
  private static final Relation EVEN = PipelineDriver.relation("even", "n:INT64", "");

  @TempDir Path state;
  private PipelineDriver driver;

  @AfterEach
  void stop() {
    driver.close();
  }

  /** Rows below a number, and of those the even ones. */
  private void run(int below) {
    Plan plan =
        PipelineDriver.plan(
            "notes",
            """
            CREATE TABLE notes ENGINE = ChangeStream('public.notes');
            CREATE MATERIALIZED VIEW v1 TO small AS SELECT n FROM notes WHERE n < %d;
            CREATE MATERIALIZED VIEW v2 TO even AS SELECT n FROM small WHERE n %% 2 = 0;
            """
                .formatted(below),
            NOTES,
            SMALL,
            EVEN);
    driver = new PipelineDriver(List.of(plan), state);
  }

  private void replay(int place, int id, String row) {
    driver.put("notes", Origin.replayed('u', 1, place), key(id), row);
  }

  private static String key(int id) {
    return "{\"id\":" + id + "}";
  }

  private static String row(int n) {
    return "{\"n\":" + n + "}";
  }

  private List<String> aside(String topic) {
    return driver.records(topic).stream()
        .map(
            record ->
                PipelineDriver.header(record, TopicNames.SOURCE_HEADER)
                    + (isEnd(record) ? " ends" : " " + text(record)))
        .toList();
  }

  private static boolean isEnd(TestRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(TopicNames.PASSED_HEADER) != null;
  }

  private static String text(TestRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }

  @Test
  void shouldLetAReplayedRowThroughAtItsOldPlaceAndEndItsRejects() {
    run(100);
    driver.put("notes", 'c', key(1), row(200));
    driver.put("notes", 'c', key(2), row(2));
    assertThat(aside("small.rejects")).containsExactly("notes-0@0 {\"n\":200}");
    driver.records("even");
    driver.close();

    run(1000);
    driver.put("notes", 'c', key(3), row(3));
    assertThat(aside("even.rejects")).containsExactly("notes-0@0 {\"n\":3}");
    replay(0, 1, row(200));

    TestRecord<byte[], byte[]> landed = driver.records("even").get(0);
    assertThat(text(landed)).isEqualTo("{\"n\":200}");
    assertThat(PipelineDriver.header(landed, Origin.HEADER)).isEqualTo("op=u inc=1 at=0");
    TestRecord<byte[], byte[]> end = driver.records("small.rejects").get(0);
    assertThat(end.value()).isNull();
    assertThat(new String(end.key(), UTF_8)).isEqualTo(key(1));
    assertThat(PipelineDriver.header(end, "view")).isEqualTo("v1");
    assertThat(PipelineDriver.header(end, "source")).isEqualTo("notes-0@0");
    assertThat(PipelineDriver.header(end, "passed")).isEqualTo("notes-0@1");
    assertThat(PipelineDriver.header(end, Origin.HEADER)).isEqualTo("op=u inc=1 at=0");
    assertThat(aside("even.rejects")).containsExactly("notes-0@0 ends");
  }

  @Test
  void shouldRejectAgainAtTheSamePlaceAndEndWhatLaterViewsKept() {
    run(100);
    driver.put("notes", 'c', key(1), row(200));
    replay(0, 1, row(200));

    assertThat(aside("small.rejects"))
        .containsExactly("notes-0@0 {\"n\":200}", "notes-0@0 {\"n\":200}");
    assertThat(aside("even.rejects")).containsExactly("notes-0@0 ends");
    assertThat(driver.texts("even")).containsExactly(key(1) + " -> ");
  }

  @Test
  void shouldMoveARowFromTheRejectsOfOneViewToThoseOfTheNext() {
    run(1000);
    driver.put("notes", 'c', key(9), row(9));
    aside("even.rejects");
    replay(0, 1, row(201));

    assertThat(aside("small.rejects")).containsExactly("notes-0@0 ends");
    assertThat(aside("even.rejects")).containsExactly("notes-0@0 {\"n\":201}");
  }

  @Test
  void shouldEndADeadLetterThatIsARowByNowAndKeepTheOtherAtItsPlace() {
    run(100);
    driver.put("notes", 'c', key(1), "no row");
    replay(0, 1, "no row");
    assertThat(aside("notes.dead-letters")).containsExactly("notes-0@0 no row", "notes-0@0 no row");

    replay(0, 1, row(2));

    assertThat(aside("notes.dead-letters")).containsExactly("notes-0@0 ends");
    assertThat(aside("small.dead-letters")).containsOnly("notes-0@0 ends");
    assertThat(driver.texts("even")).last().isEqualTo(key(1) + " -> " + row(2));
  }

  @Test
  void shouldSayNothingOfEndsWhereNothingIsReplayed() {
    run(100);
    driver.put("notes", 'u', key(1), row(2));
    driver.put("notes", 'd', key(1), null);
    driver.mark("notes", Origin.truncated(1));
    driver.mark("notes", Origin.onlyFrom(2));

    for (String topic :
        List.of("small.rejects", "even.rejects", "notes.dead-letters", "even.dead-letters")) {
      assertThat(aside(topic)).as(topic).isEmpty();
    }
  }
}
