package dev.prejoin.topology;

import static dev.prejoin.topology.PipelineDriver.header;
import static dev.prejoin.topology.PipelineDriver.plan;
import static dev.prejoin.topology.PipelineDriver.relation;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.Deletes;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An outbox of assignments becomes a dimension, and events are joined with it. */
class DimensionViewTest {
  private static final String STATEMENTS =
      """
      CREATE TABLE outbox ENGINE = ChangeStream('public.outbox');
      CREATE TABLE events ENGINE = ChangeStream('public.events');
      CREATE TABLE variants ENGINE = ChangeTable('public.variants');

      CREATE MATERIALIZED VIEW mv_assigned TO outbox_assigned AS
      SELECT experiment, user_id, variant FROM outbox WHERE variant != 'none';

      CREATE MATERIALIZED VIEW mv_assignments TO assignments AS
      SELECT o.experiment, o.user_id, o.variant, v.title
      FROM outbox_assigned AS o LEFT JOIN variants AS v ON o.variant = v.variant;

      CREATE MATERIALIZED VIEW mv_events TO events_assigned AS
      SELECT e.experiment, e.user_id, a.variant, a.title
      FROM events AS e
      LEFT JOIN assignments AS a ON e.experiment = a.experiment AND a.user_id = e.user_id;
      """;
  private static final Relation[] RELATIONS = {
    relation("outbox", "experiment:STRING user_id:INT64? variant:STRING", "id:INT64"),
    relation("events", "experiment:STRING user_id:INT64", "id:INT64"),
    relation("variants", "variant:STRING title:STRING", "variant:STRING"),
    relation("outbox_assigned", "experiment:STRING user_id:INT64? variant:STRING", ""),
    relation(
        "assignments",
        "experiment:STRING user_id:INT64? variant:STRING title:STRING",
        "experiment:STRING user_id:INT64"),
    relation("events_assigned", "experiment:STRING user_id:INT64 variant:STRING title:STRING", "")
  };

  @TempDir Path state;
  private PipelineDriver driver;

  private void start(String settings) {
    start(
        List.of(
            plan(
                "experiments",
                STATEMENTS.replaceAll("(ChangeStream.*);", "$1" + settings + ";"),
                RELATIONS)));
  }

  private void start(List<Plan> plans) {
    driver = new PipelineDriver(plans, state);
    driver.put("variants", 'r', "{\"variant\":\"b\"}", "{\"variant\":\"b\",\"title\":\"Bold\"}");
  }

  @AfterEach
  void stop() {
    if (driver != null) {
      driver.close();
    }
  }

  @Test
  void shouldJoinFactsWithADimensionThatAViewMakes() {
    start("");
    assign('c', 1, 7, "b");
    event(100, 7);
    event(101, 8);

    assertThat(driver.texts("assignments")).containsExactly(key(7) + " -> " + row(7, "b", "Bold"));
    assertThat(driver.texts("events_assigned"))
        .containsExactly(
            "{\"id\":100} -> " + row(7, "b", "Bold"), "{\"id\":101} -> " + row(8, "", ""));
    assertThat(driver.texts("outbox_assigned")).hasSize(1);
  }

  @Test
  void shouldTellWhereADimensionsRowComesFrom() {
    start("");
    assign('c', 1, 7, "b");
    assign('u', 1, 7, "b");

    List<TestRecord<byte[], byte[]>> rows = driver.records("assignments");
    assertThat(header(rows.get(1), "origin")).isEqualTo("op=u inc=1 at=1 matched=1 seen=0");
  }

  @Test
  void shouldLetAReplayedRowTakeAKeyThatNobodyOwnsAndNoneFromAnother() {
    start("");
    assign('c', 1, 7, "none");
    assign('c', 2, 8, "none");
    assign('c', 3, 8, "b");
    assertThat(driver.texts("assignments")).containsExactly(key(8) + " -> " + row(8, "b", "Bold"));

    replay(0, 1, 7, "b");
    replay(1, 2, 8, "a");
    replay(2, 3, 8, "b");

    List<TestRecord<byte[], byte[]>> rows = driver.records("assignments");
    assertThat(rows).extracting(r -> new String(r.key(), UTF_8)).containsExactly(key(7), key(8));
    assertThat(header(rows.get(0), "origin")).as("of now").startsWith("op=u inc=1 at=3 ");
    assertThat(header(rows.get(1), "origin")).as("of now, too").startsWith("op=u inc=1 at=5 ");
  }

