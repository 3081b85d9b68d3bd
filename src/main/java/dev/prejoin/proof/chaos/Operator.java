package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.proof.node.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Has aggregates counted anew, ranges read again and views restated while faults happen, by
 * prejoin's own commands. A command that ends as a server is away is given again, as a person
 * would.
 */
final class Operator {
  private static final String STATS = "l4_power_agg_stats";
  private static final String BY_BUILDING = "l4_by_building";

  /** An aggregate without the device, which a run makes when there are rows. */
  private static final String BY_BUILDING_VIEW =
      """

      CREATE MATERIALIZED VIEW mv_by_building TO l4_by_building AS
      SELECT toStartOfMonth(timestamp) AS month, building_type,
        countState(power_usage_kWh) AS usage_count, sumState(power_usage_kWh) AS usage_sum,
        maxState(power_usage_kWh) AS usage_max
      FROM l3_power_joined GROUP BY month, building_type;
      """;

  private static final String BY_BUILDING_EXPECTED =
      """

      -- @aggregate l4_by_building
      -- @keys month, building_type
      -- @expected
      SELECT toStartOfMonth(timestamp) AS month, building_type, count(power_usage_kWh) AS n,
        sum(power_usage_kWh) AS total, max(power_usage_kWh) AS highest
      FROM l3_power_joined GROUP BY month, building_type;
      -- @actual
      SELECT month, building_type, countMerge(usage_count) AS n, sumMerge(usage_sum) AS total,
        maxMerge(usage_max) AS highest
      FROM l4_by_building GROUP BY month, building_type;
      """;

  /** A column of an aggregate that comes and goes: no answer of the others is another by it. */
  private static final String BEFORE_DEVICES = "    countState(power_usage_kWh) AS usage_count,\n";

  private static final String DEVICES = "    uniqExactState(device_id) AS devices,\n";

  /** The reader's own rows pass both. */
  private static final String RULE = "power_usage_kWh < 100;";

  private static final String NARROW_RULE = "power_usage_kWh < 60;";

  private static final String TABLE = "public.power_readings";

  /** A backfill is of one in so many rows. */
  private static final int SHARE = 5;

  private static final long ASKED_WITHIN_MS = 120_000;

  /** All rows may have to be counted or restated, while all else goes on. */
  private static final long DONE_WITHIN_MS = 1_200_000;

  /** One in so many commands is killed. */
  private static final int KILLED_IN = 3;

  private static final long LONGEST_COMMAND_MS = 5_000;
  private static final long AGAIN_AFTER_MS = 1_000;
  private static final int LAST_WORDS = 300;

  private final Cluster cluster;
  private final HomeCopy home;
  private final Source source;
  private final SplittableRandom random;
  private final Consumer<String> violation;

  /** What was asked for and may not be done, by the command that waits for it. */
  private final Map<Maintenance, List<String>> open = new EnumMap<>(Maintenance.class);

  private int commands;

  /** What the last command has said. */
  private Path log = Path.of("");

  /**
   * An operator who has asked for nothing.
   *
   * @param violation told of what is not done when it should be
   */
  Operator(
      Cluster cluster,
      HomeCopy home,
      Source source,
      SplittableRandom random,
      Consumer<String> violation) {
    this.cluster = cluster;
    this.home = home;
    this.source = source;
    this.random = random;
    this.violation = violation;
  }

  /**
   * Asks for it, another of its kind being finished.
   *
   * @return completes when prejoin knows
   */
  CompletableFuture<Void> begin(Maintenance what) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            ask(what);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private synchronized void ask(Maintenance what) throws InterruptedException {
    switch (what) {
      case FILL -> fill();
      case REDEFINE -> redefine();
      case BACKFILL -> backfill();
      case RESTATE -> restate();
    }
  }

  private void fill() throws InterruptedException {
    if (!read(home.aggregates()).contains(BY_BUILDING)) {
      write(home.aggregates(), read(home.aggregates()) + BY_BUILDING_VIEW);
      write(home.oracle(), read(home.oracle()) + BY_BUILDING_EXPECTED);
      // It is made by the next start of a sink.
      ask(List.of("plan", "--ddl", "--offline"));
      cluster.nodes(Role.SINK).get(random.nextInt(2)).restart();
      open.put(Maintenance.FILL, List.of("rebuild", "--resume", BY_BUILDING));
    } else if (random.nextInt(3) == 0) {
      redefine();
    } else {
      String name = random.nextBoolean() ? STATS : BY_BUILDING;
      ask(List.of("rebuild", "--no-wait", name));
      open.put(Maintenance.FILL, List.of("rebuild", "--resume", name));
    }
  }

