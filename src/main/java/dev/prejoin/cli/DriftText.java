package dev.prejoin.cli;

import dev.prejoin.console.Drift;
import dev.prejoin.console.Drift.Amount;
import dev.prejoin.console.Drift.Group;
import dev.prejoin.console.Drift.Value;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.proof.VerifyReport;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code drift} found, as text for people: lines that each end with a newline. */
final class DriftText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String ROW = "%-40s %15s %19s %14s %9s";
  private static final String PEER = "ClickHouse's join";

  private final StringBuilder text = new StringBuilder();

  private DriftText() {}

  static String of(DriftCommand.Told told) {
    DriftText text = new DriftText();
    Drift drift = told.drift().latest();
    text.line(
        "Pipeline %s at %s UTC%s",
        told.pipeline(),
        drift == null ? "–" : TIME.format(drift.at()),
        drift == null || drift.whole() ? "" : ", rows since " + TIME.format(drift.since()));
    if (drift != null) {
      if (!told.drift().current()) {
        text.line(
            "Not compared since %s UTC: the run that feeds ClickHouse's join must be running, and"
                + " its log says what it waits for. What follows is of then.",
            TIME.format(drift.at()));
      }
      text.rows(drift);
      text.kinds(drift);
      drift.groups().forEach(group -> text.group(group, drift.unit()));
      text.fed(drift);
      text.course(told.drift(), drift);
    }
    text.verdict(told.verified());
    return text.text.toString();
  }

  private void rows(Drift drift) {
    line("");
    line(ROW, "", "prejoin", PEER, "difference", "");
    Amount truth = drift.truth();
    Amount peer = drift.peer();
    line(
        ROW,
        "joined rows",
        number(truth.rows()),
        number(peer.rows()),
        signed(peer.rows() - truth.rows()),
        percent((double) peer.rows() - truth.rows(), (double) truth.rows()));
    sums(drift.unit(), truth, peer);
    line(
        ROW,
        drift.aggregate() + ", buckets off",
        "",
        number(drift.bucketsOff()),
        "of " + number(drift.buckets()),
        share(drift.bucketsOff(), drift.buckets()));
  }

  private void sums(String name, Amount truth, Amount peer) {
    line(
        ROW,
        name,
        real(truth.sum()),
        real(peer.sum()),
        signed(peer.sum() - truth.sum()),
        percent(peer.sum() - truth.sum(), truth.sum()));
  }

  private void kinds(Drift drift) {
    line("");
    line(ROW, "What is wrong in " + PEER, "", "rows", drift.unit(), "of rows");
    kind("  without metadata that is there", drift.blank(), drift);
    kind("  with outdated metadata", drift.former(), drift);
    kind("  old version still counted", drift.twice(), drift);
    kind("  deleted, and still counted", drift.gone(), drift);
    kind("  not there", drift.missing(), drift);
    if (drift.inFlight() > 0) {
      line(
          "  While this was measured, %s corrected: so many may be told wrongly",
          number(drift.inFlight()) + (drift.inFlight() == 1 ? " row was" : " rows were"));
    }
  }

  private void kind(String name, Amount amount, Drift drift) {
    line(
        ROW,
        name,
        "",
        number(amount.rows()),
        real(amount.sum()),
        share(amount.rows(), drift.truth().rows()));
  }

  private void group(Group group, String unit) {
    line("");
    String head = "%s, %s: %s of %s off";
    line(
        ROW,
        head.formatted(group.column(), unit, number(group.off()), number(group.values())),
        "prejoin",
        PEER,
        "difference",
        "");
    for (Value value : group.furthest()) {
      sums(
          "  " + (value.value().isEmpty() ? "(none)" : value.value()), value.truth(), value.peer());
    }
    long more = group.values() - group.furthest().size();
    if (more > 0) {
      line("  … and %s nearer ones", number(more));
    }
  }

  private void fed(Drift drift) {
    line("");
    line(
        "It was given the same: %s inserts, %s updates, %s deletes, %s of metadata%s. It has %s"
            + " MiB.",
        number(drift.fed().inserts()),
        number(drift.fed().updates()),
        number(drift.fed().deletes()),
        number(drift.fed().metadata()),
        drift.fed().unfit() == 0
            ? ""
            : ", and not "
                + number(drift.fed().unfit())
                + " with NULL, which its tables do not take",
        real(drift.bytes() / (1024.0 * 1024)));
  }

  /** How it was when this was measured first in the last hour. */
  private void course(DriftHistory history, Drift drift) {
    if (history.points().size() < 2) {
      return;
    }
    DriftHistory.Point first = history.points().get(0);
    long before = first.blank() + first.former() + first.twice() + first.gone() + first.missing();
    long now =
        drift.blank().rows()
            + drift.former().rows()
            + drift.twice().rows()
            + drift.gone().rows()
            + drift.missing().rows();
    line(
        "%s rows are wrong now; %s were %s min before.",
        number(now),
        number(before),
        real(Duration.between(first.at(), drift.at()).toSeconds() / 60.0));
  }

  private void verdict(@Nullable VerifyReport verified) {
    if (verified == null) {
      line("prejoin's rows were not compared with the source (--no-verify).");
      return;
    }
    long rows = verified.tables().stream().mapToLong(table -> table.all().expected()).sum();
    long buckets = verified.aggregates().stream().mapToLong(VerifyReport.Aggregate::expected).sum();
    long off =
        verified.tables().stream().mapToLong(table -> table.all().different()).sum()
            + verified.aggregates().stream().mapToLong(VerifyReport.Aggregate::different).sum();
    line(
        verified.equal()
            ? "✓ prejoin's %s rows and %s buckets are what the SQL says over PostgreSQL (compared"
                + " at %s UTC)"
            : "✗ Of prejoin's %s rows and %s buckets, compared at %s UTC, "
                + number(off)
                + " are not what the SQL says: prejoin verify tells which",
        number(rows),
        number(buckets),
        TIME.format(verified.at()));
  }

  private static String share(long part, long all) {
    return all == 0 ? "" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / all);
  }

  private static String percent(double difference, double of) {
    return of == 0 ? "" : String.format(Locale.ROOT, "%+.2f %%", 100 * difference / of);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String real(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  private static String signed(long number) {
    return String.format(Locale.ROOT, "%+,d", number);
  }

  private static String signed(double number) {
    return String.format(Locale.ROOT, "%+,.1f", number);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
