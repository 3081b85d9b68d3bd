package dev.prejoin.cli;

import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.GroupStanding;
import dev.prejoin.app.status.StatusReport;
import dev.prejoin.app.status.StatusReport.Asked;
import dev.prejoin.app.status.StatusReport.Landing;
import dev.prejoin.app.status.StatusReport.Range;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.SlotStanding;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a run stands, as text for people: lines that each end with a newline. */
final class StatusText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final long MEGABYTE = 1_000_000;

  private final List<String> lines = new ArrayList<>();

  private StatusText() {}

  static String of(StatusReport report) {
    StatusText text = new StatusText();
    text.lines.add(TIME.format(report.at()) + " UTC");
    report.away().values().forEach(away -> text.lines.add("✗ " + away));
    report.problems().forEach(problem -> text.lines.add("✗ " + problem));
    boolean kafka = report.answered(Asked.KAFKA);
    boolean clickHouse = report.answered(Asked.CLICKHOUSE);
    report.capture().ifPresent(capture -> text.capture(capture, report.answered(Asked.POSTGRESQL)));
    report.topology().forEach(group -> text.group("Topology " + group.group(), group));
    report.sink().ifPresent(group -> text.sink(group, report.landings()));
    text.counts("Rejects", "rows", clickHouse, report.rejects());
    text.counts("Dead letters", "records", kafka, report.deadLetters());
    text.counts("Stale buckets", "to be counted anew", clickHouse, report.staleBuckets());
    text.counts(
        "Changed keys", "waiting to be restated", clickHouse && kafka, report.changedKeys());
    text.fillings(report.fillings());
    if (!report.refused().isEmpty()) {
      text.counts(
          "Refused: of buckets that are frozen",
          "rows older than it keeps",
          true,
          report.refused());
    }
    text.views(report.views(), clickHouse && kafka);
    return text.text();
  }

  static String of(Balance balance) {
    StatusText text = new StatusText();
    text.lines.add("%s to %s, by key".formatted(balance.source(), balance.target()));
    if (!balance.complete()) {
      text.lines.add(
          "  (the topic has lost its oldest records: keys that changed since are counted)");
    }
    text.lines.add(
        "  %,d rows = %,d landed + %,d rejected + %,d filtered + %,d dead letters%s%s"
            .formatted(
                balance.rows(),
                balance.landed(),
                balance.rejected(),
                balance.filtered(),
                balance.deadLetters(),
                balance.waiting() == 0 ? "" : " + %,d on their way".formatted(balance.waiting()),
                balance.unaccounted() == 0
                    ? ""
                    : " + %,d unaccounted for".formatted(balance.unaccounted())));
    if (balance.changed() > 0) {
      text.lines.add("  %,d keys changed meanwhile, and are in none".formatted(balance.changed()));
    }
    if (balance.surplus() > 0) {
      text.lines.add(
          "  ✗ %s has %,d rows that %s has not"
              .formatted(balance.target(), balance.surplus(), balance.source()));
    }
    text.lines.add(balance.holds() ? "  ✓ it adds up" : "  ✗ it does not add up");
    return text.text();
  }

  private void capture(StatusReport.Capture capture, boolean asked) {
    lines.add("");
    lines.add("Capture " + capture.name());
    lines.add(
        "  %s; %s"
            .formatted(
                capture.snapshotCompleted()
                    ? "all snapshots are complete"
                    : "not all snapshots are complete",
                capture
                    .slot()
                    .map(StatusText::slot)
                    .orElse(asked ? "no replication slot" : "its replication slot is not known")));
    capture.snapshots().forEach(table -> lines.add("  " + text(table)));
    counts(capture.changes(), "changes");
    capture.backfills().forEach(range -> lines.add("  " + text(range)));
  }

  private static String text(CaptureProgress.Table table) {
    if (table.asked()) {
      return "snapshot of %s: asked for; the capture takes it up when it runs"
          .formatted(table.table());
    }
    return "snapshot%s of %s: %,d%s rows read"
        .formatted(
            table.incarnation() > 1 ? " anew" : "",
            table.table(),
            table.rows(),
            table.expected() > 0 ? " of about %,d".formatted(table.expected()) : "");
  }

  private static String text(Range range) {
    String words =
        !range.taken()
            ? "asked for; the capture takes it up when it runs"
            : "%,d rows read%s".formatted(range.rows(), range.paused() ? ", paused" : "");
    return "backfill of %s, %s: %s".formatted(range.table(), range.range(), words);
  }

  private static String slot(SlotStanding slot) {
    return "slot %s, %,.1f MB behind, %,.1f MB of log kept (%s)"
        .formatted(
            slot.active() ? "active" : "not active: no capture reads it",
            (double) slot.behind() / MEGABYTE,
            (double) slot.retained() / MEGABYTE,
            slot.walStatus());
  }

  private void group(String title, GroupStanding group) {
    lines.add("");
    lines.add(title + ": " + members(group));
    Map<String, Long> lags = new TreeMap<>();
    group.positions().forEach(at -> lags.merge(at.topic(), at.lag(), Long::sum));
    counts(lags, "waiting");
  }

  private void sink(GroupStanding group, List<Landing> landings) {
    group("Sink " + group.group(), group);
    for (Landing landing : landings) {
      if (landing.standing().open()) {
        lines.add(
            "  open intent: %s-%d from %,d to %,d"
                .formatted(
                    landing.topic(),
                    landing.shard(),
                    landing.standing().landed(),
                    landing.standing().promised()));
      }
    }
  }

  private void views(List<ViewStanding> views, boolean asked) {
    lines.add("");
    lines.add("Changed views" + (views.isEmpty() ? nothing(asked) : ""));
    views.forEach(view -> lines.addAll(ChangedViewsText.of(view)));
  }

  private static String members(GroupStanding group) {
    return switch (group.members()) {
      case 0 -> "nobody runs it";
      case 1 -> "1 member";
      default -> group.members() + " members";
    };
  }

  /** Only where there is one: most never have any. */
  private void fillings(List<Filling> fillings) {
    if (fillings.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Aggregates being counted from all rows");
    fillings.forEach(filling -> lines.add("  " + RebuildText.of(filling)));
  }

  private void counts(String title, String unit, boolean asked, Map<String, Long> counts) {
    lines.add("");
    lines.add(counts.isEmpty() || !asked ? title + nothing(asked) : title);
    if (asked) {
      counts(counts, unit);
    }
  }

  /** Who was not asked may have some. */
  private static String nothing(boolean asked) {
    return asked ? ": none" : ": not known";
  }

  private void counts(Map<String, Long> counts, String unit) {
    int names = counts.keySet().stream().mapToInt(String::length).max().orElse(1);
    int digits =
        counts.values().stream().mapToInt(n -> "%,d".formatted(n).length()).max().orElse(1);
    counts.forEach(
        (name, n) ->
            lines.add(("  %-" + names + "s  %," + digits + "d %s").formatted(name, n, unit)));
  }

  private String text() {
    return String.join("\n", lines) + "\n";
  }
}