  @Test
  void shouldLetWhatComesOfARestatedRowCountAsOfNow() {
    start(List.of(plan("x", STATEMENTS.replace("LEFT JOIN variants", "JOIN variants"), RELATIONS)));
    assign('c', 1, 7, "late");
    assertThat(driver.texts("assignments")).isEmpty();

    title("Late");
    restate(0, 1, 7, "late");
    title("Later");
    restate(0, 1, 7, "late");
    driver.put("variants", 'd', "{\"variant\":\"late\"}", null);
    restate(0, 1, 7, "late");

    List<TestRecord<byte[], byte[]>> rows = driver.records("assignments");
    assertThat(rows)
        .extracting(row -> row.value() == null ? "" : new String(row.value(), UTF_8))
        .containsExactly(row(7, "late", "Late"), row(7, "late", "Later"), "");
    assertThat(rows)
        .as("else what came first would stay in ClickHouse")
        .extracting(row -> header(row, "origin").replaceAll(" matched.*", ""))
        .containsExactly("op=a inc=1 at=1", "op=a inc=1 at=2", "op=a inc=1 at=3");
  }

  @Test
  void shouldNotBringAKeyBackThatARowHasLostToAnotherThatIsGone() {
    start("");
    assign('c', 1, 7, "b");
    assign('c', 2, 7, "b");
    driver.put("outbox", 'd', "{\"id\":2}", null);
    driver.texts("assignments");

    restate(0, 1, 7, "b");

    assertThat(driver.texts("assignments")).isEmpty();
  }

  private void title(String title) {
    driver.put(
        "variants",
        'u',
        "{\"variant\":\"late\"}",
        "{\"variant\":\"late\",\"title\":\"%s\"}".formatted(title));
  }

  private void restate(int place, int id, int user, String variant) {
    again(Origin.restated(1, place), id, user, variant);
  }

  private void replay(int place, int id, int user, String variant) {
    again(Origin.replayed('u', 1, place), id, user, variant);
  }

  private void again(Origin origin, int id, int user, String variant) {
    driver.put(
        "outbox",
        origin,
        "{\"id\":" + id + "}",
        "{\"experiment\":\"x\",\"user_id\":%d,\"variant\":\"%s\"}".formatted(user, variant));
  }

  @Test
  void shouldMoveTheRowWhenAnUpdateChangesItsKey() {
    start("");
    assign('c', 1, 7, "b");
    assign('u', 1, 8, "b");

    assertThat(driver.texts("assignments"))
        .containsExactly(
            key(7) + " -> " + row(7, "b", "Bold"),
            key(7) + " -> ",
            key(8) + " -> " + row(8, "b", "Bold"));
  }

  @Test
  void shouldRemoveTheRowWithTheSourcesUnlessANewerOneHoldsItsKey() {
    start("");
    assign('c', 1, 7, "a");
    assign('c', 2, 7, "b");
    driver.records("assignments");

    driver.put("outbox", 'd', "{\"id\":1}", null);
    assertThat(driver.texts("assignments")).isEmpty();

    driver.put("outbox", 'd', "{\"id\":2}", null);
    assertThat(driver.texts("assignments")).containsExactly(key(7) + " -> ");

    driver.put("outbox", 'd', "{\"id\":2}", null);
    driver.put("outbox", 'd', "{\"id\":3}", null);
    assertThat(driver.texts("assignments")).isEmpty();
  }

  @Test
  void shouldRemoveTheRowWhenAnUpdateTurnsItsSourceBad() {
    start("");
    assign('c', 1, 7, "b");
    assign('u', 1, 7, "none");
    event(100, 7);

    assertThat(driver.texts("assignments")).endsWith(key(7) + " -> ").hasSize(2);
    assertThat(driver.texts("events_assigned"))
        .containsExactly("{\"id\":100} -> " + row(7, "", ""));
    assertThat(driver.texts("outbox_assigned.rejects")).hasSize(1);
  }

  @Test
  void shouldKeepTheRowOfADeletedSourceWhereDeletesAreIgnored() {
    start(" SETTINGS deletes = 'ignore'");
    assign('c', 1, 7, "b");
    driver.put("outbox", 'd', "{\"id\":1}", null);
    event(100, 7);

    assertThat(driver.texts("assignments")).hasSize(1);
    assertThat(driver.texts("events_assigned"))
        .containsExactly("{\"id\":100} -> " + row(7, "b", "Bold"));
    assertThat(driver.texts("outbox_assigned")).hasSize(1);

    assign('c', 2, 7, "a");
    assign('u', 2, 8, "a");
    assertThat(driver.texts("assignments"))
        .as("the newer row owns the key, and takes it away")
        .containsExactly(
            key(7) + " -> " + row(7, "a", ""), key(7) + " -> ", key(8) + " -> " + row(8, "a", ""));
  }

