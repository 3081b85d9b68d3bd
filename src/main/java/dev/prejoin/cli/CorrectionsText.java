package dev.prejoin.cli;

import dev.prejoin.proof.bench.CorrectionsReport;
import dev.prejoin.proof.bench.Latencies;
import java.util.Locale;
import java.util.TreeMap;

/** What corrections took and cost, as a table. */
final class CorrectionsText {
  private CorrectionsText() {}

  static String of(CorrectionsReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%n%-34s %8s %8s %8s %8s  %s",
        "From commit to the aggregates, s",
        "times",
        "p50",
        "p99",
        "max",
        "looks in between");
    line(text, "fresh rows, %,d a second", report.fresh(), report.rate(), "");
    new TreeMap<>(report.corrections())
        .forEach(
            (kind, times) ->
                line(
                    text,
                    "%-34s %,8d %8.2f %8.2f %8.2f  %,d",
                    "corrections: " + kind.toLowerCase(Locale.ROOT),
                    times.count(),
                    times.p50(),
                    times.p99(),
                    times.max(),
                    report.between().getOrDefault(kind, 0)));
    line(text, "%,d looks, %,d of them wrong", report.looks(), report.wrong());
    if (!report.rounds().isEmpty()) {
      line(text, "%n%-34s %12s %12s %8s", "Backlogs, rows a second", "without", "with", "ratio");
      report
          .rounds()
          .forEach(
              round ->
                  line(
                      text,
                      "%-34s %,12.0f %,12.0f %8.2f",
                      "",
                      round.without(),
                      round.with(),
                      round.ratio()));
      line(text, "the median ratio is %.2f", report.ratio());
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text, String title, Latencies times, int rate, String more) {
    line(
        text,
        "%-34s %,8d %8.2f %8.2f %8.2f  %s",
        String.format(Locale.ROOT, title, rate),
        times.count(),
        times.p50(),
        times.p99(),
        times.max(),
        more);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
