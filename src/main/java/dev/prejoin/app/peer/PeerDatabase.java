package dev.prejoin.app.peer;

import static dev.prejoin.sink.clickhouse.PlainTables.literal;
import static dev.prejoin.sink.clickhouse.PlainTables.quoted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.prejoin.console.Drift;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The peer's database: its tables, how far they were fed, and what was measured. Each method throws
 * a {@link WarehouseException} if ClickHouse does not do it.
 */
public final class PeerDatabase {
  private static final String STATE = "prejoin_peer_state";
  private static final String MEASURED = "prejoin_peer_drift";

  /** The comment of a database that is a peer's, to be used and dropped as such. */
  private static final String OWNED =
      "made by prejoin for its peer; prejoin drift --remove drops it";

  private static final int UNKNOWN_DATABASE = 81;
  private static final int UNKNOWN_TABLE = 60;
  private static final int MOST_POINTS = 240;

  private static final List<String> OWN =
      List.of(
          "CREATE TABLE IF NOT EXISTS %s (one UInt8, number UInt64, state String)".formatted(STATE)
              + " ENGINE = ReplacingMergeTree(number) ORDER BY one",
          "CREATE TABLE IF NOT EXISTS %s (at DateTime64(3, 'UTC'), drift String CODEC(ZSTD))"
                  .formatted(MEASURED)
              + " ENGINE = MergeTree ORDER BY at TTL toDateTime(at) + INTERVAL 1 DAY");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private final ClickHouse clickHouse;
  private final PlainTables server;
  private final String name;

  /**
   * One that need not be there.
   *
   * @param clickHouse any connection to the server; stays the caller's
   */
  public PeerDatabase(ClickHouse clickHouse, String name) {
    this.clickHouse = clickHouse;
    this.server = new PlainTables(clickHouse);
    this.name = name;
  }

  /** Whether it is there. */
  public boolean exists() {
    return server
            .query(
                "SELECT count() AS n FROM system.databases WHERE name = {name:String}",
                Map.of("name", name))
            .get(0)
            .number("n")
        > 0;
  }

  /**
   * Drops it with all that is in it; returns whether it was there.
   *
   * @throws ProblemException if it is somebody else's
   */
  public boolean drop() {
    boolean there = isThere();
    clickHouse.execute("DROP DATABASE IF EXISTS " + quoted(name) + " SYNC", Map.of());
    return there;
  }

  /**
   * Makes it, if it is not there.
   *
   * @throws ProblemException if it is somebody else's
   */
  void create() {
    if (!isThere()) {
      clickHouse.execute(
          "CREATE DATABASE IF NOT EXISTS %s COMMENT %s".formatted(quoted(name), literal(OWNED)),
          Map.of());
      // Somebody may have made one of this name meanwhile.
      isThere();
    }
  }

  private boolean isThere() {
    Optional<String> comment =
        server
            .query(
                "SELECT comment FROM system.databases WHERE name = {name:String}",
                Map.of("name", name))
            .stream()
            .map(row -> row.text("comment"))
            .findFirst();
    if (comment.filter(text -> !text.equals(OWNED)).isPresent()) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          ("the database %s in ClickHouse was not made for ClickHouse's own join (its comment would"
                  + " be '%s'), so it is neither used nor dropped: set peer.database to another"
                  + " name, or drop it yourself if nobody needs it")
              .formatted(name, OWNED));
    }
    return comment.isPresent();
  }

  /**
   * Makes the tables of a file, if a first start has not.
   *
   * @param inside a connection to this very database
   */
  static void makeTables(ClickHouse inside, PeerFile file) {
    if (new PlainTables(inside).columns(STATE).isEmpty()) {
      // A start that ended in the middle left no table of the state: that is made last.
      file.statements().forEach(statement -> inside.execute(onceMore(statement), Map.of()));
      OWN.forEach(statement -> inside.execute(statement, Map.of()));
    }
  }

  private static String onceMore(String statement) {
    return statement.replaceFirst(
        "^(?i)(CREATE\\s+(?:MATERIALIZED\\s+VIEW|TABLE|VIEW))\\s+(?!IF\\b)", "$1 IF NOT EXISTS ");
  }

  Optional<PeerState> state() {
    return server
        .query(
            "SELECT state FROM %s ORDER BY number DESC LIMIT 1"
                .formatted(quoted(name) + "." + STATE))
        .stream()
        .map(row -> read(row.text("state"), new TypeReference<PeerState>() {}))
        .findFirst();
  }

  void record(PeerState state) {
    insert(STATE, "0, %d, %s".formatted(state.number(), literal(text(state))));
  }

  void record(Drift drift) {
    insert(
        MEASURED,
        "fromUnixTimestamp64Milli(%d, 'UTC'), %s"
            .formatted(drift.at().toEpochMilli(), literal(text(drift))));
  }

  private void insert(String table, String values) {
    clickHouse.execute(
        "INSERT INTO %s SELECT %s".formatted(quoted(name) + "." + table, values),
        Map.of("async_insert", "0", "max_query_size", "16777216"));
  }

  /**
   * What was measured in the last hour; that there is none if nobody has made it.
   *
   * @param patience how old the latest may be to be of now
   */
  public DriftHistory history(Duration patience) {
    try {
      Optional<Drift> latest =
          server
              .query("SELECT drift FROM %s ORDER BY at DESC LIMIT 1".formatted(measured()))
              .stream()
              .map(row -> read(row.text("drift"), new TypeReference<Drift>() {}))
              .findFirst();
      boolean current =
          latest.filter(drift -> drift.at().isAfter(Instant.now().minus(patience))).isPresent();
      return new DriftHistory(true, latest.orElse(null), current, points());
    } catch (WarehouseException e) {
      if (e.code() == UNKNOWN_DATABASE || e.code() == UNKNOWN_TABLE) {
        return DriftHistory.OFF;
      }
      throw e;
    }
  }

  private String measured() {
    return quoted(name) + "." + MEASURED;
  }

  private List<DriftHistory.Point> points() {
    return server
        .query(
            """
            SELECT intDiv(toUnixTimestamp(at), greatest(1, intDiv(toUnixTimestamp(newest) - toUnixTimestamp(oldest), %d))) AS slot,
              argMax(toUnixTimestamp64Milli(at), at) AS moment,
              argMax(JSONExtractInt(drift, 'blank', 'rows'), at) AS blank,
              argMax(JSONExtractInt(drift, 'former', 'rows'), at) AS former,
              argMax(JSONExtractInt(drift, 'twice', 'rows'), at) AS twice,
              argMax(JSONExtractInt(drift, 'gone', 'rows'), at) AS gone,
              argMax(JSONExtractInt(drift, 'missing', 'rows'), at) AS missing,
              argMax(JSONExtractInt(drift, 'truth', 'rows'), at) AS truth
            FROM %s, (SELECT max(at) AS newest, min(at) AS oldest FROM %s WHERE at > now() - INTERVAL 1 HOUR) AS span
            WHERE at > now() - INTERVAL 1 HOUR GROUP BY slot ORDER BY slot
            """
                .formatted(MOST_POINTS, measured(), measured()))
        .stream()
        .map(
            row ->
                new DriftHistory.Point(
                    Instant.ofEpochMilli(row.number("moment")),
                    row.number("blank"),
                    row.number("former"),
                    row.number("twice"),
                    row.number("gone"),
                    row.number("missing"),
                    row.number("truth")))
        .toList();
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(String text, TypeReference<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the peer's own table holds what it cannot read", e);
    }
  }
}
