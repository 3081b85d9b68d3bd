package dev.prejoin.cli;

import dev.prejoin.proof.VerifyReport;
import dev.prejoin.proof.VerifyReport.Aggregate;
import dev.prejoin.proof.VerifyReport.Counts;
import dev.prejoin.proof.VerifyReport.Difference;
import dev.prejoin.proof.VerifyReport.Hour;
import dev.prejoin.proof.VerifyReport.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code verify} found, as text for people: lines that each end with a newline. */
final class VerifyText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /** If there are more, those in a row of which there is nothing to tell become one line. */
  private static final int MOST_HOURS = 12;

  private static final String ROW = "%-42s %12s %12s %10s %10s %12s";

  private final StringBuilder text = new StringBuilder();

  private VerifyText() {}

  static String of(VerifyReport report) {
    VerifyText text = new VerifyText();
    text.line("Pipeline %s at %s UTC", report.pipeline(), TIME.format(report.at()));
    report.tables().forEach(text::table);
    if (!report.aggregates().isEmpty()) {
      text.line("");
      text.line(
          ROW, "Aggregates: buckets", "of the rows", "landed", "", "different", "not at rest");
      report.aggregates().forEach(text::aggregate);
    }
    if (!report.passedOver().isEmpty()) {
      text.line("");
      text.line("Not compared");
      report.passedOver().forEach(one -> text.line("  %s", one));
    }
    text.verdict(report);
    return text.text.toString();
  }

  private void table(Table table) {
    line("");
    line(ROW, table.name(), "by the SQL", "landed", "changed", "different", "not at rest");
    if (table.hours().stream().anyMatch(hour -> hour.begin().isPresent())) {
      hours(table.hours());
    }
    counts("  all", table.all());
    table.different().forEach(this::difference);
    more(table.all().different() - table.different().size(), "row");
  }

  /** The last hour stands alone, as it is the one that grows. */
  private void hours(List<Hour> hours) {
    List<Hour> quiet = new ArrayList<>();
    for (Hour hour : hours) {
      boolean last = hour.equals(hours.get(hours.size() - 1));
      if (hours.size() > MOST_HOURS && hour.counts().settled() && !last) {
        quiet.add(hour);
      } else {
        fold(quiet);
        counts("  " + hour(hour), hour.counts());
      }
    }
  }

  private void fold(List<Hour> quiet) {
    if (quiet.size() == 1) {
      counts("  " + hour(quiet.get(0)), quiet.get(0).counts());
    } else if (!quiet.isEmpty()) {
      counts(
          "  %s … %s".formatted(hour(quiet.get(0)), hour(quiet.get(quiet.size() - 1))),
          quiet.stream().map(Hour::counts).reduce(Counts.NONE, Counts::plus));
    }
    quiet.clear();
  }

  private static String hour(Hour hour) {
    return hour.begin().map(HOUR::format).orElse("");
  }

  private void counts(String name, Counts counts) {
    line(
        ROW,
        name,
        number(counts.expected()),
        number(counts.landed()),
        number(counts.changed()),
        number(counts.different()),
        number(counts.notAtRest()));
  }

  private void aggregate(Aggregate aggregate) {
    line(
        ROW,
        "  " + aggregate.name(),
        number(aggregate.expected()),
        number(aggregate.landed()),
        "",
        number(aggregate.different()),
        number(aggregate.notAtRest()));
    aggregate.differences().forEach(this::difference);
    more(aggregate.different() - aggregate.differences().size(), "bucket");
  }

  private void difference(Difference difference) {
    String name =
        difference.key() + difference.hour().map(at -> " of " + HOUR.format(at)).orElse("");
    if (difference.landed().isEmpty()) {
      line("  ✗ %s is not there; it should be", name);
      difference.expected().forEach((column, value) -> line("      %-20s %s", column, value));
    } else if (difference.expected().isEmpty()) {
      line("  ✗ %s is there, and should not be", name);
      difference.landed().forEach((column, value) -> line("      %-20s %s", column, value));
    } else {
      line("  ✗ %s", name);
      unlike(difference).forEach((column, values) -> line("      %-20s %s", column, values));
    }
  }

  private static Map<String, String> unlike(Difference difference) {
    Map<String, String> unlike = new LinkedHashMap<>();
    difference
        .expected()
        .forEach(
            (column, value) -> {
              String landed = difference.landed().getOrDefault(column, "");
              if (!landed.equals(value)) {
                unlike.put(column, "should be %s, is %s".formatted(value, landed));
              }
            });
    if (unlike.isEmpty()) {
      unlike.put("", "is there more than once");
    }
    return unlike;
  }

  private void more(long count, String what) {
    if (count > 0) {
      line("  … and %s", count(count, "more " + what));
    }
  }

  private void verdict(VerifyReport report) {
    long rows = report.tables().stream().mapToLong(table -> table.all().different()).sum();
    long buckets = report.aggregates().stream().mapToLong(Aggregate::different).sum();
    line("");
    if (report.notAtRest() > 0) {
      line(
          "Rows and buckets that changed at every look, of which nothing is said: %s",
          number(report.notAtRest()));
    }
    line(
        "%s (%s, %.1f s)",
        report.equal()
            ? "✓ What has landed is what the SQL says"
            : "✗ What has landed is not what the SQL says: %s, %s"
                .formatted(count(rows, "row"), count(buckets, "bucket")),
        count(report.looks(), "look"),
        report.seconds());
  }

  private static String count(long count, String what) {
    return number(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
