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

  /** So many hours in a row of which there is nothing to tell become one line. */
  private static final int FOLDED_FROM = 3;

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
    more(table.all().different() - table.different().size(), "keys");
  }

  private void hours(List<Hour> hours) {
    List<Hour> quiet = new ArrayList<>();
    for (Hour hour : hours) {
      if (hour.counts().equal() && hour.counts().changed() == 0) {
        quiet.add(hour);
      } else {
        fold(quiet);
        counts("  " + hour(hour), hour.counts());
      }
    }
    fold(quiet);
  }

  private void fold(List<Hour> quiet) {
    if (quiet.size() < FOLDED_FROM) {
      quiet.forEach(hour -> counts("  " + hour(hour), hour.counts()));
    } else {
      counts(
          "  %s … %s".formatted(hour(quiet.get(0)), hour(quiet.get(quiet.size() - 1))),
          quiet.stream().map(Hour::counts).reduce(new Counts(0, 0, 0, 0, 0), VerifyText::sum));
    }
    quiet.clear();
  }

  private static Counts sum(Counts a, Counts b) {
    return new Counts(
        a.expected() + b.expected(),
        a.landed() + b.landed(),
        a.changed() + b.changed(),
        a.different() + b.different(),
        a.notAtRest() + b.notAtRest());
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
    more(aggregate.different() - aggregate.differences().size(), "buckets");
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
      line("  … and %s more %s", number(count), what);
    }
  }

  private void verdict(VerifyReport report) {
    long rows = report.tables().stream().mapToLong(table -> table.all().different()).sum();
    long buckets = report.aggregates().stream().mapToLong(Aggregate::different).sum();
    line("");
    if (report.notAtRest() > 0) {
      line(
          "%s rows or buckets changed at every look: nothing is said of them",
          number(report.notAtRest()));
    }
    line(
        "%s, after %d looks and %.1f s",
        report.equal()
            ? "✓ What has landed is what the SQL says"
            : "✗ %s rows and %s buckets are not what the SQL says"
                .formatted(number(rows), number(buckets)),
        report.looks(),
        report.seconds());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
