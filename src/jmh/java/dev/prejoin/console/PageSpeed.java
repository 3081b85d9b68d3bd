package dev.prejoin.console;

import dev.prejoin.console.query.QueryRunner;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How soon the console's pages are there, and how they move with 10,000 points: {@code mvn -q
 * test-compile exec:exec@pages}. It looks at them over given figures, so that no server is measured
 * with them, in a headless Chromium that draws by the processor.
 */
final class PageSpeed {
  private static final int ROUNDS = 7;
  private static final int POINTS = 10_000;
  private static final String SQL = "SELECT points";

  private static final List<String> PAGES = List.of("/", "/power/", "/quality/", "/query/");

  private static final String FIRST_PAINT =
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0";

  /** Until what is pressed was drawn, ten times in turn, in milliseconds. */
  private static final String FRAMES =
      """
      (async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const act = %s;
        const times = [];
        for (let i = 0; i < 10; i++) {
          await frame();
          const begun = performance.now();
          act(i);
          await frame();
          await frame();
          times.push(performance.now() - begun);
        }
        return times.sort((a, b) => a - b)[5];
      })()
      """;

  private static final String ZOOM =
      "(i) => document.getElementById(i % 2 === 0 ? 'map-in' : 'map-out').click()";

  private static final String POINT =
      """
      (i) => {
        const box = document.querySelector('#chart canvas').getBoundingClientRect();
        const at = { clientX: box.left + 80 + i * 60, clientY: box.top + 120, bubbles: true };
        document.querySelector('#chart canvas').dispatchEvent(new MouseEvent('mousemove', at));
      }
      """;

  private PageSpeed() {}

  private static final class Given extends StubFigures {
    private final GivenAnswers answers = new GivenAnswers(PowerPageIT::parameters);
    private final StubRunner runner = new StubRunner();

    Given() {
      for (String query :
          List.of(
              "building_choices",
              "customer_choices",
              "device_choices",
              "hourly_usage",
              "usage_by_hour_of_day",
              "usage_by_day_of_week",
              "building_types",
              "top_devices",
              "usage_without_place",
              "final_metrics")) {
        answers.give(query);
      }
      answers.givePlaces(POINTS);
      runner.answers.put(
          SQL,
          "{\"columns\":[{\"name\":\"n\",\"type\":\"UInt64\"},{\"name\":\"v\",\"type\":\"Float64\"}],"
              + IntStream.range(0, POINTS)
                  .mapToObj(i -> "[%d,%.4f]".formatted(i, Math.sin(i / 300.0) * 50))
                  .collect(Collectors.joining(",", "\"rows\":[", "],"))
              + "\"statistics\":{\"elapsed\":0,\"rows_read\":0,\"bytes_read\":0},\"cut\":false}");
    }

    @Override
    public List<SavedQuery> queries() {
      return answers.queries();
    }

    @Override
    public byte[] answer(SavedQuery query, Map<String, String> parameters) {
      return answers.answer(query, parameters);
    }

    @Override
    public QueryRunner runner() {
      return runner;
    }
  }

  /** Exits with status 1 if a page is not there within a second. */
  public static void main(String[] arguments) throws Exception {
    ConsoleSettings settings = new ConsoleSettings("127.0.0.1", 0);
    boolean soon = true;
    try (Console console = new Console(settings, List.of(new Given()), () -> "");
        Browser browser = new Browser()) {
      console.start();
      browser.look(1280, false);
      String address = "http://127.0.0.1:" + console.port();
      print("%-44s %8s %8s", "ms", "median", "most");
      for (String page : PAGES) {
        double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          browser.open("about:blank");
          browser.open(address + page);
          times[round] = awaitNumber(browser, FIRST_PAINT);
        }
        soon &= report("first paint of " + page, times) < 1_000;
      }
      browser.open(address + "/power/");
      awaitText(browser, "document.querySelector('#map').ariaLabel", "10,000 places");
      report("map of 10,000 places, zoomed", frames(browser, ZOOM));
      browser.open(address + "/query/?as=chart&sql=" + SQL.replace(" ", "+"));
      awaitText(browser, "document.querySelector('#sql').value", SQL);
      browser.ask("document.querySelector('#run').click()");
      awaitText(browser, "document.querySelector('#chart').ariaLabel", "10,000 points");
      report("chart of 10,000 points, pointed at", frames(browser, POINT));
    }
    System.exit(soon ? 0 : 1);
  }

  private static double[] frames(Browser browser, String act) throws IOException {
    double[] times = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      times[round] = browser.ask(FRAMES.formatted(act)).asDouble();
    }
    return times;
  }

  private static double awaitNumber(Browser browser, String script)
      throws IOException, InterruptedException {
    for (double number = 0; ; Thread.sleep(50)) {
      number = browser.ask(script).asDouble();
      if (number > 0) {
        return number;
      }
    }
  }

  private static void awaitText(Browser browser, String script, String text)
      throws IOException, InterruptedException {
    while (!browser.ask("String(" + script + ")").asText().contains(text)) {
      Thread.sleep(50);
    }
  }

  /** Tells the median, and returns it. */
  private static double report(String what, double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    print("%-44s %8.0f %8.0f", what, median, sorted[sorted.length - 1]);
    return median;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
