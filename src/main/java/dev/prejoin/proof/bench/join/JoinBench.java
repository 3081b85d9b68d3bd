package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.proof.bench.ClickHouseRows;
import dev.prejoin.proof.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Measures what it takes to join a backlog of change events that is in Kafka: upstream by prejoin,
 * and inside ClickHouse. Each contender has the same records, in topics and tables of its own, and
 * is warm before its backlog comes: its dimension is loaded, and some rows have gone through it.
 */
public final class JoinBench {
  /** How topics are named that contenders are fed from. */
  static final String MASTERS = "bench.";

  /** Change events as capture has written them. */
  static final String CHANGES = MASTERS + "changes";

  /** The same as flat JSON. */
  static final String JSON = MASTERS + "json";

  /** The rows that prejoin made of them. */
  static final String JOINED = MASTERS + "joined";

  private static final String FACTS = "l1_power_raw";

  /** Before what is measured, so much of that is landed. */
  private static final double WARM = 0.2;

  private static final long LOOK_EVERY_MS = 100;
  private static final long WEIGH_EVERY_MS = 1_000;
  private static final long SETTLE_MS = 3_000;
  private static final long WITHIN_MS = 1_800_000;
  private static final long RIGHT_WITHIN_MS = 10_000;
  private static final long ENDS_WITHIN_S = 30;

  /** Every bucket's values, as two numbers. */
  private static final String BUCKETS =
      """
      SELECT count(), sum(cityHash64(toUInt64(toUnixTimestamp(ts_hour)), toUInt64(device_id),
        customer_id, building_type, toFloat64(latitude), toFloat64(longitude), toUInt64(n), toFloat64(total)))
      FROM (%s) FORMAT TSV""";

  private static final String LANDED =
      """
      SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude,
        countMerge(usage_count) AS n, sumMerge(usage_sum) AS total
      FROM l4_power_agg_stats GROUP BY ALL""";

  private static final String TRUTH =
      """
      SELECT toStartOfHour(toDateTime(timestamp, 'UTC')) AS ts_hour, r.device_id AS device_id, customer_id,
        building_type, latitude, longitude, count() AS n, sum(power_usage_kWh) AS total
      FROM postgresql('%1$s', '%2$s', 'power_readings', '%3$s', '') AS r
      JOIN postgresql('%1$s', '%2$s', 'device_metadata', '%3$s', '') AS m ON r.device_id = m.device_id
      GROUP BY ALL""";

  /**
   * What is measured.
   *
   * @param rows of a backlog
   * @param devices sizes of the dimension
   * @param rounds of each contender
   * @param only contenders whose names begin so; empty for all
   * @param keys of prejoin's settings, where others than a run's on these servers are to be
   */
  public record Settings(
      long rows, List<Long> devices, int rounds, String only, Map<String, String> keys) {
    public Settings {
      devices = List.copyOf(devices);
      keys = Map.copyOf(keys);
    }
  }

  private final Settings settings;
  private final JoinServers servers;
  private final Consumer<String> progress;
  private int databases;

