package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.Status;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What goes wrong in a real ClickHouse or Kafka, and how the sink goes on. */
class SinkRemediesIT extends SinkFixture {
  private static final List<String> EMPTIED =
      List.of(
          "l3_power_joined",
          "l4_power_agg_stats_data",
          "l4_power_agg_stats_base",
          "l4_power_agg_stats_floor",
          "l4_power_agg_stats_dirty",
          "l4_power_agg_stats_round");

  @Test
  void shouldWaitWhileThereAreTooManyParts() {
    waitsWhile("parts_to_throw_insert = 1, parts_to_delay_insert = 1");
  }

  @Test
  void shouldWaitWhileTheDiskIsFull() {
    waitsWhile("min_free_disk_bytes_to_perform_insert = 1000000000000000");
  }

  private void waitsWhile(String settings) {
    Sink sink = sink();
    sendNew(0, 500);
    awaitExact();
    clickHouse.execute("ALTER TABLE l3_power_joined MODIFY SETTING " + settings, Map.of());
    sendNew(500, 1500);
    send('u', 3, reading(MONDAY, 3, 50));
    send('d', 4, null);
    producer.flush();
    await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.WAITING);

    clickHouse.execute(
        "ALTER TABLE l3_power_joined RESET SETTING " + settings.replaceAll(" = \\d+", ""),
        Map.of());
    awaitExact();
    await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.RUNNING);
  }

  @Test
  void shouldGoOnWhenTheGroupGaveItUpWhileClickHouseWasAway() throws Exception {
    int port = TestServers.clickHousePort();
    try (Wire wire = new Wire(port)) {
      Sink sink = sink(wire.port(), Map.of("max.poll.interval.ms", "3000"));
      sendNew(0, 500);
      awaitExact();
      wire.cut();
      sendNew(500, 1000);
      await().atMost(LIMIT).until(() -> sink.status().state() == Status.State.WAITING);
      // Longer than a member may be silent: it must go on polling while it waits.
      Thread.sleep(4_500);
      wire.mend();
      sendNew(1000, 1200);
      awaitExact();
    }
  }

  @Test
  void shouldLandAgainWhatARestoredBackupLost() {
    Sink before = sink();
    sendNew(0, 500);
    awaitExact();
    ClickHouse server =
        new ClickHouse(TestServers.clickHouse(TestServers.clickHousePort(), "default"));
    open.add(server);
    // A backup in memory is its session's.
    Map<String, String> session = Map.of("session_id", name);
    server.execute("BACKUP DATABASE " + name + " TO Memory('" + name + "')", session);
    sendNew(500, 1500);
    send('u', 3, reading(MONDAY, 3, 50));
    send('d', 4, null);
    producer.flush();
    awaitExact();
    before.close();

    server.execute("DROP DATABASE " + name + " SYNC", Map.of());
    server.execute("RESTORE DATABASE " + name + " FROM Memory('" + name + "')", session);
    sink();
    awaitExact();
  }

  @Test
  void shouldRefuseATopicThatWasMadeAnewUntilItsTablesAre() throws Exception {
    Sink before = sink();
    sendNew(0, 500);
    awaitExact();
    before.close();
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      admin.deleteTopics(List.of(name)).all().get();
      await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .until(
              () -> {
                admin
                    .createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                    .all()
                    .get();
                return true;
              });
      expected.clear();

      Sink refusing = sink();
      await().atMost(LIMIT).until(() -> refusing.status().state() == Status.State.FAILED);
      assertThat(refusing.status().message()).contains("made anew", "guarantee.md");
      refusing.close();

      for (String table : EMPTIED) {
        clickHouse.execute("TRUNCATE TABLE " + table, Map.of());
      }
      clickHouse.execute("DELETE FROM prejoin_done WHERE topic = '" + name + "'", Map.of());
      admin.deleteConsumerGroups(List.of(name)).all().get();
    }
    sink();
    sendNew(100, 400);
    awaitExact();
  }
}
