package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.Status;
import dev.prejoin.schema.Origin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots in chunks, beside the stream of changes, against real servers. */
class SnapshotIT {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int ROWS = 20_000;
  private static final String DEVICE =
      "INSERT INTO device_metadata VALUES (%d, 'c%1$d', 'home', 50.5, 8.25)";

  @RegisterExtension final PowerSources sources = new PowerSources("snapshot");

  private static Capture start(CaptureSettings settings) {
    Capture capture = new Capture(settings, CaptureProcess.jsonCodecs(), new SimpleMeterRegistry());
    capture.start();
    return capture;
  }

  private static CaptureProgress.Table progress(PowerSource source, String topic) {
    return source
        .progress()
        .tables()
        .getOrDefault(topic, new CaptureProgress.Table("", false, 0, 0, -1));
  }

  private static void awaitComplete(PowerSource source, String topic, int incarnation) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(progress(source, topic))
                    .satisfies(table -> assertThat(table.complete()).isTrue())
                    .satisfies(table -> assertThat(table.incarnation()).isEqualTo(incarnation)));
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static String owner(PowerSource source) {
    CaptureSettings settings = source.settings();
    return new StateTopic(settings.kafka(), settings.offsetsTopic())
        .committed(settings.name())
        .orElseThrow()
        .owner();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    return Origin.parse(record.headers().lastHeader(Origin.HEADER).value());
  }

  private static long number(String json) {
    return Long.parseLong(json.replaceAll("\\D", ""));
  }

  /** The usage, which tells the change; -1 for a row that ended. */
  private static long usage(byte[] value) {
    if (value == null) {
      return -1;
    }
    String text = text(value);
    String digits = text.substring(text.indexOf("kWh\":") + 5, text.length() - 1);
    return (long) Double.parseDouble(digits);
  }

  @Test
  void shouldBringEveryRowThroughWhileRowsChangeAndItIsKilledOrReplaced() throws Exception {
    PowerSource source = sources.create();
    source.execute("CREATE TABLE history (seq bigserial, id bigint, value bigint)");
    source.execute(
        """
        CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.id <> NEW.id THEN
            INSERT INTO history (id, value) VALUES (OLD.id, -1);
          END IF;
          IF TG_OP <> 'DELETE' THEN
            INSERT INTO history (id, value) VALUES (NEW.id, NEW.power_usage_kwh::bigint);
          END IF;
          RETURN NULL;
        END $$
        """);
    source.execute(
        "CREATE TRIGGER remember AFTER INSERT OR UPDATE OR DELETE ON power_readings FOR EACH ROW"
            + " EXECUTE FUNCTION remember()");
    // With gaps, into which rows are inserted.
    source.execute(
        "INSERT INTO power_readings SELECT 2 * i, '2026-01-01 00:00:00+00', 1, i FROM"
            + " generate_series(1, %d) i".formatted(ROWS));

    int kills = 0;
    Process process = CaptureProcess.start(source.settings());
    Process zombie = process;
    // What changes before there is a slot is in the snapshot alone.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !source
                    .query(
                        "SELECT 1 FROM pg_replication_slots WHERE confirmed_flush_lsn IS NOT NULL"
                            + " AND slot_name = current_database()")
                    .isEmpty());
    try (RandomWriters writers = new RandomWriters(source, 3 * ROWS, 42)) {
      for (int life = 1; life <= 3; life++) {
        long enough = life * ROWS / 5L;
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> progress(source, source.facts()).rows() >= enough);
        if (life == 2) {
          // It stands still, is replaced, and wakes up.
          String owner = owner(source);
          zombie = process;
          signal("STOP", zombie);
          process = CaptureProcess.start(source.settings());
          await().atMost(PATIENCE).until(() -> !owner(source).equals(owner));
          signal("CONT", zombie);
        } else {
          process.destroyForcibly().waitFor();
          kills += progress(source, source.facts()).complete() ? 0 : 1;
          process = CaptureProcess.start(source.settings());
        }
      }
      process.destroyForcibly().waitFor();
      zombie.destroyForcibly().waitFor();
      try (Capture capture = start(source.settings())) {
        awaitComplete(source, source.facts(), 1);
        writers.close();
        source.execute("INSERT INTO power_readings VALUES (0, '2026-01-01 00:00:00+00', 1, 7)");
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> histories(source).containsKey(0L));
        assertThat(capture.status().message()).startsWith("streams 2 tables");
      }
    }

    assertThat(kills).as("kills in the middle of the snapshot").isEqualTo(2);
    Map<Long, List<Long>> expected = new TreeMap<>();
    for (String change : source.query("SELECT id || ' ' || value FROM history ORDER BY id, seq")) {
      String[] parts = change.split(" ", -1);
      expected
          .computeIfAbsent(Long.valueOf(parts[0]), id -> new ArrayList<>())
          .add(Long.valueOf(parts[1]));
    }
    Map<Long, List<Long>> topic = histories(source);
    assertThat(topic.keySet()).isSubsetOf(expected.keySet());
    expected.forEach(
        (id, values) -> {
          // What had changed before its chunk was read need not be told as it was at first.
          boolean firstMayLack = values.size() > 1 && values.get(0) <= ROWS;
          assertThat(topic.getOrDefault(id, List.of()))
              .as("row " + id)
              .isIn(values, firstMayLack ? values.subList(1, values.size()) : values);
        });
  }

  /** The values that each row had, as the topic tells; a value that comes twice running is one. */
  private static Map<Long, List<Long>> histories(PowerSource source) {
    Map<Long, List<Long>> histories = new LinkedHashMap<>();
    Map<Long, Integer> repeated = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : source.records(source.facts())) {
      long id = number(text(record.key()));
      List<Long> history = histories.computeIfAbsent(id, key -> new ArrayList<>());
      long value = usage(record.value());
      char op = origin(record).op();
      if (op == 'r') {
        assertThat(history).as("earlier versions of row %d, which is said to be new", id).isEmpty();
      }
      if (!history.isEmpty() && history.get(history.size() - 1) == value) {
        assertThat(op)
            .as("row %d, said again at %d@%d: %s", id, record.partition(), record.offset(), history)
            .isEqualTo('u');
        assertThat(repeated.merge(id, 1, Integer::sum)).as("repeats of row " + id).isEqualTo(1);
      } else {
        history.add(value);
      }
    }
    return histories;
  }

  @Test
  void shouldTakeAllAnewOnRequestWhenTheSlotIsGone() throws Exception {
    PowerSource source = sources.create();
    source.execute(
        "INSERT INTO power_readings SELECT i, '2026-01-01 00:00:00+00', 1, i FROM"
            + " generate_series(1, 500) i");
    source.execute(DEVICE.formatted(1));
    source.execute(DEVICE.formatted(2));
    try (Capture capture = start(source.settings())) {
      awaitComplete(source, source.facts(), 1);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    source.execute("SELECT pg_drop_replication_slot(current_database())");
    source.execute("DELETE FROM power_readings WHERE id <= 100");
    source.execute("UPDATE power_readings SET power_usage_kwh = 7 WHERE id = 200");
    source.execute("DELETE FROM device_metadata WHERE device_id = 2");
    source.execute(DEVICE.formatted(3));

    try (Capture capture = start(source.settings())) {
      await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.WAITING);
      assertThat(capture.status().message())
          .contains("no longer has the log")
          .contains("prejoin snapshot");
      CaptureSettings settings = source.settings();
      new SnapshotRequest(Set.of())
          .send(settings.kafka(), settings.offsetsTopic(), settings.name());
      awaitComplete(source, source.facts(), 2);
      assertThat(progress(source, source.dimension()).incarnation()).isEqualTo(2);
      source.execute("INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', 1, 8)");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(source.progress().changes()).containsEntry(source.facts(), 904L));

      new SnapshotRequest(Set.of("public.device_metadata"))
          .send(settings.kafka(), settings.offsetsTopic(), settings.name());
      awaitComplete(source, source.dimension(), 3);
      assertThat(progress(source, source.facts()).incarnation()).isEqualTo(2);
      await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.RUNNING);
    }

    List<ConsumerRecord<byte[], byte[]>> facts = source.records(source.facts());
    assertThat(facts)
        .filteredOn(record -> record.key() == null)
        .hasSize(3)
        .allSatisfy(record -> assertThat(origin(record)).isEqualTo(Origin.onlyFrom(2)))
        .extracting(ConsumerRecord::partition)
        .containsExactlyInAnyOrder(0, 1, 2);
    Map<Long, Long> rows = new TreeMap<>();
    facts.stream()
        .filter(record -> record.key() != null && origin(record).incarnation() == 2)
        .forEach(record -> rows.put(number(text(record.key())), usage(record.value())));
    Map<Long, Long> table = new TreeMap<>();
    for (String row : source.query("SELECT id || ' ' || power_usage_kwh FROM power_readings")) {
      String[] parts = row.split(" ", -1);
      table.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
    }
    assertThat(rows).isEqualTo(table);

    Map<Long, String> devices = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : source.records(source.dimension())) {
      devices.put(number(text(record.key())), origin(record) + " " + (record.value() != null));
    }
    assertThat(devices)
        .isEqualTo(Map.of(1L, "op=r inc=3 true", 2L, "op=d inc=2 false", 3L, "op=r inc=3 true"));
  }

  @Test
  void shouldSnapshotATableThatIsAddedAndEndOneThatIsTakenOut() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings all = source.settings();
    CaptureSettings facts =
        source.settings(all.postgresPort(), all.password(), all.tables().subList(1, 2));
    source.execute(DEVICE.formatted(1));
    try (Capture capture = start(facts)) {
      awaitComplete(source, source.facts(), 1);
      assertThat(capture.status().message()).startsWith("streams 1 tables");
    }
    try (Connection before = source.connect();
        Statement writer = before.createStatement()) {
      before.setAutoCommit(false);
      // Its change stands in the log before the table is published, its commit behind that.
      writer.execute(DEVICE.formatted(2));
      try (Capture capture = start(all)) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    source
                        .query("SELECT tablename FROM pg_publication_tables")
                        .contains("device_metadata"));
        source.execute("INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', 1, 8)");
        await()
            .atMost(PATIENCE)
            .until(() -> source.progress().changes().containsKey(source.facts()));
        assertThat(progress(source, source.dimension()).complete()).isFalse();
        writer.execute("COMMIT");
        awaitComplete(source, source.dimension(), 1);
        assertThat(progress(source, source.facts()).incarnation()).isEqualTo(1);
        assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
      }
    }
    try (Capture capture = start(facts)) {
      await().atMost(PATIENCE).until(() -> source.progress().tables().size() == 1);
      source.execute("DELETE FROM device_metadata WHERE device_id = 1");
      source.execute(DEVICE.formatted(3));
      source.execute("INSERT INTO power_readings VALUES (2, '2026-01-01 00:00:00+00', 1, 8)");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(source.progress().changes()).containsEntry(source.facts(), 2L));
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    try (Capture capture = start(all)) {
      awaitComplete(source, source.dimension(), 2);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }

    Map<Long, String> devices = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : source.records(source.dimension())) {
      devices.put(number(text(record.key())), origin(record) + " " + (record.value() != null));
    }
    assertThat(devices)
        .isEqualTo(Map.of(1L, "op=d inc=2 false", 2L, "op=r inc=2 true", 3L, "op=r inc=2 true"));
  }

  @Test
  void shouldNeedNoRightButToReadAndToReplicateAndLetTheLogGoWhileNothingChanges()
      throws Exception {
    PowerSource source = sources.create();
    CaptureSettings owner = source.settings();
    source.execute(
        "CREATE ROLE reader_%s LOGIN REPLICATION PASSWORD 'pw'; GRANT SELECT ON ALL TABLES IN SCHEMA"
                .formatted(owner.name())
            + " public TO reader_"
            + owner.name());
    source.execute(DEVICE.formatted(1));
    CaptureSettings settings = source.settingsOf("reader_" + owner.name(), "pw");
    assertThat(SourceCheck.findings(settings).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .contains("CREATE PUBLICATION \"" + owner.publication() + "\" FOR TABLE"));
    source.execute(Publication.create(owner, owner.tables()));

    try (Capture capture = start(settings)) {
      awaitComplete(source, source.dimension(), 1);
      awaitComplete(source, source.facts(), 1);
      // Others go on in another database, as it were.
      source.execute("CREATE TABLE others AS SELECT generate_series(1, 100000) i");
      String end = source.query("SELECT pg_current_wal_lsn()::text").get(0);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  source
                      .query(
                          "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE"
                                  .formatted(end)
                              + " slot_name = current_database()")
                      .contains("t"));
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
  }
}
