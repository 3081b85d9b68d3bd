package dev.prejoin.topology;

import static dev.prejoin.topology.PipelineDriver.header;
import static dev.prejoin.topology.PipelineDriver.plan;
import static dev.prejoin.topology.PipelineDriver.relation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of lookup that a statement can ask for. */
class LookupsTest {
  private static final String SOURCES =
      """
      CREATE TABLE trips ENGINE = ChangeStream('public.trips');
      CREATE TABLE devices ENGINE = ChangeTable('public.devices');
      CREATE TABLE places ENGINE = ChangeTable('public.places');
      CREATE TABLE fares ENGINE = ChangeTable('public.fares');
      """;
  private static final Relation TRIPS =
      relation("trips", "device:INT64 origin:INT64 destination:INT64? class:STRING", "id:INT64");

  /** Its key is not among its columns. */
  private static final Relation DEVICES = relation("devices", "place:INT64", "device:INT64");

  private static final Relation PLACES =
      relation("places", "place:INT64 name:STRING", "place:INT64");
  private static final Relation FARES =
      relation("fares", "price:INT64", "name:STRING class:STRING");

  @TempDir Path state;
  private PipelineDriver driver;

  @AfterEach
  void stop() {
    driver.close();
  }

  private static Plan compile(String name, String view, Relation target) {
    return plan(name, SOURCES + view, TRIPS, DEVICES, PLACES, FARES, target);
  }

  private void start(Plan... plans) {
    driver = new PipelineDriver(List.of(plans), state);
    for (String topic : List.of("devices", "places", "fares")) {
      fill(topic);
    }
  }

  /** Only dimensions that a pipeline looks up are read at all. */
  private void fill(String topic) {
    switch (topic) {
      case "devices" -> putIfRead("devices", "{\"device\":1}", "{\"place\":10}");
      case "places" -> {
        putIfRead("places", "{\"place\":10}", "{\"place\":10,\"name\":\"Home\"}");
        putIfRead("places", "{\"place\":20}", "{\"place\":20,\"name\":\"Work\"}");
      }
      default -> putIfRead("fares", "{\"name\":\"Home\",\"class\":\"1st\"}", "{\"price\":500}");
    }
  }

  private void putIfRead(String topic, String key, String row) {
    if (driver.reads(topic)) {
      driver.put(topic, 'r', key, row);
    }
  }

  private void trip(int id, int device, int origin, String destination) {
    driver.put(
        "trips",
        'c',
        "{\"id\":" + id + "}",
        "{\"device\":%d,\"origin\":%d,\"destination\":%s,\"class\":\"1st\"}"
            .formatted(device, origin, destination));
  }

  @Test
  void shouldLookUpWithWhatAnEarlierLookupFoundAndWithACompositeKey() {
    start(
        compile(
            "chain",
            """
            CREATE MATERIALIZED VIEW v TO out AS
            SELECT d.device AS device, p.name AS name, f.price AS price
            FROM trips AS t
            LEFT JOIN devices AS d ON d.device = t.device
            LEFT JOIN places AS p ON p.place = d.place
            LEFT JOIN fares AS f ON f.class = t.class AND f.name = p.name;
            """,
            relation("out", "device:INT64 name:STRING price:INT64", "")));
    trip(1, 1, 10, "20");
    trip(2, 99, 10, "20");

    List<TestRecord<byte[], byte[]>> rows = driver.records("out");
    assertThat(rows)
        .extracting(row -> new String(row.value(), java.nio.charset.StandardCharsets.UTF_8))
        .containsExactly(
            "{\"device\":1,\"name\":\"Home\",\"price\":500}",
            "{\"device\":0,\"name\":\"\",\"price\":0}");
    assertThat(rows)
        .extracting(row -> header(row, "origin"))
        .containsExactly(
            "op=c inc=1 at=0 matched=7 seen=0,1,0", "op=c inc=1 at=1 matched=0 seen=0,1,0");
  }

  @Test
  void shouldLookUpOneDimensionTwiceAndEndARowThatAnInnerOneDoesNotFind() {
    start(
        compile(
            "twice",
            """
            CREATE MATERIALIZED VIEW v TO out AS
            SELECT o.name AS origin, d.name AS destination
            FROM trips AS t
            LEFT JOIN places AS o ON o.place = t.origin
            JOIN places AS d ON d.place = t.destination;
            """,
            relation("out", "origin:STRING destination:STRING", "")));
    trip(1, 1, 10, "20");
    trip(2, 1, 99, "10");
    trip(3, 1, 10, "99");
    trip(4, 1, 10, "null");
    driver.put("trips", 'u', "{\"id\":1}", trip("99"));

    assertThat(driver.texts("out"))
        .containsExactly(
            "{\"id\":1} -> {\"origin\":\"Home\",\"destination\":\"Work\"}",
            "{\"id\":2} -> {\"origin\":\"\",\"destination\":\"Home\"}",
            "{\"id\":1} -> ");
  }

  @Test
  void shouldLookUpByAnExpression() {
    start(
        compile(
            "expression",
            """
            CREATE MATERIALIZED VIEW v TO out AS
            SELECT p.name AS name FROM trips AS t JOIN places AS p ON p.place = t.origin * 2;
            """,
            relation("out", "name:STRING", "")));
    trip(1, 1, 10, "10");

    assertThat(driver.texts("out")).containsExactly("{\"id\":1} -> {\"name\":\"Work\"}");
  }

  @Test
  void shouldSeeAChangedRowOfADimensionAtOnce() {
    start(
        compile(
            "change",
            """
            CREATE MATERIALIZED VIEW v TO out AS
            SELECT p.name AS name FROM trips AS t LEFT JOIN places AS p ON p.place = t.origin;
            """,
            relation("out", "name:STRING", "")));
    List<String> seen = new ArrayList<>();
    for (String name : List.of("First", "Second", "Second")) {
      driver.put("places", 'u', "{\"place\":10}", "{\"place\":10,\"name\":\"" + name + "\"}");
      trip(1, 1, 10, "20");
      trip(2, 1, 10, "20");
      seen.addAll(driver.texts("out"));
    }
    driver.put("places", 'd', "{\"place\":10}", null);
    trip(1, 1, 10, "20");
    trip(2, 1, 10, "20");
    seen.addAll(driver.texts("out"));

    assertThat(seen)
        .extracting(text -> text.replaceAll(".*:\"|\"}", ""))
        .containsExactly("First", "First", "Second", "Second", "Second", "Second", "", "");
  }

  @Test
  void shouldShareSourcesAndDimensionsBetweenViewsAndPipelines() {
    start(
        compile(
            "one",
            """
            CREATE MATERIALIZED VIEW v TO out AS
            SELECT p.name AS name FROM trips AS t JOIN places AS p ON p.place = t.origin;
            """,
            relation("out", "name:STRING", "")),
        compile(
            "two",
            """
            CREATE MATERIALIZED VIEW w TO other AS
            SELECT p.name AS name FROM trips AS t JOIN places AS p ON p.place = t.destination;
            """,
            relation("other", "name:STRING", "")));
    trip(1, 1, 10, "20");

    assertThat(driver.texts("out")).containsExactly("{\"id\":1} -> {\"name\":\"Home\"}");
    assertThat(driver.texts("other")).containsExactly("{\"id\":1} -> {\"name\":\"Work\"}");
  }

  private static String trip(String destination) {
    return "{\"device\":1,\"origin\":10,\"destination\":" + destination + ",\"class\":\"1st\"}";
  }
}
