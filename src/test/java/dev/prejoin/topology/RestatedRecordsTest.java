package dev.prejoin.topology;

import static dev.prejoin.topology.PipelineDriver.header;
import static dev.prejoin.topology.PipelineDriver.plan;
import static dev.prejoin.topology.PipelineDriver.relation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks tell of the dimensions in which they look up, and rows that are sent again. */
class RestatedRecordsTest {
  private static final Relation TRIPS = relation("trips", "device:INT64", "id:INT64");
  private static final Relation DEVICES =
      relation("devices", "name:STRING power:INT64", "device:INT64");
  private static final Duration TOLD_AFTER = Duration.ofMillis(250);

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
                    CREATE MATERIALIZED VIEW mv_plain TO plain AS
                    SELECT device FROM trips WHERE device > 0;
                    CREATE MATERIALIZED VIEW mv_named TO named AS
                    SELECT p.device, d.name FROM plain AS p
                    LEFT JOIN devices AS d ON d.device = p.device WHERE d.power < 10;
                    CREATE MATERIALIZED VIEW mv_frozen TO frozen AS
                    SELECT d.name FROM trips AS t LEFT JOIN devices AS d ON d.device = t.device
                    SETTINGS restate = 'never';
                    """,
                    TRIPS,
                    DEVICES,
                    relation("plain", "device:INT64", ""),
                    relation("named", "device:INT64 name:STRING", ""),
                    relation("frozen", "name:STRING", ""))),
            state);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void device(String name, int power) {
    driver.put(
        "devices", 'u', "{\"device\":1}", "{\"name\":\"%s\",\"power\":%d}".formatted(name, power));
  }

  private void trip(Origin origin) {
    driver.put("trips", origin, "{\"id\":7}", "{\"device\":1}");
  }

  @Test
  void shouldTellHowNewTheDimensionIsAtFirstAndWhenItMoves() {
    device("a", 1);
    device("b", 1);
    driver.pass(TOLD_AFTER);
    assertThat(driver.texts("prejoin.lookups"))
        .as("of the one view that restates")
        .containsExactly("test mv_named 0 -> devices=1..1");

    driver.pass(TOLD_AFTER);
    trip(Origin.captured('c', 1));
    driver.pass(TOLD_AFTER);
    assertThat(driver.texts("prejoin.lookups")).isEmpty();

    device("c", 1);
    driver.pass(TOLD_AFTER);
    assertThat(driver.texts("prejoin.lookups")).containsExactly("test mv_named 0 -> devices=1..2");
  }

  @Test
  void shouldTellThatAnEmptyDimensionIsEmpty() {
    driver.pass(TOLD_AFTER);

    assertThat(driver.texts("prejoin.lookups"))
        .containsExactly("test mv_named 0 -> devices=-1..-1");
  }

  @Test
  void shouldMakeTheSameChangeOfARestatedRowInViewsThatRestateOnly() {
    trip(Origin.captured('c', 1));
    assertThat(driver.texts("named")).containsExactly(row(""));
    assertThat(driver.texts("frozen")).containsExactly("{\"id\":7} -> {\"name\":\"\"}");
    driver.texts("plain");
    device("late", 1);

    trip(Origin.restated(1, 0));

    var named = driver.records("named");
    assertThat(named).hasSize(1);
    assertThat(header(named.get(0), Origin.HEADER)).isEqualTo("op=a inc=1 at=0 matched=1 seen=0");
    assertThat(new String(named.get(0).value())).contains("late");
    assertThat(driver.texts("plain")).as("the way to it").hasSize(1);
    assertThat(driver.texts("frozen")).isEmpty();
  }

  @Test
  void shouldRejectAndTakeBackByARuleOnTheDimension() {
    device("a", 50);
    trip(Origin.captured('c', 1));
    assertThat(driver.records("named.rejects")).hasSize(1);
    assertThat(driver.texts("named")).isEmpty();

    device("a", 5);
    trip(Origin.restated(1, 0));
    assertThat(driver.texts("named")).containsExactly(row("a"));
    var rejects = driver.records("named.rejects");
    assertThat(rejects).as("its end").hasSize(1);
    assertThat(rejects.get(0).headers().lastHeader("passed")).isNotNull();
    assertThat(driver.records("plain.rejects")).as("which no dimension has a part in").isEmpty();
    for (String topic : List.of("trips", "plain", "named")) {
      assertThat(driver.records(topic + ".dead-letters")).as(topic).isEmpty();
    }

    device("a", 50);
    trip(Origin.restated(1, 0));
    assertThat(driver.texts("named")).containsExactly("{\"id\":7} -> ");
    assertThat(driver.records("named.rejects")).hasSize(1);
  }

  private static String row(String name) {
    return "{\"id\":7} -> {\"device\":1,\"name\":\"%s\"}".formatted(name);
  }
}
