package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.Measure;
import dev.prejoin.runtime.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** docs/api.md beside what Prometheus is really told. */
class MetricsDocTest {
  private static final Path DOC = Path.of("docs/api.md");
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|.*$");

  private final ProcessMetrics metrics = new ProcessMetrics();
  private final List<AtomicLong> held = new ArrayList<>();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldDocumentEveryMeasureAsItIsServed() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      Map<String, String> before = families();
      register(measure);
      Map<String, String> made = families();
      // The JVM tells of its first collection of garbage when it comes.
      made.keySet().removeIf(name -> before.containsKey(name) || !name.startsWith("prejoin_"));
      made.keySet().stream()
          .sorted()
          .map(name -> row(name, made.get(name), measure))
          .forEach(rows::add);
    }
    assertThat(rows(Files.readString(DOC)).entrySet())
        .filteredOn(row -> row.getKey().startsWith("prejoin_"))
        .extracting(Map.Entry::getValue)
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void shouldDocumentWhatIsToldOfTheProcess() throws IOException {
    assertThat(rows(Files.readString(DOC)).keySet()).containsAll(families().keySet());
  }

  @Test
  void shouldTellWhetherAPartRuns() {
    Part part = new Part();
    metrics.watch(part);
    assertThat(metrics.text()).contains("prejoin_component_running{component=\"sink\"} 0.0");
    part.status.running("3 shards");
    assertThat(metrics.text()).contains("prejoin_component_running{component=\"sink\"} 1.0");
    part.status.waiting("ClickHouse is away");
    assertThat(metrics.text()).contains("prejoin_component_running{component=\"sink\"} 0.0");
  }

  @Test
  void shouldTellFreshnessAsQuantiles() {
    Measure.FRESHNESS
        .percentiles(metrics.registry(), "l3_power_joined")
        .record(Duration.ofMillis(350));
    assertThat(metrics.text())
        .contains("prejoin_freshness_seconds{table=\"l3_power_joined\",quantile=\"0.5\"} 0.3")
        .contains("prejoin_freshness_seconds_count{table=\"l3_power_joined\"} 1");
  }

  @Test
  void shouldCountOneThingUnderOneNameWhateverItsTags() {
    Measure.DEAD_LETTERS.counter(metrics.registry(), "sink").increment();
    Measure.DEAD_LETTERS.counter(metrics.registry(), "topology").increment(2);
    assertThat(metrics.text())
        .contains("prejoin_dead_letters_total{role=\"sink\"} 1.0")
        .contains("prejoin_dead_letters_total{role=\"topology\"} 2.0");
  }

  private void register(Measure measure) {
    String[] values = measure.tags().toArray(String[]::new);
    switch (measure.kind()) {
      case COUNTER -> measure.counter(metrics.registry(), values);
      case GAUGE -> held.add(measure.gauge(metrics.registry(), values));
      case TIMER -> measure.timer(metrics.registry(), values);
    }
  }

  private Map<String, String> families() {
    return FAMILY
        .matcher(metrics.text())
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
  }

  private static Map<String, String> rows(String doc) {
    Matcher row = ROW.matcher(doc);
    return row.results().collect(Collectors.toMap(found -> found.group(1), found -> found.group()));
  }

  private static String row(String name, String type, Measure measure) {
    String tags =
        measure.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", "));
    String most = name.endsWith("_max") ? "The most of these in the last while" : "";
    return "| `%s` | %s | %s | %s |"
        .formatted(name, type, tags, most.isEmpty() ? measure.description() : most);
  }

  private static final class Part implements Component {
    final Status status = new Status("sink");

    @Override
    public Status status() {
      return status;
    }

    @Override
    public void start() {
      status.running("");
    }

    @Override
    public void close() {
      status.stopped();
    }
  }
}
