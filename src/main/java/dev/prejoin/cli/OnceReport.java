package dev.prejoin.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.app.LayerCounts;
import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.runtime.ExitCode;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a demo that ends.
 *
 * @param facts the plural of what a fact is
 * @param loaded facts that this run loaded
 * @param rowsPerSecond from the first insert into PostgreSQL to all rows in the aggregates
 * @param seconds per stage
 * @param memory bytes per process, at the end
 */
record OnceReport(
    String facts,
    long loaded,
    LayerCounts counts,
    double rowsPerSecond,
    Map<String, Double> seconds,
    Map<String, Long> memory,
    OracleReport oracle) {
  private static final double MEBIBYTE = 1024 * 1024;

  ExitCode exitCode() {
    return oracle.equal() ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  String json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("equal", oracle.equal()).put("loaded", loaded).put("rowsPerSecond", rowsPerSecond);
    ObjectNode rows = json.putObject("rows");
    counts.byLayer().forEach(rows::put);
    ObjectNode stages = json.putObject("seconds");
    seconds.forEach(stages::put);
    ObjectNode bytes = json.putObject("residentBytes");
    memory.forEach(bytes::put);
    var comparisons = json.putArray("oracle");
    for (Comparison c : oracle.comparisons()) {
      ObjectNode one = comparisons.addObject();
      one.put("table", c.table())
          .put("expectedRows", c.expectedRows())
          .put("actualRows", c.actualRows())
          .put("missing", c.missing())
          .put("surplus", c.surplus())
          .put("different", c.different());
      var samples = one.putArray("samples");
      c.samples().forEach(samples::add);
    }
    return json.toString();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%n%-36s %12s", "Layer", "rows");
    counts.byLayer().forEach((layer, rows) -> line(text, "%-36s %,12d", layer, rows));
    line(text, "%n%-36s %12s %12s  %s", "Oracle", "expected", "landed", "verdict");
    for (Comparison c : oracle.comparisons()) {
      String verdict =
          c.equal()
              ? "equal"
              : String.format(
                  Locale.ROOT,
                  "%,d missing, %,d surplus, %,d different",
                  c.missing(),
                  c.surplus(),
                  c.different());
      line(text, "%-36s %,12d %,12d  %s", c.table(), c.expectedRows(), c.actualRows(), verdict);
      c.samples().forEach(sample -> line(text, "    %s", sample));
    }
    line(text, "%n%-36s %12s", "Stage", "seconds");
    seconds.forEach((stage, s) -> line(text, "%-36s %12.1f", stage, s));
    line(text, "%n%-36s %12s", "Process", "MiB");
    memory.forEach((process, bytes) -> line(text, "%-36s %,12.0f", process, bytes / MEBIBYTE));
    line(
        text,
        "%-36s %,12.0f",
        "all",
        memory.values().stream().mapToLong(Long::longValue).sum() / MEBIBYTE);
    line(
        text,
        "%n%s; %s",
        loaded == 0
            ? "No %s were loaded, as there are that many already".formatted(facts)
            : String.format(
                Locale.ROOT,
                "%,d %s from PostgreSQL to the aggregates at %,.0f rows/s",
                loaded,
                facts,
                rowsPerSecond),
        oracle.equal()
            ? "every row and every bucket is what the SQL says"
            : "they DIFFER from what the SQL says");
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
