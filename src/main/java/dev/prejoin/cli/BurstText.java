package dev.prejoin.cli;

import dev.prejoin.proof.bench.BurstReport;
import dev.prejoin.proof.bench.Latencies;
import java.util.Locale;

/** What a burst of updates took and cost, as a table. */
final class BurstText {
  private static final double MEBIBYTE = 1024 * 1024;

  private BurstText() {}

  static String of(BurstReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%n%,d rows updated in %s",
        report.rows(),
        report.transactions() == 1
            ? "one transaction"
            : String.format(Locale.ROOT, "%,d transactions", report.transactions()));
    line(text, "  PostgreSQL took          %,10.1f s", report.wroteSeconds());
    line(text, "  then, until it landed    %,10.1f s", report.landedSeconds());
    line(
        text,
        "  to the aggregates        %,10.1f s  (%,.0f rows/s)",
        report.seconds(),
        report.rows() / report.seconds());
    line(
        text,
        "  buckets counted anew     %,10d    (%,d different ones, in %,d rounds)",
        report.buckets(),
        report.differentBuckets(),
        report.rounds());
    line(
        text,
        "%n%-34s %8s %8s %8s %8s",
        String.format(Locale.ROOT, "Fresh rows, %,d a second, s late", report.rate()),
        "times",
        "p50",
        "p99",
        "max");
    late(text, "before", report.calm());
    late(text, "behind it in the source's log", report.behind());
    late(text, "while buckets are counted anew", report.meanwhile());
    late(text, "when it was over", report.after());
    line(text, "%n%-34s %8s", "Process", "MiB at most");
    report
        .bytes()
        .forEach((process, bytes) -> line(text, "%-34s %,8.0f", process, bytes / MEBIBYTE));
    line(
        text,
        report.equal()
            ? "%nEvery row and every bucket is what the SQL says"
            : "%nNOT what the SQL says: " + report.differences().replace("%", "%%"));
    return text.toString();
  }

  private static void late(StringBuilder text, String when, Latencies times) {
    line(
        text,
        "%-34s %,8d %8.2f %8.2f %8.2f",
        "  " + when,
        times.count(),
        times.p50(),
        times.p99(),
        times.max());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
