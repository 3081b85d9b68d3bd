package dev.prejoin.cli;

import dev.prejoin.proof.bench.join.JoinReport;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What each way from Kafka to the aggregates takes, as tables. */
final class JoinText {
  private static final double MEBIBYTE = 1024 * 1024;

  private JoinText() {}

  static String of(JoinReport report) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%nBacklogs of %,d rows, drained %d times: medians (least-most)",
        report.rows(),
        report.rounds());
    for (JoinReport.Dimension dimension : report.dimensions()) {
      line(
          text,
          "%n%-28s %8s %17s   CPU s per million rows",
          String.format(Locale.ROOT, "%,d devices", dimension.devices()),
          "rows/s",
          "");
      for (JoinReport.Figures figures : dimension.contenders()) {
        JoinReport.Spread speed = figures.rowsPerSecond();
        line(
            text,
            "%-28s %,8.0f %17s   %s%s",
            figures.contender(),
            speed.median(),
            String.format(Locale.ROOT, "(%,.0f-%,.0f)", speed.least(), speed.most()),
            cpu(figures.cpuSecondsPerMillion()),
            figures.right() ? "" : ", NOT right");
      }
      line(text, "%n%-28s MiB at most", "");
      for (JoinReport.Figures figures : dimension.contenders()) {
        line(
            text,
            "%-28s %s",
            figures.contender(),
            figures.bytes().entrySet().stream()
                .map(
                    each ->
                        String.format(
                            Locale.ROOT, "%s %,.0f", each.getKey(), each.getValue() / MEBIBYTE))
                .collect(Collectors.joining(", ")));
      }
    }
    return text.toString();
  }

  private static String cpu(Map<String, JoinReport.Spread> cpu) {
    return cpu.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %.1f", each.getKey(), each.getValue().median()))
        .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
