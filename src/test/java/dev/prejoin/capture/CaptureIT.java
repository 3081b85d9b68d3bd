package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.Status;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Capture against real servers. */
class CaptureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String READINGS =
      "INSERT INTO power_readings (timestamp, device_id, power_usage_kwh) SELECT"
          + " '2026-01-01 00:00:00+00', i, i FROM generate_series(1, %d) i";

  @RegisterExtension final PowerSources sources = new PowerSources("capture");

  private static Capture start(CaptureSettings settings) {
    Capture capture = new Capture(settings, CaptureProcess.jsonCodecs(), new SimpleMeterRegistry());
    capture.start();
    return capture;
  }

  /** Waits for as long as more of them come. */
  private static void awaitChanges(PowerSource source, String topic, long count) {
    long seen = -1;
    while (seen < count) {
      long before = seen;
      seen = await().atMost(PATIENCE).until(() -> changes(source, topic), now -> now > before);
    }
    assertThat(seen).isEqualTo(count);
  }

  private static long changes(PowerSource source, String topic) {
    return source.progress().changes().getOrDefault(topic, 0L);
  }

  private static void awaitSnapshot(PowerSource source) {
    await().atMost(PATIENCE).until(() -> source.progress().snapshotCompleted());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static String told(ConsumerRecord<byte[], byte[]> record) {
    return Origin.parse(record.headers().lastHeader(Origin.HEADER).value()).op()
        + " "
        + text(record.key())
        + " "
        + text(record.value());
  }

  @Test
  void shouldSnapshotThenStreamEachKindOfChange() throws Exception {
    PowerSource source = sources.create();
    source.execute(READINGS.formatted(2));
    source.execute("INSERT INTO device_metadata VALUES (1, 'c1', 'home', 50.5, 8.25)");

    try (Capture capture = start(source.settings())) {
      awaitSnapshot(source);
      long before = System.currentTimeMillis();
      source.execute("UPDATE power_readings SET power_usage_kwh = NULL WHERE id = 1");
      source.execute("UPDATE power_readings SET id = 9 WHERE id = 1");
      source.execute("DELETE FROM power_readings WHERE id = 2");
      source.execute("TRUNCATE device_metadata");
      source.execute("INSERT INTO power_readings VALUES (3, '2026-01-01 00:00:00+00', 7, 'NaN')");
      awaitChanges(source, source.facts(), 7);

      assertThat(source.records(source.dimension()))
          .extracting(CaptureIT::told)
          .containsExactly(
              "r {\"device_id\":1} {\"device_id\":1,\"customer_id\":\"c1\","
                  + "\"building_type\":\"home\",\"latitude\":50.5,\"longitude\":8.25}",
              "d {\"device_id\":1} null");
      List<ConsumerRecord<byte[], byte[]>> facts = source.records(source.facts());
      assertThat(facts)
          .extracting(CaptureIT::told)
          .containsExactlyInAnyOrder(
              "r {\"id\":1} " + reading(1, "1.0"),
              "r {\"id\":2} " + reading(2, "2.0"),
              "u {\"id\":1} " + reading(1, "null"),
              "d {\"id\":1} null",
              "c {\"id\":9} " + reading(1, "null"),
              "d {\"id\":2} null",
              "c {\"id\":3} " + reading(7, "\"NaN\""));
      assertThat(facts)
          .filteredOn(record -> !told(record).startsWith("r"))
          .allSatisfy(
              record -> assertThat(record.timestamp()).isBetween(before - 1000, before + 60_000));
      assertThat(source.progress().tables().get(source.facts()).incarnation()).isEqualTo(1);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
  }

  private static String reading(int device, String usage) {
    return "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"device_id\":%d,\"power_usage_kWh\":%s}"
        .formatted(device, usage);
  }

  @Test
  void shouldMarkEveryPartitionOfFactsAndEndEveryKeyOfADimensionWhenTheyAreTruncated()
      throws Exception {
    PowerSource source = sources.create();
    source.execute(READINGS.formatted(2));
    source.execute("INSERT INTO device_metadata VALUES (1, 'c1', 'home', 50.5, 8.25)");

    try (Capture capture = start(source.settings())) {
      awaitSnapshot(source);
      source.execute("INSERT INTO device_metadata VALUES (2, 'c2', 'home', 50.5, 8.25)");
      source.execute("DELETE FROM device_metadata WHERE device_id = 1");
      awaitChanges(source, source.dimension(), 3);
      source.execute(
          "BEGIN; INSERT INTO device_metadata VALUES (3, 'c3', 'home', 50.5, 8.25);"
              + " TRUNCATE power_readings, device_metadata;"
              + " INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', 7, 5);"
              + " INSERT INTO device_metadata VALUES (2, 'c4', 'home', 50.5, 8.25); COMMIT");
      awaitChanges(source, source.facts(), 2 + 3 + 1);
      awaitChanges(source, source.dimension(), 3 + 1 + 2 + 1);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    try (Capture again = start(source.settings())) {
      source.execute("TRUNCATE power_readings");
      source.execute("TRUNCATE device_metadata");
      awaitChanges(source, source.facts(), 6 + 3);
      awaitChanges(source, source.dimension(), 7 + 1);
      assertThat(again.status().state()).isEqualTo(Status.State.RUNNING);
    }

    for (int partition = 0; partition < 3; partition++) {
      List<ConsumerRecord<byte[], byte[]>> facts = of(partition, source.records(source.facts()));
      assertThat(facts).filteredOn(record -> told(record).equals("t null null")).hasSize(2);
      List<String> afterFirst =
          facts.stream().map(CaptureIT::told).dropWhile(told -> !told.startsWith("t")).toList();
      assertThat(afterFirst).noneMatch(told -> told.startsWith("r"));
      assertThat(header(facts.get(facts.size() - 1), Origin.HEADER)).isEqualTo("op=t inc=1");
    }
    assertThat(source.records(source.dimension()))
        .extracting(CaptureIT::told)
        .map(told -> told.replaceAll(",.building.*", ""))
        .containsExactlyInAnyOrder(
            "r {\"device_id\":1} {\"device_id\":1,\"customer_id\":\"c1\"",
            "d {\"device_id\":1} null",
            "c {\"device_id\":2} {\"device_id\":2,\"customer_id\":\"c2\"",
            "d {\"device_id\":2} null",
            "c {\"device_id\":2} {\"device_id\":2,\"customer_id\":\"c4\"",
            "d {\"device_id\":2} null",
            "c {\"device_id\":3} {\"device_id\":3,\"customer_id\":\"c3\"",
            "d {\"device_id\":3} null");
  }

  private static List<ConsumerRecord<byte[], byte[]>> of(
      int partition, List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().filter(record -> record.partition() == partition).toList();
  }

  @Test
  void shouldAskForAPublicationThatTellsOfTruncates() throws Exception {
    PowerSource source = sources.create();
    source.execute(
        "CREATE PUBLICATION "
            + source.settings().publication()
            + " FOR TABLE power_readings, device_metadata WITH (publish = 'insert, update, delete')");

    assertThat(SourceCheck.findings(source.settings()).problems())
        .singleElement()
        .asString()
        .contains("does not publish truncate: ALTER PUBLICATION");
  }

  /** Another user, who may read and replicate and owns nothing. */
  private static CaptureSettings limited(PowerSource source) throws Exception {
    String user = source.settings().name() + "_limited";
    source.execute("CREATE ROLE " + user + " LOGIN REPLICATION");
    source.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user);
    source.execute("GRANT CREATE ON DATABASE " + source.settings().database() + " TO " + user);
    return source.settingsOf(user, "");
  }

  @Test
  void shouldAskForTheRightToPublishBeforeItStarts() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings limited = limited(source);
    assertThat(SourceCheck.findings(limited).server())
        .singleElement()
        .asString()
        .contains("may not create it: CREATE PUBLICATION");

    source.execute(
        "CREATE PUBLICATION %s FOR TABLE device_metadata".formatted(limited.publication()));
    List<String> problems = SourceCheck.findings(limited).problems();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("lacks tables, and user " + limited.user() + " may not add them")
        .doesNotContain("device_metadata");
    source.execute(problems.get(0).replaceFirst(".*may: ", ""));
    assertThat(SourceCheck.findings(limited).problems()).isEmpty();
    assertThat(SourceCheck.findings(source.settings()).problems()).isEmpty();
  }

  @Test
  void shouldAskForAPublicationOfWholeTables() throws Exception {
    PowerSource source = sources.create();
    source.execute(
        ("CREATE PUBLICATION %s FOR TABLE power_readings WHERE (id > 5),"
                + " device_metadata (device_id, customer_id, building_type, latitude)")
            .formatted(source.settings().publication()));

    List<String> problems = SourceCheck.findings(source.settings()).problems();
    assertThat(problems)
        .satisfiesExactlyInAnyOrder(
            rows ->
                assertThat(rows)
                    .contains("leaves out rows of power_readings that are not (id > 5)"),
            column ->
                assertThat(column).contains("leaves out the column longitude of device_metadata"));
    for (String problem : problems) {
      source.execute(problem.replaceFirst(".*; run: ", ""));
    }
    assertThat(SourceCheck.findings(source.settings()).problems()).isEmpty();
  }

  @Test
  void shouldLookAtThePartitionsOfATable() throws Exception {
    PowerSource source = sources.create();
    source.execute(
        """
        ALTER TABLE power_readings RENAME TO before;
        CREATE TABLE power_readings (LIKE before INCLUDING ALL) PARTITION BY RANGE (id);
        CREATE TABLE first PARTITION OF power_readings FOR VALUES FROM (0) TO (1000);
        """);
    assertThat(SourceCheck.findings(source.settings()).problems()).isEmpty();
    source.execute("ALTER TABLE first REPLICA IDENTITY NOTHING");
    source.execute(
        "CREATE PUBLICATION %s FOR TABLE power_readings, device_metadata"
            .formatted(source.settings().publication()));

    List<String> problems = SourceCheck.findings(source.settings()).problems();
    assertThat(problems)
        .satisfiesExactlyInAnyOrder(
            identity ->
                assertThat(identity).startsWith("public.first has REPLICA IDENTITY NOTHING"),
            names -> assertThat(names).contains("under the names of its partitions: ALTER"));
    for (String problem : problems) {
      source.execute(problem.replaceFirst(".*: ALTER", "ALTER"));
    }
    assertThat(SourceCheck.findings(source.settings()).problems()).isEmpty();

    CaptureSettings s = source.settings();
    CapturedTable part = new CapturedTable(s.tables().get(1).relation(), false, "public.first");
    assertThat(
            SourceCheck.findings(source.settings(s.postgresPort(), s.password(), List.of(part)))
                .problems())
        .singleElement()
        .asString()
        .contains("of public.first, which is a partition, under the name of power_readings");
  }

  @Test
  void shouldAskForAKeyThatIsNotDeferrable() throws Exception {
    PowerSource source = sources.create();
    source.execute(
        "ALTER TABLE power_readings DROP CONSTRAINT power_readings_pkey, ADD PRIMARY KEY (id)"
            + " DEFERRABLE");

    List<String> problems = SourceCheck.findings(source.settings()).problems();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("public.power_readings has a primary key that is DEFERRABLE");
    source.execute(problems.get(0).replaceFirst(".*: ALTER", "ALTER"));
    assertThat(SourceCheck.findings(source.settings()).problems()).isEmpty();
  }

  @Test
  void shouldCompleteTheSnapshotOfEmptyTablesAndStreamAfterIt() throws Exception {
    PowerSource source = sources.create();

    try (Capture capture = start(source.settings())) {
      awaitSnapshot(source);
      source.execute(READINGS.formatted(10));
      awaitChanges(source, source.facts(), 10);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    source.execute(READINGS.formatted(5));
    try (Capture again = start(source.settings())) {
      awaitChanges(source, source.facts(), 15);
      assertThat(again.status().state()).isEqualTo(Status.State.RUNNING);
    }
    assertThat(source.records(source.facts())).hasSize(15);
  }

  @Test
  void shouldSetAsideWhatDoesNotFitAndGoOn() throws Exception {
    PowerSource source = sources.create();
    source.execute("INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', -1, 5)");

    try (Capture capture = start(source.settings())) {
      awaitSnapshot(source);
      source.execute("INSERT INTO power_readings VALUES (2, 'infinity', 1, 5)");
      source.execute(READINGS.formatted(0));
      source.execute("INSERT INTO power_readings VALUES (3, '2026-01-01 00:00:00+00', 1, 5)");
      awaitChanges(source, source.facts(), 1);
      source.execute("UPDATE power_readings SET device_id = -3 WHERE id = 3");
      awaitChanges(source, source.facts(), 2);

      // What is put aside is no longer there as it was before.
      assertThat(source.records(source.facts()))
          .extracting(CaptureIT::told)
          .containsExactly("c {\"id\":3} " + reading(1, "5.0"), "d {\"id\":3} null");
      List<ConsumerRecord<byte[], byte[]>> letters =
          source.records(source.facts() + CapturedTable.DEAD_LETTERS);
      assertThat(letters)
          .extracting(letter -> text(letter.key()))
          .containsExactly("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
      assertThat(text(letters.get(0).value())).contains("\"device_id\":-1");
      assertThat(header(letters.get(0), "reason")).contains("device_id is -1");
      assertThat(header(letters.get(0), "source")).startsWith("public.power_readings op=r lsn=");
      assertThat(header(letters.get(1), "reason")).startsWith("timestamp is ");
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
  }

  @Test
  void shouldWriteEachChangeOnceHoweverOftenItIsKilled() throws Exception {
    PowerSource source = sources.create();
    source.execute("CREATE TABLE history (entry text)");
    source.execute(
        """
        CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO history VALUES (NEW.id || '=' || NEW.power_usage_kwh::int); RETURN NULL;
        END $$
        """);
    source.execute(
        "CREATE TRIGGER remember AFTER INSERT OR UPDATE ON power_readings FOR EACH ROW EXECUTE"
            + " FUNCTION remember()");
    source.execute(READINGS.formatted(20_000));

    Process interrupted = CaptureProcess.start(source.settings());
    await().atMost(PATIENCE).until(() -> !slots(source).isEmpty());
    interrupted.destroyForcibly().waitFor();

    Process first = CaptureProcess.start(source.settings());
    awaitSnapshot(source);
    source.execute("TRUNCATE history");
    load(source, 1);
    first.destroyForcibly().waitFor();
    for (int life = 2; life <= 4; life++) {
      long written = changes(source, source.facts());
      Process process = CaptureProcess.start(source.settings());
      load(source, life);
      await().atMost(PATIENCE).until(() -> changes(source, source.facts()) > written);
      process.destroyForcibly().waitFor();
    }
    List<String> history = source.query("SELECT entry FROM history");
    try (Capture capture = start(source.settings())) {
      awaitChanges(source, source.facts(), 20_000 + history.size());
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }

    List<String> written = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : source.records(source.facts())) {
      if (told(record).startsWith("r")) {
        continue;
      }
      String value = text(record.value());
      int usage = value.indexOf("kWh\":") + 5;
      written.add(
          text(record.key()).replaceAll("\\D", "")
              + "="
              + value.substring(usage, value.indexOf('.', usage)));
    }
    assertThat(written.stream().sorted().toList()).isEqualTo(history.stream().sorted().toList());
    assertThat(source.progress().tables().get(source.facts()).incarnation()).isEqualTo(1);
  }

  private static List<String> slots(PowerSource source) throws Exception {
    return source.query(
        "SELECT slot_name FROM pg_replication_slots WHERE slot_name = current_database()");
  }

  /** COPY puts many rows at one LSN; it comes in many such groups, and updates between them. */
  private static void load(PowerSource source, int life) throws Exception {
    for (int round = 0; round < 4; round++) {
      source.execute(
          "COPY power_readings (timestamp, device_id, power_usage_kwh) FROM PROGRAM $$seq 1 10000 |"
              + " sed 's/.*/2026-01-01 00:00:00+00\\t7\\t%d/'$$".formatted(life));
      source.execute(
          "UPDATE power_readings SET power_usage_kwh = %d WHERE id %% 20 = %d"
              .formatted(1000 + life * 10 + round, life));
    }
  }

  /**
   * Debezium looks for the second change of the long transaction, and takes the end of the first
   * short one for it, as both have the same position: what the second short one did comes again.
   */
  @Test
  void shouldNotWriteAgainWhatDebeziumReadsAgain() throws Exception {
    PowerSource source = sources.create();
    // As if it was killed each time before PostgreSQL heard how far it is.
    CaptureSettings settings = source.settingsWith(Map.of("lsn.flush.mode", "manual"));
    try (Capture capture = start(settings)) {
      awaitSnapshot(source);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    int rounds = 3;
    for (int round = 0; round < rounds; round++) {
      try (Capture capture = start(settings);
          Connection connection = source.connect();
          Statement lasting = connection.createStatement()) {
        connection.setAutoCommit(false);
        lasting.execute(insert(round, 1));
        source.execute(insert(round, 2));
        lasting.execute(insert(round, 3));
        source.execute(insert(round, 4));
        connection.commit();
        awaitChanges(source, source.facts(), 4 * (round + 1));
        assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
      }
    }
    try (Capture capture = start(settings)) {
      source.execute(insert(rounds, 1));
      awaitChanges(source, source.facts(), 4 * rounds + 1);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }

    assertThat(source.records(source.facts()))
        .extracting(record -> text(record.key()))
        .doesNotHaveDuplicates()
        .hasSize(4 * rounds + 1);
  }

  private static String insert(int round, int row) {
    return "INSERT INTO power_readings VALUES (%d, '2026-01-01 00:00:00+00', 1, 1)"
        .formatted(10 * round + row);
  }

  @Test
  void shouldGoOnWhenPostgresEndsItsConnections() throws Exception {
    PowerSource source = sources.create();
    source.execute(READINGS.formatted(10));

    try (Capture capture = start(source.settings())) {
      awaitSnapshot(source);
      source.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
              + " current_database() AND pid <> pg_backend_pid()");
      await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.WAITING);
      source.execute(READINGS.formatted(10));
      awaitChanges(source, source.facts(), 20);
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    assertThat(source.records(source.facts())).hasSize(20);
  }

  @Test
  void shouldFailOnceAnotherCaptureTookOver() throws Exception {
    PowerSource source = sources.create();

    try (Capture first = start(source.settings())) {
      awaitSnapshot(source);
      try (Capture second = start(source.settings())) {
        await().atMost(PATIENCE).until(() -> second.status().state() != Status.State.CREATED);
        source.execute(READINGS.formatted(100));
        await().atMost(PATIENCE).until(() -> first.status().state() == Status.State.FAILED);
        assertThat(first.status().message()).contains("took over");
        awaitChanges(source, source.facts(), 100);
      }
    }
    assertThat(source.records(source.facts())).hasSize(100);
  }

  @Test
  void shouldFailAlsoIfItCouldNotSeeAtOnceThatAnotherCaptureTookOver() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings settings = source.settings();
    StateRecords states = new StateRecords(settings);
    String topic = settings.offsetsTopic();

    try (Capture first = start(settings);
        KafkaProducer<byte[], byte[]> hiding = producer("hides what comes after it");
        KafkaProducer<byte[], byte[]> second = producer("prejoin-capture-" + settings.name())) {
      awaitSnapshot(source);
      CaptureState state =
          new StateTopic(settings.kafka(), topic).latest(settings.name()).orElseThrow();
      hiding.initTransactions();
      hiding.beginTransaction();
      hiding.send(new ProducerRecord<>(topic, StateTopic.partition(), new byte[1], null)).get();
      second.initTransactions();
      Runnable claim =
          () -> {
            second.beginTransaction();
            second.send(states.of(state.ownedBy("another")));
            second.commitTransaction();
          };
      claim.run();
      source.execute(READINGS.formatted(1));

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                try {
                  claim.run();
                  return false;
                } catch (ProducerFencedException | InvalidProducerEpochException e) {
                  return true;
                }
              });
      hiding.commitTransaction();
      await().atMost(PATIENCE).until(() -> first.status().state() == Status.State.FAILED);
      assertThat(first.status().message()).contains("took over");
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> properties = new HashMap<>(CaptureServers.get().kafka());
    properties.put("transactional.id", transactionalId);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Test
  void shouldSayForWhomPostgresWaitsBeforeItsLogCanBeRead() throws Exception {
    PowerSource source = sources.create();
    try (Connection writer = source.connect();
        Statement writing = writer.createStatement()) {
      writer.setAutoCommit(false);
      writing.execute("INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', 7, 5)");
      String process =
          source
              .query(
                  "SELECT pid FROM pg_stat_activity WHERE datname ="
                      + " current_database() AND state = 'idle in transaction'")
              .get(0);
      try (Capture capture = start(source.settings())) {
        await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.WAITING);
        assertThat(capture.status().message())
            .contains("transactions that began before it: process " + process + " since ");
        writer.commit();
        awaitSnapshot(source);
        awaitChanges(source, source.facts(), 1);
        assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
      }
    }
  }

  @Test
  void shouldEndThoughPostgresWaitsForOthers() throws Exception {
    PowerSource source = sources.create();
    try (Connection writer = source.connect();
        Statement writing = writer.createStatement()) {
      writer.setAutoCommit(false);
      writing.execute("INSERT INTO power_readings VALUES (1, '2026-01-01 00:00:00+00', 7, 5)");
      Capture capture = start(source.settings());
      await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.WAITING);

      long begun = System.nanoTime();
      capture.close();

      assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(4).toNanos());
      assertThat(capture.status().state()).isEqualTo(Status.State.STOPPED);
    }
  }

  @Test
  void shouldWaitWhileNothingListens() throws Exception {
    PowerSource source = sources.create();

    try (Capture capture = start(source.settings(1, "x", source.settings().tables()))) {
      await().atMost(PATIENCE).until(() -> capture.status().state() == Status.State.WAITING);
      assertThat(capture.status().message()).contains("127.0.0.1:1").contains("does not answer");
    }
  }

  @Test
  void shouldTellAllThatIsWrongWithTheSource() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings settings = source.settings();
    Relation facts = settings.tables().get(1).relation();

    source.execute("ALTER TABLE power_readings RENAME COLUMN device_id TO device");
    source.execute("ALTER TABLE power_readings ALTER COLUMN timestamp TYPE timestamptz");
    List<CapturedTable> tables =
        List.of(
            new CapturedTable(facts, false, "public.power_readings"),
            new CapturedTable(
                new Relation(
                    "wrong_key", facts.columns().subList(0, 1), facts.columns().subList(0, 1)),
                false,
                "public.power_readings"),
            new CapturedTable(facts, false, "public.power_reading"));

    assertThat(
            SourceCheck.findings(
                    source.settings(settings.postgresPort(), settings.password(), tables))
                .problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("public.power_readings has no column device_id")
                    .contains("it has device"))
        .anySatisfy(problem -> assertThat(problem).contains("microseconds do not fit DateTime"))
        .anySatisfy(problem -> assertThat(problem).contains("has the primary key (id)"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("has no table public.power_reading ")
                    .contains("public.power_readings"));
  }

  @Test
  void shouldAskForAnIdentityThatTellsTheRow() throws Exception {
    PowerSource source = sources.create();
    source.execute("ALTER TABLE power_readings REPLICA IDENTITY NOTHING");
    source.execute("CREATE UNIQUE INDEX customer ON device_metadata (customer_id)");
    source.execute("ALTER TABLE device_metadata REPLICA IDENTITY USING INDEX customer");

    assertThat(SourceCheck.findings(source.settings()).problems())
        .containsExactlyInAnyOrder(
            "public.power_readings has REPLICA IDENTITY NOTHING, which does not tell the primary key"
                + " of a row that was changed or deleted: ALTER TABLE public.power_readings"
                + " REPLICA IDENTITY DEFAULT",
            "public.device_metadata has REPLICA IDENTITY USING INDEX, which does not tell the primary"
                + " key of a row that was changed or deleted: ALTER TABLE public.device_metadata"
                + " REPLICA IDENTITY DEFAULT");
  }

  @Test
  void shouldWarnOfLargeValuesThatUpdatesLeaveOut() throws Exception {
    PowerSource source = sources.create();
    assertThat(SourceCheck.findings(source.settings()).warnings()).isEmpty();
    source.execute("ALTER TABLE device_metadata ALTER COLUMN customer_id SET STORAGE EXTERNAL");
    source.execute("INSERT INTO device_metadata VALUES (1, repeat('x', 9000), 'home', 50.5, 8.25)");

    assertThat(SourceCheck.findings(source.settings()).warnings())
        .singleElement()
        .asString()
        .startsWith("public.device_metadata has large values")
        .endsWith("ALTER TABLE public.device_metadata REPLICA IDENTITY FULL");

    source.execute("ALTER TABLE device_metadata REPLICA IDENTITY FULL");
    assertThat(SourceCheck.findings(source.settings()).warnings()).isEmpty();
  }

  @Test
  void shouldSayThatNoSlotIsLeft() throws Exception {
    PowerSource source = sources.create();
    String make =
        "SELECT pg_create_physical_replication_slot('%s_' || n) FROM generate_series(1,"
            + " current_setting('max_replication_slots')::int - (SELECT count(*)::int FROM"
            + " pg_replication_slots)) n";
    try {
      source.execute(make.formatted(source.settings().name()));
      assertThat(SourceCheck.findings(source.settings()).problems())
          .singleElement()
          .asString()
          .contains("has no replication slot left for " + source.settings().slot())
          .contains("pg_drop_replication_slot");
    } finally {
      source.execute(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name"
              + " LIKE current_database() || '%'");
    }
  }

  @Test
  void shouldTellASlotThatIsAnothersAndALogThatIsGone() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings settings = source.settings();
    source.execute("SELECT pg_create_logical_replication_slot(current_database(), 'pgoutput')");
    List<String> problems = SlotCheck.findings(settings).problems();
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("is not of this capture, as Kafka has no state of it");
    source.execute(problems.get(0).replaceFirst(".*: SELECT", "SELECT"));
    assertThat(SlotCheck.findings(settings).problems()).isEmpty();

    try (Capture capture = start(settings)) {
      awaitSnapshot(source);
      for (int i = 0; i < 20; i++) {
        source.execute(READINGS.formatted(10));
        SourceCheck.Findings found = SlotCheck.findings(settings);
        assertThat(found.problems()).isEmpty();
        assertThat(found.warnings()).isEmpty();
      }
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> source.execute("SELECT pg_drop_replication_slot(current_database())"));

    assertThat(SlotCheck.findings(settings).problems()).isEmpty();
    assertThat(SlotCheck.findings(settings).warnings())
        .singleElement()
        .asString()
        .contains("no longer has the log", "prejoin snapshot (for all tables) takes them anew");
    new SnapshotRequest(Set.of()).send(settings.kafka(), settings.offsetsTopic(), settings.name());
    assertThat(SlotCheck.findings(settings).warnings()).isEmpty();
  }

  @Test
  void shouldNotTakeALogForGoneThatTheCaptureLetGoOfButCannotBeSeenToHave() throws Exception {
    PowerSource source = sources.create();
    CaptureSettings settings = source.settings();
    String topic = settings.offsetsTopic();

    try (Capture capture = start(settings);
        KafkaProducer<byte[], byte[]> hiding = producer("hides what comes after it, too")) {
      awaitSnapshot(source);
      hiding.initTransactions();
      hiding.beginTransaction();
      hiding.send(new ProducerRecord<>(topic, StateTopic.partition(), new byte[1], null)).get();
      long seen =
          new StateTopic(settings.kafka(), topic)
              .committed(settings.name())
              .orElseThrow()
              .logPosition();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                source.execute(READINGS.formatted(1));
                return ReplicationSlot.begin(settings).orElseThrow() > seen;
              });

      CompletableFuture<SourceCheck.Findings> found =
          CompletableFuture.supplyAsync(() -> SlotCheck.findings(settings));
      assertThat(found).failsWithin(Duration.ofSeconds(1));
      hiding.commitTransaction();

      assertThat(found).succeedsWithin(PATIENCE);
      assertThat(found.get().warnings()).isEmpty();
      assertThat(found.get().problems()).isEmpty();
      assertThat(capture.status().state()).isEqualTo(Status.State.RUNNING);
    }
  }

  @Test
  void shouldFindNothingWrongWithASoundSource() throws Exception {
    assertThat(SourceCheck.findings(sources.create().settings()).problems()).isEmpty();
  }

  @Test
  void shouldNameAWrongPasswordButNotShowIt() throws Exception {
    PowerSource source = sources.create();
    source.execute("CREATE ROLE " + source.settings().name() + " LOGIN PASSWORD 'right'");
    CaptureSettings s = source.settings();
    CaptureSettings wrong = source.settingsOf(s.name(), "wr0ng");

    List<String> problems = SourceCheck.findings(wrong).problems();

    assertThat(problems).isNotEmpty();
    assertThat(problems).allSatisfy(problem -> assertThat(problem).doesNotContain("wr0ng"));
    assertThat(problems.toString()).contains(s.name());
  }
}
