package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.runtime.ProblemException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two databases of one run alone: what the SQL says, and how what has landed is read. They carry a
 * sign of life, so that a later run can drop what a crashed one has left, and no other.
 */
final class RunDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunDatabase.class);
  private static final String PREFIX = "prejoin_verify_";
  private static final String LANDED = "_landed";
  private static final String ALIVE = "`_alive`";
  private static final long SIGN_EVERY_SECONDS = 10;
  private static final long DEAD_AFTER_SECONDS = 90;

  private final ClickHouseHttp clickHouse;
  private final String name;
  private final ScheduledExecutorService signs =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "verify-alive");
            thread.setDaemon(true);
            return thread;
          });

  /** For Ctrl-C; after a kill, a later run does it. */
  private final Thread atExit = new Thread(this::drop, "verify-end");

  private RunDatabase(ClickHouseHttp clickHouse, String name) {
    this.clickHouse = clickHouse;
    this.name = name;
  }

  /** Makes them, and drops what crashed runs have left. */
  static RunDatabase create(ClickHouseHttp clickHouse) {
    dropAbandoned(clickHouse);
    // The time of its beginning speaks for it until the first sign does.
    String now = clickHouse.rows(null, "SELECT toUnixTimestamp(now())").get(0).path(0).asText();
    String random = UUID.randomUUID().toString().substring(0, 8);
    RunDatabase run = new RunDatabase(clickHouse, PREFIX + now + "_" + random);
    try {
      run.make();
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
    return run;
  }

  private void make() {
    Runtime.getRuntime().addShutdownHook(atExit);
    clickHouse.execute(null, "CREATE DATABASE " + name);
    clickHouse.execute(null, "CREATE DATABASE " + landed());
    clickHouse.execute(
        name,
        "CREATE TABLE " + ALIVE + " (at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY at");
    // What it throws is caught; it ends with the run.
    var unused = signs.scheduleWithFixedDelay(this::sign, 0, SIGN_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void sign() {
    try {
      clickHouse.execute(name, "INSERT INTO " + ALIVE + " SELECT now()");
    } catch (ProblemException e) {
      // The statements of the run will tell.
      LOG.debug("no sign of life", e);
    }
  }

  /** Where the pipeline's SQL runs over the source. */
  String name() {
    return name;
  }

  /** Where the user's aggregates run over what has landed. */
  String landed() {
    return name + LANDED;
  }

  private static void dropAbandoned(ClickHouseHttp clickHouse) {
    for (JsonNode row :
        clickHouse.rows(
            null,
            "SELECT name, toInt64(toUnixTimestamp(now()))"
                + " - toInt64OrZero(extract(name, '^"
                + PREFIX
                + "([0-9]+)_')) FROM system.databases WHERE match(name, '^"
                + PREFIX
                + "[0-9]+_[0-9a-f]+$')")) {
      String database = row.path(0).asText();
      if (row.path(1).asLong() > DEAD_AFTER_SECONDS && !signed(clickHouse, database)) {
        LOG.debug("dropping {}, which a run has left behind", database);
        new RunDatabase(clickHouse, database).drop();
      }
    }
  }

  private static boolean signed(ClickHouseHttp clickHouse, String database) {
    try {
      return clickHouse
              .rows(
                  database,
                  "SELECT count() FROM "
                      + ALIVE
                      + " WHERE at > now() - INTERVAL "
                      + DEAD_AFTER_SECONDS
                      + " SECOND")
              .get(0)
              .path(0)
              .asLong()
          > 0;
    } catch (ProblemException e) {
      LOG.debug("{} has no sign of life", database, e);
      return false;
    }
  }

  /** Of a run that was interrupted, what it has asked for is ended first: nobody waits for it. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    if (interrupted) {
      endQueries();
    }
    drop();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("the process ends", e);
    }
  }

  private void endQueries() {
    try {
      clickHouse.execute(
          null,
          "KILL QUERY WHERE query_kind != 'KillQuery' AND (current_database IN ('%1$s', '%2$s') OR position(query, '%1$s') > 0) SYNC"
              .formatted(name, landed()));
    } catch (ProblemException e) {
      // Dropping waits for them, then.
      LOG.debug("the queries of {} go on", name, e);
    }
  }

  /** What was found counts for more than what is left behind: a later run drops it too. */
  private void drop() {
    signs.shutdownNow();
    for (String database : new String[] {landed(), name}) {
      try {
        clickHouse.execute(null, "DROP DATABASE IF EXISTS " + database + " SYNC");
      } catch (ProblemException e) {
        LOG.warn("The database {} could not be dropped: {}", database, e.getMessage());
      }
    }
  }
}