  @Test
  void shouldTakeAnInsertAfterAnIgnoredDeleteAsACorrection() {
    start(" SETTINGS deletes = 'ignore'");
    event(100, 7);
    driver.put("events", 'd', "{\"id\":100}", null);
    event(100, 8);

    List<TestRecord<byte[], byte[]>> rows = driver.records("events_assigned");
    assertThat(rows).hasSize(2);
    assertThat(header(rows.get(1), "origin")).startsWith("op=u");
  }

  @Test
  void shouldEndEveryRowThatIsOwnedWhenTheSourceIsTruncated() {
    start("");
    assign('c', 1, 7, "b");
    assign('c', 2, 8, "b");
    assign('c', 3, 8, "a");
    driver.records("assignments");
    driver.mark("outbox", Origin.truncated(1));

    List<TestRecord<byte[], byte[]>> ends = driver.records("assignments");
    assertThat(ends)
        .extracting(end -> new String(end.key(), UTF_8))
        .containsExactlyInAnyOrder(key(7), key(8));
    assertThat(ends)
        .allSatisfy(end -> assertThat(end.value()).isNull())
        .allSatisfy(end -> assertThat(header(end, "origin")).isEqualTo("op=d inc=1 at=3"));

    assign('c', 1, 7, "a");
    driver.mark("outbox", Origin.truncated(1));
    driver.mark("outbox", Origin.truncated(1));
    assertThat(driver.texts("assignments"))
        .containsExactly(key(7) + " -> " + row(7, "a", ""), key(7) + " -> ");
  }

  @Test
  void shouldEndTheRowsThatASecondSnapshotDidNotBringAgain() {
    start("");
    assign('c', 1, 7, "b");
    assign('c', 2, 8, "b");
    assign('c', 3, 9, "b");
    driver.put("outbox", Origin.captured('r', 2), "{\"id\":1}", assigned(7, "b"));
    driver.put("outbox", Origin.captured('r', 2), "{\"id\":4}", assigned(9, "a"));
    driver.records("assignments");

    driver.mark("outbox", Origin.onlyFrom(2));
    assertThat(driver.texts("assignments")).containsExactly(key(8) + " -> ");
    driver.mark("outbox", Origin.onlyFrom(2));
    assertThat(driver.texts("assignments")).isEmpty();
    driver.mark("outbox", Origin.truncated(2));
    assertThat(driver.texts("assignments"))
        .containsExactlyInAnyOrder(key(7) + " -> ", key(9) + " -> ");
  }

  @Test
  void shouldKeepTheRowsOfATruncatedSourceWhereDeletesAreIgnored() {
    start(" SETTINGS deletes = 'ignore'");
    assign('c', 1, 7, "b");
    driver.mark("outbox", Origin.truncated(1));
    event(100, 7);
    assign('u', 1, 8, "b");

    assertThat(driver.texts("assignments"))
        .containsExactly(
            key(7) + " -> " + row(7, "b", "Bold"), key(8) + " -> " + row(8, "b", "Bold"));
    assertThat(driver.texts("events_assigned"))
        .containsExactly("{\"id\":100} -> " + row(7, "b", "Bold"));
    assertThat(driver.texts("outbox_assigned")).as("no marker").hasSize(2);
  }

  @Test
  void shouldPutARowWithoutAKeyAsideAndEndItsEarlierVersion() {
    start("");
    assign('c', 1, 7, "b");
    driver.put(
        "outbox", 'u', "{\"id\":1}", "{\"experiment\":\"x\",\"user_id\":null,\"variant\":\"b\"}");

    List<TestRecord<byte[], byte[]>> letters = driver.records("outbox_assigned.dead-letters");
    assertThat(letters).hasSize(1);
    assertThat(header(letters.get(0), "reason"))
        .isEqualTo("user_id is NULL, and it is in the key of assignments");
    assertThat(driver.texts("assignments")).endsWith(key(7) + " -> ").hasSize(2);
  }

  @Test
  void shouldPutUndecodableBytesAsideOnceThoughTwoStagesReadThem() {
    start("");
    driver.put("outbox", 'c', "{\"id\":1}", "no row");

    assertThat(driver.texts("outbox.dead-letters")).containsExactly("{\"id\":1} -> no row");
  }