  public JoinBench(Settings settings, JoinServers servers, Consumer<String> progress) {
    this.settings = settings;
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * Measures, on empty servers.
   *
   * @throws SQLException if PostgreSQL refuses something
   * @throws IOException if another server does, or rows do not land within half an hour
   */
  public JoinReport run() throws SQLException, IOException, InterruptedException {
    List<JoinReport.Dimension> dimensions = new ArrayList<>();
    try (Topics topics = new Topics(servers.stack().kafkaBootstrapServers())) {
      for (long devices : settings.devices()) {
        dimensions.add(dimension(topics, devices));
      }
    }
    return new JoinReport(settings.rows(), settings.rounds(), dimensions);
  }

  private JoinReport.Dimension dimension(Topics topics, long devices)
      throws SQLException, IOException, InterruptedException {
    long all = Math.round(settings.rows() / (1 - WARM));
    capture(topics, all, devices);
    String truth =
        buckets(
            "default",
            TRUTH.formatted(
                servers.stack().postgresHost() + ":" + servers.stack().postgresPort(),
                servers.stack().postgresDatabase(),
                servers.stack().postgresUser()));
    Map<String, List<Drain>> drains = new LinkedHashMap<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Contender contender : contenders(topics)) {
        progress.accept(
            "%,d devices, round %d of %d: %s"
                .formatted(devices, round, settings.rounds(), contender.name()));
        drains
            .computeIfAbsent(contender.name(), name -> new ArrayList<>())
            .add(drain(topics, contender, devices, truth));
      }
    }
    return new JoinReport.Dimension(
        devices,
        drains.entrySet().stream()
            .map(each -> JoinReport.Figures.of(each.getKey(), each.getValue()))
            .toList());
  }

  /** prejoin first, as the floor is fed with what it has made. */
  private List<Contender> contenders(Topics topics) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Prejoin(servers, topics, database(), settings.keys()));
    for (KafkaEngine.Format format : KafkaEngine.Format.values()) {
      for (boolean dictionary : new boolean[] {false, true}) {
        contenders.add(new KafkaEngine(servers, topics, database(), format, dictionary, 0));
      }
    }
    contenders.add(new Floor(servers, topics, database()));
    contenders.removeIf(contender -> !contender.name().startsWith(settings.only()));
    return contenders;
  }

  private String database() {
    databases++;
    return "bench_" + databases;
  }

  /** Has capture bring everything into Kafka, and copies it. */
  private void capture(Topics topics, long all, long devices)
      throws SQLException, IOException, InterruptedException {
    progress.accept("%,d devices and %,d readings in PostgreSQL".formatted(devices, all));
    topics.delete(name -> true);
    try (Connection connection =
            DriverManager.getConnection(
                servers.stack().postgresJdbcUrl(), servers.stack().postgresUser(), "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
      Readings.fill(connection, all, devices);
    }
    Path log = servers.directory().resolve("logs/capture.log");
    Map<String, String> keys = new HashMap<>(servers.keys());
    keys.put("roles", "capture");
    keys.put("state.directory", servers.directory().resolve("state/capture").toString());
    List<String> arguments =
        new ArrayList<>(List.of("run", servers.home().resolve("topology/power.sql").toString()));
    keys.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    JavaProcess process = JavaProcess.start(servers.jvmOptions(), Node.MAIN, arguments, log);
    try {
      long begun = System.nanoTime();
      long before = -1;
      // Ends count what transactions leave in the log, too: so all is there when they stand.
      for (long end = 0; end < all || end > before; end = end(topics)) {
        if (!process.isAlive()) {
          throw new IOException("capture does not run; see " + log);
        }
        await(begun, "capture has not read everything");
        before = end;
        progress.accept("Change events in Kafka: %,d of %,d".formatted(end, all));
        Thread.sleep(SETTLE_MS);
      }
      process.end();
      process.ended().orTimeout(ENDS_WITHIN_S, TimeUnit.SECONDS).join();
    } finally {
      process.kill();
    }
    topics.create(CHANGES, FACTS);
    topics.create(JSON, FACTS);
    long copied = topics.copy(FACTS, CHANGES, 0, 1, UnaryOperator.identity());
    if (copied != all) {
      throw new IOException("capture has written %,d of %,d rows".formatted(copied, all));
    }
    topics.copy(FACTS, JSON, 0, 1, new ReadingAsJson());
  }

  private static long end(Topics topics) throws IOException, InterruptedException {
    return topics.ends(FACTS).values().stream().mapToLong(end -> end).sum();
  }

  private Drain drain(Topics topics, Contender contender, long devices, String truth)
      throws IOException, InterruptedException {
    boolean first = contender instanceof Prejoin && topics.ends(JOINED).isEmpty();
    try (contender) {
      contender.begin();
      long warm =
          topics.copy(contender.master(), contender.input(), 0, WARM, UnaryOperator.identity());
      ClickHouseRows clickHouse = servers.clickHouse(contender.database());
      awaitLanded(clickHouse, contender, warm, new HashMap<>());
      awaitDimension(clickHouse, contender, devices);
      Thread.sleep(SETTLE_MS);
      contender.halt();
      long rows =
          topics.copy(contender.master(), contender.input(), WARM, 1, UnaryOperator.identity());
      Map<String, ProcessFigures> before = contender.figures();
      Map<String, Long> bytes = new HashMap<>();
      long begun = System.nanoTime();
      contender.resume();
      awaitLanded(clickHouse, contender, warm + rows, bytes);
      // Materialized views write the aggregates a moment after the rows.
      long landed = System.nanoTime();
      double seconds;
      Map<String, ProcessFigures> after;
      boolean right;
      do {
        seconds = (System.nanoTime() - begun) / 1e9;
        after = contender.figures();
        right = buckets(contender.database(), LANDED).equals(truth);
      } while (!right && System.nanoTime() - landed < RIGHT_WITHIN_MS * 1_000_000);
      Map<String, Double> cpu = new HashMap<>();
      after.forEach((process, figures) -> cpu.merge(process, figures.cpuSeconds(), Double::sum));
      before.forEach((process, figures) -> cpu.merge(process, -figures.cpuSeconds(), Double::sum));
      Drain drain = new Drain(rows, seconds, cpu, bytes, right);
      progress.accept(
          "%s: %,.0f rows/s, CPU seconds per million rows %s%s"
              .formatted(
                  contender.name(),
                  drain.rowsPerSecond(),
                  drain.cpuSecondsPerMillion().entrySet().stream()
                      .sorted(Map.Entry.comparingByKey())
                      .map(each -> "%s %.1f".formatted(each.getKey(), each.getValue()))
                      .collect(Collectors.joining(", ")),
                  right ? "" : ", NOT right"));
      if (first) {
        topics.create(JOINED, "l3_power_joined");
        topics.copy("l3_power_joined", JOINED, 0, 1, UnaryOperator.identity());
      }
      return drain;
    } finally {
      Databases.drop(servers, contender.database());
    }
  }

  private static void awaitLanded(
      ClickHouseRows clickHouse, Contender contender, long rows, Map<String, Long> bytes)
      throws IOException, InterruptedException {
    String counts =
        contender.tables().stream()
            .map(table -> "SELECT count() AS n FROM " + table)
            .collect(Collectors.joining(" UNION ALL "));
    long begun = System.nanoTime();
    long weighed = begun - WEIGH_EVERY_MS * 1_000_000;
    while (true) {
      if (System.nanoTime() - weighed >= WEIGH_EVERY_MS * 1_000_000) {
        weighed = System.nanoTime();
        contender.figures().forEach((at, taken) -> bytes.merge(at, taken.bytes(), Math::max));
      }
      long landed;
      try {
        landed =
            Long.parseLong(
                clickHouse.of("SELECT min(n) FROM (%s) FORMAT TSV".formatted(counts)).get(0)[0]);
      } catch (IOException e) {
        // prejoin makes its tables when it has started.
        landed = 0;
      }
      if (landed >= rows) {
        return;
      }
      await(begun, "%s has landed %,d of %,d rows".formatted(contender.name(), landed, rows));
    }
  }

  private static void awaitDimension(ClickHouseRows clickHouse, Contender contender, long devices)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (contender.tables().size() > 1
        && Long.parseLong(clickHouse.of("SELECT count() FROM device_metadata FORMAT TSV").get(0)[0])
            < devices) {
      await(begun, contender.name() + " has not loaded its dimension");
    }
  }

  private static void await(long begun, String problem) throws IOException, InterruptedException {
    if (System.nanoTime() - begun > WITHIN_MS * 1_000_000) {
      throw new IOException(problem + " within half an hour");
    }
    Thread.sleep(LOOK_EVERY_MS);
  }

  private String buckets(String database, String query) throws IOException, InterruptedException {
    return String.join(" ", servers.clickHouse(database).of(BUCKETS.formatted(query)).get(0));
  }
}
