package dev.prejoin.app.status;

import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.SlotStanding;
import dev.prejoin.sink.ShardStanding;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param away who could not be asked, and why: what they would have said is left out
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
    Map<Asked, String> away) {
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
    away = new TreeMap<>(away);
  }

  /** Whether a server has answered. */
  public boolean answered(Asked server) {
    return !away.containsKey(server);
  }

  /**
   * What keeps rows from landing though all servers answer, each in a line with what to do: a part
   * that does not run, or changes that are missing for good.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    capture.ifPresent(standing -> problems.addAll(problems(standing)));
    topology.forEach(group -> idle("the topology", group).ifPresent(problems::add));
    sink.flatMap(group -> idle("the sink", group)).ifPresent(problems::add);
    return List.copyOf(problems);
  }

  private List<String> problems(Capture standing) {
    if (standing.missing().isPresent()) {
      return standing.missing().stream().toList();
    }
    if (!answered(Asked.POSTGRESQL)) {
      return List.of();
    }
    Optional<SlotStanding> slot = standing.slot();
    if (slot.filter(SlotStanding::active).isEmpty()) {
      return List.of("nobody runs the capture, as it seems: no one reads its replication slot");
    }
    return slot.filter(SlotStanding::endangered).isPresent()
        ? List.of(
            "PostgreSQL gives up log that the capture has not read at its next checkpoint:"
                + " max_slot_wal_keep_size is too small for how far the capture is behind")
        : List.of();
  }

  private static Optional<String> idle(String name, GroupStanding group) {
    return group.members() > 0
        ? Optional.empty()
        : Optional.of("nobody runs %s: group %s has no member".formatted(name, group.group()));
  }

  /**
   * The capture.
   *
   * @param snapshots tables whose rows are not all in their topics yet, or are to come again
   * @param changes the records written per topic since the beginning
   * @param slot empty if PostgreSQL was not asked or has none
   * @param missing why changes are missing, and what to do about it; empty if none are
   * @param backfills ranges that are being read again, or are to be
   */
  public record Capture(
      String name,
      boolean snapshotCompleted,
      List<CaptureProgress.Table> snapshots,
      Map<String, Long> changes,
      Optional<SlotStanding> slot,
      Optional<String> missing,
      List<Range> backfills) {
    public Capture {
      snapshots = List.copyOf(snapshots);
      changes = new TreeMap<>(changes);
      backfills = List.copyOf(backfills);
    }
  }

  /** A server that was asked. */
  public enum Asked {
    POSTGRESQL,
    KAFKA,
    CLICKHOUSE
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
