package dev.prejoin.cli;

import dev.prejoin.app.replay.ReplayReport;
import dev.prejoin.app.replay.ReplayRequest.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a replay did, as text for people: lines that each end with a newline. */
final class ReplayText {
  private ReplayText() {}

  static String of(Kind kind, ReplayReport report) {
    String what = kind == Kind.REJECTS ? "rejects" : "dead letters";
    List<String> lines = new ArrayList<>();
    int names = report.chosen().keySet().stream().mapToInt(String::length).max().orElse(1);
    report
        .chosen()
        .forEach((name, n) -> lines.add(("%-" + names + "s  %,d %s").formatted(name, n, what)));
    if (report.chosen().isEmpty()) {
      lines.add("There are no such " + what);
    }
    if (report.changed() > 0) {
      lines.add(
          "  %,d rows have changed since, or have ended: that holds".formatted(report.changed()));
    }
    if (report.gone() > 0) {
      lines.add(
          "  %,d left out: the topic has the record no longer: %s%s"
              .formatted(
                  report.gone(),
                  String.join(", ", report.goneAt()),
                  report.gone() > report.goneAt().size() ? " …" : ""));
      lines.add("  (prejoin snapshot TABLE reads the rows of a table again)");
    }
    report.others().forEach(line -> lines.add("  " + line));
    if (!report.chosen().isEmpty()) {
      lines.add((report.dryRun() ? "Would send %,d" : "Sent %,d again").formatted(report.sent()));
    }
    report.outcome().ifPresent(outcome -> lines.addAll(outcome(outcome)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> outcome(ReplayReport.Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add("✓ %,d landed".formatted(outcome.landed()));
    if (outcome.filtered() > 0) {
      lines.add("  %,d were filtered without a trace".formatted(outcome.filtered()));
    }
    if (outcome.rejected() > 0) {
      lines.add("✗ %,d were rejected again".formatted(outcome.rejected()));
    }
    if (outcome.dead() > 0) {
      lines.add("✗ %,d are dead letters again".formatted(outcome.dead()));
    }
    return lines;
  }
}
