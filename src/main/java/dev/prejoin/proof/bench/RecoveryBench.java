package dev.prejoin.proof.bench;

import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.proof.node.Node;
import dev.prejoin.proof.node.Recoveries;
import dev.prejoin.proof.node.Role;
import dev.prejoin.proof.node.RoleArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures how long rows are late after a kill: three instances, one for each role, of which one
 * after the other is killed while rows flow.
 */
public final class RecoveryBench implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 10;
  private static final long WARM_MS = 30_000;
  private static final long WITHIN_MS = 120_000;

  /** For so long all is as usual before the next kill. */
  private static final long CALM_MS = 5_000;

  /**
   * What is measured, and where.
   *
   * @param pipeline its file
   * @param directory for the instances' logs and state
   * @param jvmOptions of the instances
   * @param keys what the instances are told by --set
   * @param rate rows a second
   * @param kills of each role
   */
  public record Settings(
      String jdbcUrl,
      String user,
      String clickHouseUrl,
      Path pipeline,
      Path directory,
      List<String> jvmOptions,
      Map<String, String> keys,
      int rate,
      int kills) {}

  private final Settings settings;
  private final Supplier<OracleReport> oracle;
  private final Consumer<String> progress;
  private final Map<Role, Node> nodes = new EnumMap<>(Role.class);
  private final List<RoleArchive> archives = new ArrayList<>();
  private final Map<Role, List<Double>> seconds = new EnumMap<>(Role.class);
  private volatile String ended = "";

  /**
   * A bench that is not begun.
   *
   * @param oracle compares everything; asked at the end
   */
  public RecoveryBench(
      Settings settings, Supplier<OracleReport> oracle, Consumer<String> progress) {
    this.settings = settings;
    this.oracle = oracle;
    this.progress = progress;
    for (Role role : Role.values()) {
      nodes.put(role, node(role));
    }
  }

  private Node node(Role role) {
    Map<String, String> keys = new HashMap<>(settings.keys());
    keys.put("roles", role.title());
    RoleArchive archive =
        new RoleArchive(settings.directory().resolve("state/" + role.title() + ".jsa"));
    archives.add(archive);
    return new Node(
        role.title(),
        role,
        settings.directory(),
        settings.jvmOptions(),
        archive,
        settings.pipeline().toString(),
        keys,
        (name, status, words) -> ended = "%s ended with %d: %s".formatted(name, status, words));
  }

  /**
   * Measures, on empty tables.
   *
   * @throws IOException if a server refuses something, an instance ends by itself, or rows do not
   *     arrive within two minutes
   */
  public RecoveryReport run() throws IOException, InterruptedException {
    ClickHouseRows clickHouse = new ClickHouseRows(settings.clickHouseUrl());
    try (FreshRows fresh =
        new FreshRows(settings.jdbcUrl(), settings.user(), settings.rate(), clickHouse)) {
      progress.accept("Instances start");
      nodes.values().forEach(Node::start);
      awaitTables(clickHouse);
      fresh.start();
      Probes probes = fresh.probes();
      progress.accept("Rows flow");
      awaitCaughtUp(fresh, System.nanoTime(), Recoveries.CALM_SECONDS);
      for (RoleArchive archive : archives) {
        archive.await();
      }
      Thread.sleep(WARM_MS);
      int first = probes.written();
      Thread.sleep(CALM_MS);
      Latencies usual = probes.between(first, probes.seen());
      double calm = Recoveries.asBefore(usual.p50());
      for (int kill = 1; kill <= settings.kills(); kill++) {
        for (Map.Entry<Role, Node> node : nodes.entrySet()) {
          progress.accept(
              "Kill %d of %d of the %s".formatted(kill, settings.kills(), node.getKey().title()));
          long killed = System.nanoTime();
          node.getValue().crash();
          long recovered = awaitCaughtUp(fresh, killed, calm);
          seconds
              .computeIfAbsent(node.getKey(), role -> new ArrayList<>())
              .add((recovered - killed) / 1e9);
          Thread.sleep(CALM_MS);
        }
      }
      fresh.stopWriting();
      awaitAll(fresh);
      return report(usual);
    }
  }

  private void awaitTables(ClickHouseRows clickHouse) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (clickHouse.of("EXISTS VIEW l4_power_agg_stats FORMAT TSV").get(0)[0].equals("0")) {
      await(since, "the instances have made no tables within two minutes");
    }
  }

  private RecoveryReport report(Latencies usual) {
    progress.accept("The oracle compares");
    OracleReport report = oracle.get();
    return new RecoveryReport(
        settings.rate(),
        usual,
        seconds.entrySet().stream()
            .map(
                role ->
                    new Recoveries(
                        "kill -9 " + role.getKey().title(),
                        role.getKey().recoversWithinSeconds(),
                        role.getValue()))
            .toList(),
        report.equal(),
        report.comparisons().stream()
            .filter(comparison -> !comparison.equal())
            .map(Comparison::table)
            .collect(Collectors.joining(", ")));
  }

  /** When rows that were written after a time were seen, and none was missing for longer. */
  private long awaitCaughtUp(FreshRows fresh, long since, double lateSeconds)
      throws IOException, InterruptedException {
    Probes probes = fresh.probes();
    int before = probes.writtenAfter(since);
    while (true) {
      long now = System.nanoTime();
      if (fresh.seen(before + 1) && probes.missingFor(now) <= lateSeconds * 1e9) {
        return now;
      }
      await(since, "rows are not in the aggregates as before within two minutes");
    }
  }

  private void awaitAll(FreshRows fresh) throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (!fresh.seen(fresh.probes().written())) {
      await(since, "not all rows have come to the aggregates");
    }
  }

  private void await(long since, String problem) throws IOException, InterruptedException {
    if (!ended.isEmpty()) {
      throw new IOException(ended);
    }
    if (System.nanoTime() - since > WITHIN_MS * 1_000_000) {
      throw new IOException(problem);
    }
    Thread.sleep(LOOK_EVERY_MS);
  }

  @Override
  public void close() {
    nodes.values().forEach(Node::close);
  }
}
