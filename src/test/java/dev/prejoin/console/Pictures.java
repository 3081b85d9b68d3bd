package dev.prejoin.console;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the pictures of docs/images from a demo that runs: {@code mvn -q test-compile
 * exec:exec@pictures}. The demo should have run for some ten minutes, so that there is something to
 * see of ClickHouse's own join; the page is watched for two, as long as its lines are, and then the
 * other pages. Of the demo of experiments it takes the page of results.
 *
 * <p>With arguments: the page's address, a folder for the pictures, and how many seconds it is
 * watched. Beside those of the docs it then takes each look that the pages have (dark, phones).
 */
final class Pictures {
  private static final String USUAL_ADDRESS = "http://127.0.0.1:3000";
  private static final int USUAL_SECONDS = 125;
  private static final int SETTLE_MILLIS = 3_000;
  private static final int RESULTS_MILLIS = 20_000;
  private static final int JOB_MILLIS = 45_000;
  private static final int WIDTH = 1280;
  private static final String QUERY =
      URLEncoder.encode(
          """
          SELECT ts_hour, building_type,
                 countMerge(usage_count) AS readings,
                 round(sumMerge(usage_sum), 2) AS total
          FROM l4_power_agg_stats
          GROUP BY ALL
          ORDER BY ts_hour DESC, total DESC""",
          StandardCharsets.UTF_8);

  private Pictures() {}

  /** Fails if the page complains in the browser's console. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> given = List.of(arguments);
    String address = given.isEmpty() ? USUAL_ADDRESS : given.get(0);
    Path folder = Path.of(given.size() > 1 ? given.get(1) : "docs/images");
    int seconds = given.size() > 2 ? Integer.parseInt(given.get(2)) : USUAL_SECONDS;
    try (Browser browser = new Browser()) {
      browser.look(WIDTH, false);
      browser.open(address);
      Thread.sleep(SETTLE_MILLIS);
      if (browser
          .ask("document.querySelector('#pages a[href^=\"/results/\"]') != null")
          .asBoolean()) {
        browser.open(address + "/results/");
        Thread.sleep(RESULTS_MILLIS);
        browser.shoot(folder.resolve("results.png"), "body", "body", 0);
        return;
      }
      browser.open(address + "/?node=topic%20l3_power_joined");
      Thread.sleep(seconds * 1_000L);
      browser.shoot(folder.resolve("console.png"), "body", "#topology-body", 20);
      browser.shoot(folder.resolve("corrections.png"), "#corrections-title", "#log", 20);
      details(browser, true);
      browser.shoot(folder.resolve("drift.png"), "#drift-section", "#drift-section", 20);
      details(browser, false);
      if (!given.isEmpty()) {
        looks(browser, folder, "page");
      }
      failOnComplaints(browser);
      browser.open(address + "/power/");
      Thread.sleep(RESULTS_MILLIS);
      browser.shoot(folder.resolve("dashboard.png"), "body", "#map-section", 20);
      if (!given.isEmpty()) {
        looks(browser, folder, "dashboard");
      }
      failOnComplaints(browser);
      browser.open(address + "/quality/");
      Thread.sleep(SETTLE_MILLIS);
      browser.ask("document.querySelector('#balance-start').click()");
      browser.ask("document.querySelector('#verify-start').click()");
      Thread.sleep(JOB_MILLIS);
      browser.shoot(folder.resolve("quality.png"), "body", "main", 0);
      browser.open(address + "/query/?sql=" + QUERY);
      Thread.sleep(SETTLE_MILLIS);
      browser.ask("document.querySelector('#run').click()");
      Thread.sleep(SETTLE_MILLIS);
      browser.shoot(folder.resolve("query.png"), "body", "main", 0);
      failOnComplaints(browser);
    }
  }

  private static void failOnComplaints(Browser browser) throws IOException {
    if (!browser.complaints().isEmpty()) {
      throw new IllegalStateException("the page complains: " + browser.complaints());
    }
  }

  private static void looks(Browser browser, Path folder, String page)
      throws IOException, InterruptedException {
    for (int width : List.of(390, 900, WIDTH, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        Thread.sleep(SETTLE_MILLIS);
        String name = "%s-%d-%s.png".formatted(page, width, dark ? "dark" : "light");
        browser.shoot(folder.resolve(name), "body", "body", 0);
        System.out.println(name + ": wider than the screen by " + browser.overflow());
      }
    }
  }

  private static void details(Browser browser, boolean open)
      throws IOException, InterruptedException {
    browser.ask("document.getElementById('drift-details').open = " + open);
    Thread.sleep(SETTLE_MILLIS);
  }
}