  /** A key's row is the last that was claimed, unless its source's row has gone on since. */
  @ParameterizedTest
  @CsvSource({"APPLY, 1", "APPLY, 2", "APPLY, 3", "IGNORE, 4", "IGNORE, 5", "IGNORE, 6"})
  void shouldHoldTheLastClaimOfEachKeyWhateverHappens(Deletes deletes, long seed) {
    start(deletes == Deletes.IGNORE ? " SETTINGS deletes = 'ignore'" : "");
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    Set<Integer> there = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      int id = random.nextInt(12);
      boolean exists = there.contains(id);
      if (random.nextInt(60) == 0) {
        driver.mark("outbox", Origin.truncated(1));
        there.forEach(gone -> steps.add(new Step(gone, Step.NONE, true)));
        there.clear();
      } else if (exists && random.nextInt(4) == 0) {
        driver.put("outbox", 'd', "{\"id\":" + id + "}", null);
        there.remove(id);
        steps.add(new Step(id, Step.NONE, true));
      } else {
        int user = random.nextInt(8);
        String variant = random.nextInt(6) == 0 ? "none" : "v" + steps.size();
        assign(exists ? 'u' : 'c', id, user, variant);
        there.add(id);
        steps.add(new Step(id, variant.equals("none") ? Step.NONE : user, false));
      }
    }

    Map<String, String> latest = new TreeMap<>();
    for (TestRecord<byte[], byte[]> row : driver.records("assignments")) {
      String key = new String(row.key(), UTF_8);
      if (row.value() == null) {
        assertThat(latest.remove(key)).as("a row that ends was there").isNotNull();
      } else {
        latest.put(key, new String(row.value(), UTF_8));
      }
    }
    assertThat(latest).isEqualTo(expected(steps, deletes));
  }

  /** What one record did: the source's row, the user that it claimed, if any. */
  private record Step(int id, int user, boolean delete) {
    static final int NONE = -1;
  }

  private static Map<String, String> expected(List<Step> steps, Deletes deletes) {
    Map<String, String> rows = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step claim = steps.get(i);
      List<Step> later = steps.subList(i + 1, steps.size());
      boolean last = later.stream().noneMatch(step -> step.user == claim.user);
      Optional<Step> next = later.stream().filter(step -> step.id == claim.id).findFirst();
      boolean stays = next.map(step -> step.delete && deletes == Deletes.IGNORE).orElse(true);
      if (claim.user != Step.NONE && last && stays) {
        rows.put(key(claim.user), row(claim.user, "v" + i, ""));
      }
    }
    return rows;
  }

  @Test
  void shouldLookUpADimensionOfAViewFromAViewThatMakesAnother() {
    start(
        List.of(
            plan(
                "experiments",
                STATEMENTS
                    + """
                    CREATE MATERIALIZED VIEW mv_last TO last_title AS
                    SELECT e.user_id, a.title FROM events AS e
                    JOIN assignments AS a ON a.experiment = e.experiment AND a.user_id = e.user_id;
                    """,
                RELATIONS[0],
                RELATIONS[1],
                RELATIONS[2],
                RELATIONS[3],
                RELATIONS[4],
                RELATIONS[5],
                relation("last_title", "user_id:INT64 title:STRING", "user_id:INT64"))));
    assign('c', 1, 7, "b");
    event(100, 7);
    event(101, 8);

    assertThat(driver.texts("last_title"))
        .containsExactly("{\"user_id\":7} -> {\"user_id\":7,\"title\":\"Bold\"}");
  }

  @Test
  void shouldHaveTheTopologyThatIsCheckedIn() throws IOException {
    String text =
        TopologyText.of(
            List.of(plan("experiments", STATEMENTS, RELATIONS)), "prejoin", PipelineDriver.JSON);

    try (InputStream in = getClass().getResourceAsStream("dimension-topology.txt")) {
      assertThat(text).isEqualTo(new String(in.readAllBytes(), UTF_8));
    }
  }

  private void assign(char op, int id, int user, String variant) {
    driver.put("outbox", op, "{\"id\":" + id + "}", assigned(user, variant));
  }

  private static String assigned(int user, String variant) {
    return "{\"experiment\":\"x\",\"user_id\":%d,\"variant\":\"%s\"}".formatted(user, variant);
  }

  private void event(int id, int user) {
    driver.put(
        "events", 'c', "{\"id\":" + id + "}", "{\"experiment\":\"x\",\"user_id\":" + user + "}");
  }

  private static String key(int user) {
    return "{\"experiment\":\"x\",\"user_id\":" + user + "}";
  }

  private static String row(int user, String variant, String title) {
    return "{\"experiment\":\"x\",\"user_id\":%d,\"variant\":\"%s\",\"title\":\"%s\"}"
        .formatted(user, variant, title);
  }
}
