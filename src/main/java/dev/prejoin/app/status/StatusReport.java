package dev.prejoin.app.status;

import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.capture.SlotStanding;
import dev.prejoin.sink.ShardStanding;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where each part of a run stands.
 *
 * @param topology one for each Kafka Streams application
 * @param sink the group that lands; its shards are in {@code landings}
 * @param rejects rows that are kept out, each once for a view, by view and rule
 * @param deadLetters records that are put aside, each once, by topic; those without any are left
 *     out
 * @param staleBuckets buckets that wait to be counted anew, by the table that they are of
 * @param changedKeys keys of dimensions that have changed, and that not all rows which look them up
 *     tell of yet, by dimension
 * @param fillings aggregates that are being counted from all rows
 * @param refused rows that were older than what their table keeps, by table
 * @param views views whose rows of history are not of their present definitions
 * @param away what could not be asked, and why
 */
public record StatusReport(
    Instant at,
    Optional<Capture> capture,
    List<GroupStanding> topology,
    Optional<GroupStanding> sink,
    List<Landing> landings,
    Map<String, Long> rejects,
    Map<String, Long> deadLetters,
    Map<String, Long> staleBuckets,
    Map<String, Long> changedKeys,
    List<Filling> fillings,
    Map<String, Long> refused,
    List<ViewStanding> views,
    List<String> away) {
  public StatusReport {
    topology = List.copyOf(topology);
    landings = List.copyOf(landings);
    rejects = new TreeMap<>(rejects);
    deadLetters = new TreeMap<>(deadLetters);
    staleBuckets = new TreeMap<>(staleBuckets);
    changedKeys = new TreeMap<>(changedKeys);
    fillings = List.copyOf(fillings);
    refused = new TreeMap<>(refused);
    views = List.copyOf(views);
    away = List.copyOf(away);
  }

  /**
   * The capture.
   *
   * @param changes the records written per topic since the beginning
   * @param slot empty if PostgreSQL was not asked or has none
   * @param backfills ranges that are being read again, or are to be
   */
  public record Capture(
      String name,
      boolean snapshotCompleted,
      Map<String, Long> changes,
      Optional<SlotStanding> slot,
      List<Range> backfills) {
    public Capture {
      changes = new TreeMap<>(changes);
      backfills = List.copyOf(backfills);
    }
  }

  /**
   * A range of a table that is read again.
   *
   * @param table schema and name
   * @param range for people
   * @param taken whether the capture has taken it up
   * @param rows how many were read
   */
  public record Range(String table, String range, boolean taken, boolean paused, long rows) {}

  /** A shard of a topic that lands. */
  public record Landing(String topic, int shard, long end, ShardStanding standing) {
    /** Offsets that have not landed, markers of transactions among them. */
    public long lag() {
      return end - Math.max(standing.landed(), 0);
    }
  }
}