  private void redefine() throws InterruptedException {
    String now = read(home.aggregates());
    write(
        home.aggregates(),
        now.contains(DEVICES)
            ? now.replace(DEVICES, "")
            : now.replace(BEFORE_DEVICES, BEFORE_DEVICES + DEVICES));
    ask(List.of("rebuild", "--no-wait", STATS));
    open.put(Maintenance.REDEFINE, List.of("rebuild", "--resume", STATS));
  }

  private void backfill() throws InterruptedException {
    long last = lastId();
    long from = random.nextLong(Math.max(1, last));
    List<String> range =
        List.of("backfill", TABLE, "--keys", from + ".." + (from + Math.max(1, last / SHARE)));
    ask(with(range, "--no-wait"));
    open.put(Maintenance.BACKFILL, range);
  }

  private static List<String> with(List<String> arguments, String option) {
    return Stream.concat(arguments.stream(), Stream.of(option)).toList();
  }

  private long lastId() throws InterruptedException {
    while (true) {
      try {
        return source.number("SELECT coalesce(max(id), 1) FROM " + TABLE);
      } catch (SQLException e) {
        Thread.sleep(AGAIN_AFTER_MS);
      }
    }
  }

  /** All instances that know views are started with the changed file, as one deploys it. */
  private void restate() throws InterruptedException {
    String now = read(home.pipeline());
    write(
        home.pipeline(),
        now.contains(RULE) ? now.replace(RULE, NARROW_RULE) : now.replace(NARROW_RULE, RULE));
    List<CompletableFuture<Void>> restarts =
        List.of(Role.TOPOLOGY, Role.SINK).stream()
            .flatMap(role -> cluster.nodes(role).stream())
            .map(node -> CompletableFuture.runAsync(node::restart))
            .toList();
    restarts.forEach(CompletableFuture::join);
    ask(List.of("restate", "--no-wait"));
    open.put(Maintenance.RESTATE, List.of("restate"));
  }

  /** Some commands are killed themselves, and given again. */
  private void ask(List<String> command) throws InterruptedException {
    if (random.nextInt(KILLED_IN) == 0) {
      JavaProcess process = start(command);
      Thread.sleep(random.nextLong(LONGEST_COMMAND_MS));
      process.kill();
    }
    run(command, ASKED_WITHIN_MS, "was not taken");
  }

  private JavaProcess start(List<String> command) {
    log = cluster.log("operator-%04d".formatted(++commands));
    return cluster.command(command, log);
  }

  /** Whether it was asked for, takes long, and may not be done. */
  synchronized boolean mayGoOn(Maintenance what) {
    return (what == Maintenance.BACKFILL || what == Maintenance.RESTATE) && open.containsKey(what);
  }

  /** Returns when what was asked for of these is done, or is told not to be. */
  synchronized void finish(Maintenance what) throws InterruptedException {
    if (what == Maintenance.FILL) {
      finish(Maintenance.REDEFINE);
    }
    List<String> command = open.remove(what);
    if (command != null) {
      run(command, DONE_WITHIN_MS, "is not done");
    }
  }

  /** The same of all. */
  void finish() throws InterruptedException {
    for (Maintenance what : Maintenance.values()) {
      finish(what);
    }
  }

  private void run(List<String> command, long withinMillis, String otherwise)
      throws InterruptedException {
    long end = System.nanoTime() + withinMillis * 1_000_000;
    String words = "";
    while (System.nanoTime() - end < 0) {
      JavaProcess process = start(command);
      try {
        int status =
            process
                .ended()
                .get(Math.max(1, (end - System.nanoTime()) / 1_000_000), TimeUnit.MILLISECONDS);
        words = lastWords();
        if (status == 0) {
          return;
        }
      } catch (TimeoutException e) {
        process.kill();
        words = lastWords();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
      Thread.sleep(AGAIN_AFTER_MS);
    }
    violation.accept(
        "./prejoin %s %s after %d s: %s"
            .formatted(String.join(" ", command), otherwise, withinMillis / 1_000, words));
  }

  private String lastWords() {
    String text;
    try {
      // Whoever is killed may end within a letter.
      text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
    return text.substring(Math.max(0, text.length() - LAST_WORDS));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
