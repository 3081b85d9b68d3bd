package dev.prejoin.topology;

import static dev.prejoin.topology.PipelineDriver.header;
import static dev.prejoin.topology.PipelineDriver.plan;
import static dev.prejoin.topology.PipelineDriver.relation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are sent again as the definitions of some views have changed. */
class RedefinedRecordsTest {
  private static final Relation TRIPS = relation("trips", "device:INT64", "id:INT64");
  private static final Relation DEVICES = relation("devices", "name:STRING", "device:INT64");

  @TempDir Path state;
  private PipelineDriver driver;

  @BeforeEach
  void start() {
    driver =
        new PipelineDriver(
            List.of(
                plan(
                    "trips",
                    """
                    CREATE TABLE trips ENGINE = ChangeStream('public.trips');
                    CREATE TABLE devices ENGINE = ChangeTable('public.devices');
                    CREATE MATERIALIZED VIEW mv_clean TO clean AS
                    SELECT device FROM trips WHERE device > 5;
                    CREATE MATERIALIZED VIEW mv_twice TO twice AS
                    SELECT device * 2 AS double FROM clean;
                    CREATE MATERIALIZED VIEW mv_frozen TO frozen AS
                    SELECT c.device, d.name FROM clean AS c
                    LEFT JOIN devices AS d ON d.device = c.device SETTINGS restate = 'never';
                    CREATE MATERIALIZED VIEW mv_other TO other AS SELECT device FROM trips;
                    """,
                    TRIPS,
                    DEVICES,
                    relation("clean", "device:INT64", ""),
                    relation("twice", "double:INT64", ""),
                    relation("frozen", "device:INT64 name:STRING", ""),
                    relation("other", "device:INT64", ""))),
            state);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void again(String views, int device) {
    driver.put(
        "trips",
        Origin.restated(1, 0),
        "{\"id\":7}",
        "{\"device\":%d}".formatted(device),
        Map.of("views", views));
  }

  @Test
  void shouldGoThroughTheViewsWithThoseBeforeAndBehindThemAndNoOthers() {
    again("twice", 8);
    assertThat(driver.texts("clean")).as("the way to it").hasSize(1);
    var twice = driver.records("twice");
    assertThat(twice).hasSize(1);
    assertThat(header(twice.get(0), Origin.HEADER)).isEqualTo("op=a inc=1 at=0");
    assertThat(driver.texts("frozen")).isEmpty();
    assertThat(driver.texts("other")).isEmpty();

    again("clean", 8);
    assertThat(driver.texts("clean")).hasSize(1);
    assertThat(driver.texts("twice")).as("behind it").hasSize(1);
    assertThat(driver.texts("frozen")).as("behind it, too").hasSize(1);
    assertThat(driver.texts("other")).isEmpty();

    again("frozen,other", 8);
    assertThat(driver.texts("frozen")).hasSize(1);
    assertThat(driver.texts("other")).hasSize(1);
    assertThat(driver.texts("twice")).isEmpty();
  }

  @Test
  void shouldGoThroughNoneForADimensionThatNoneRestates() {
    driver.put("trips", Origin.restated(1, 0), "{\"id\":7}", "{\"device\":8}");

    for (String target : List.of("clean", "twice", "frozen", "other")) {
      assertThat(driver.texts(target)).as(target).isEmpty();
    }
  }

  @Test
  void shouldEndWhatIsRejectedNowAndTheRejectsOfWhatIsLetThrough() {
    again("clean", 3);
    assertThat(driver.texts("clean"))
        .as("whatever landed before")
        .containsExactly("{\"id\":7} -> ");
    assertThat(driver.texts("twice")).containsExactly("{\"id\":7} -> ");
    assertThat(driver.records("clean.rejects")).hasSize(1);

    again("clean", 9);
    assertThat(driver.texts("clean")).containsExactly("{\"id\":7} -> {\"device\":9}");
    var ends = driver.records("clean.rejects");
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).value()).isNull();
    assertThat(ends.get(0).headers().lastHeader("passed")).isNotNull();
    assertThat(header(ends.get(0), "view")).isEqualTo("mv_clean");
    assertThat(driver.records("clean.dead-letters")).as("should it have been one").isNotEmpty();
  }

  @Test
  void shouldTellTheDefinitionsOfAllViewsWithTheFirstRecordAndOnce() {
    again("clean", 9);
    again("clean", 9);

    assertThat(driver.texts("prejoin.definitions"))
        .hasSize(4)
        .anyMatch(
            text ->
                text.matches(
                    "(?s)running test twice 0 [0-9a-f]{16} -> since=0 new=0\nfrom clean\n"
                        + "column double Int64 = device \\* 2"));
  }
}
