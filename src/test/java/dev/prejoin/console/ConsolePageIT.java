package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.Correction.Cell;
import dev.prejoin.console.Correction.Difference;
import dev.prejoin.console.Correction.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page in a real browser, over given figures: what people see of each state. */
class ConsolePageIT extends BrowserTest<ConsolePageIT.Given> {
  private static final Instant AT = Instant.parse("2026-03-01T12:03:10.250Z");

  ConsolePageIT() {
    super(new Given());
  }

  @Test
  void shouldSayWhenNothingHappensAndListACorrectionWhenItDoes() throws Exception {
    show("/");
    until(() -> browser.text("#log-empty"), "None so far: ");
    assertThat(browser.text("#works-note"))
        .isEqualTo("No table is being read, no view restated, no aggregate filled or folded");
    assertThat(browser.text("#corrections-hint"))
        .isEqualTo("No row that had landed has changed since this start");
    assertThat(visible(".log-scroll")).isFalse();

    figures.tell(updated(1, null));
    until(() -> browser.text("#log-rows tr .right"), "counting");
    assertThat(browser.texts("#log-rows tr:first-child td"))
        .containsExactly(
            "12:03:10",
            "Updated",
            "id 4711 · device_id 12 · 2026-03-01 11:59:00",
            "power_usage_kWh 1.21 → 1.5",
            "counting");
    assertThat(browser.ask("document.querySelector('#log-rows .change').title").asText())
        .as("exact")
        .isEqualTo("power_usage_kWh: 1.2099609375 → 1.5");

    figures.tell(updated(1, AT.plusMillis(1_240)));
    until(() -> browser.text("#log-rows tr .right"), "after 1.24 s");
    assertThat(browser.texts("#log-rows tr")).hasSize(1);
    assertThat(browser.text("#log-hint"))
        .isEqualTo("The last one, half of them right within 1.24 s of their commit");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldTellEachKindInItsOwnWords() throws Exception {
    figures.tell(
        given(1, Kind.REMOVED, false, 0, AT, List.of(change("power_usage_kWh", "2.5", null))),
        given(2, Kind.RETURNED, false, 0, AT, List.of(change("power_usage_kWh", null, "2.5"))),
        given(3, Kind.UPDATED, true, 58, AT, List.of(change("building_type", "Office", "School"))),
        given(4, Kind.ADDED, true, 4, AT, List.of(change("customer_id", null, "C-0154"))),
        given(5, Kind.ADDED, true, 0, null, List.of(change("customer_id", null, ""))),
        given(6, Kind.REMOVED, true, 1, AT, List.of(change("customer_id", "C-0154", null))),
        given(7, Kind.RESTATED, false, 12, AT, List.of(change("place", null, "north"))));
    show("/");
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "7");
    assertThat(browser.texts("#log-rows .what"))
        .containsExactly(
            "Made anew",
            "Metadata gone",
            "Metadata came",
            "Metadata came late",
            "Metadata changed",
            "There again",
            "Removed");
    assertThat(browser.texts("#log-rows .change"))
        .containsExactly(
            "place NULL → north",
            "customer_id C-0154",
            "customer_id blank",
            "customer_id C-0154",
            "building_type Office → School",
            "power_usage_kWh 2.5",
            "power_usage_kWh 2.5");
    assertThat(browser.texts("#log-rows .right"))
        .containsExactly(
            "12 rows, after 0.00 s",
            "1 row, after 0.00 s",
            "no row made anew so far",
            "4 rows, after 0.00 s",
            "58 rows, after 0.00 s",
            "after 0.00 s",
            "after 0.00 s");
  }

  @Test
  void shouldHoldTheListForWhoReads() throws Exception {
    figures.tell(updated(1, AT));
    show("/");
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "1");
    browser.ask("document.getElementById('log-hold').focus()");
    browser.press("Space");
    figures.tell(updated(2, AT), updated(3, AT));
    until(() -> browser.text("#log-hint"), "Held; 2 newer since");
    assertThat(browser.texts("#log-rows tr")).hasSize(1);
    browser.press("Space");
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "3");
    browser.press("Tab");
    assertThat(browser.ask("document.activeElement.className").asText())
        .as("whoever has no mouse can scroll it")
        .isEqualTo("log-scroll");
  }

  @Test
  void shouldKeepOnlyTheNewestAndSayHowManyAreNotListed() throws Exception {
    show("/");
    for (int i = 1; i <= 250; i++) {
      figures.tell(updated(i, AT));
    }
    figures.unlisted = 12_345;
    until(() -> browser.text("#log-hint"), "The last 100, ");
    until(() -> browser.text("#log-hint"), "12,345 since the start came too fast to list");
    assertThat(browser.texts("#log-rows tr")).hasSize(100);
    assertThat(browser.ask("document.getElementById('log').offsetHeight").asInt())
        .as("it does not grow")
        .isLessThan(400);
  }

  @Test
  void shouldBeginAnewWithAProcessThatDoes() throws Exception {
    figures.tell(updated(7, AT), updated(8, AT));
    show("/");
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "2");
    int port = console.port();
    console.close();
    until(() -> browser.text("#notice"), "The console does not answer; showing values of ");
    Given next = new Given();
    next.tell(updated(1, AT));
    try (Console again =
        new Console(new ConsoleSettings("127.0.0.1", port), List.of(next), () -> "")) {
      again.start();
      until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "1");
      until(() -> browser.ask("document.body.dataset.page").asText(), "live");
    }
  }

  @Test
  void shouldTellWhatTakesAWhile() throws Exception {
    figures.works =
        new Works(
            List.of(
                work(Work.Kind.FILL, "l4_power_agg_stats__2", "", 50, 200, 12.5, false, ""),
                work(Work.Kind.BACKFILL, "public.power_readings", "ids 1 to 9", 9, -1, 0, true, ""),
                work(Work.Kind.SNAPSHOT, "public.visits", "", 120, 100, 7, false, ""),
                work(Work.Kind.RESTATE, "l3_power_joined", "", 0, -1, 0, false, "a sink"),
                work(Work.Kind.FOLD, "l4_power_agg_stats", "", 1, 4, 0, false, "")),
            null);
    show("/");
    until(() -> String.valueOf(browser.texts("#works li").size()), "5");
    assertThat(browser.texts("#works li"))
        .map(text -> text.replaceAll("[\\s\\u00a0]+", " "))
        .containsExactly(
            "Counting from all rows l4_power_agg_stats__2 50 of 200 rows, 25.00 %, 12.5 per s",
            "Reading again public.power_readings, ids 1 to 9 9 rows, paused",
            "Reading public.visits 120 of 100 rows, 100.00 %, 7.0 per s",
            "Making rows anew for l3_power_joined 0 rows, waits for a sink",
            "Folding the bases of l4_power_agg_stats 1 of 4 parts, 25.00 %");
    assertThat(browser.text("#works-note")).isEmpty();

    figures.works = new Works(List.of(), "Kafka does not answer");
    until(() -> browser.text("#works-note"), "Kafka does not answer: what is read again");
    assertThat(visible("#works")).isFalse();
  }

  @Test
  void shouldGoOnListingWhileClickHouseIsAway() throws Exception {
    show("/");
    until(() -> browser.ask("document.body.dataset.page").asText(), "live");
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    until(() -> browser.text("#notice"), "ClickHouse does not answer; showing values of ");
    figures.tell(updated(1, null));
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "1");
    figures.failure = null;
    until(() -> browser.ask("document.body.dataset.page").asText(), "live");
    assertThat(browser.text("#notice")).isEmpty();
  }

  @Test
  void shouldSayThatAProcessWithoutASinkKnowsOfNoCorrections() throws Exception {
    figures.lands = false;
    show("/");
    until(() -> browser.text("#log-empty"), "This process lands no rows, so it knows of no");
    until(() -> browser.text("#corrections-hint"), "This process lands no rows, and counts no");
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    for (int i = 1; i <= 28; i++) {
      figures.tell(updated(i, AT));
    }
    // The longest that they may say.
    List<Difference> all = List.of(change("customer_id", null, "C-0154"), change("b", null, ""));
    figures.tell(
        given(29, Kind.ADDED, true, 12_345, null, all),
        given(30, Kind.ADDED, true, 1_234, AT, all));
    show("/");
    until(() -> String.valueOf(browser.texts("#log-rows tr").size()), "30");
    for (int width : List.of(360, 390, 700, 900, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
        assertThat(hidden()).as("%d: nothing of a row is cut", width).isEmpty();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** Cells whose text is wider than they are. */
  private static List<String> hidden() throws IOException {
    List<String> texts = new ArrayList<>();
    browser
        .ask(
            "[...document.querySelectorAll('#log-rows :is(.at, .what, .right)')]"
                + ".filter((cell) => cell.scrollWidth > cell.clientWidth + 1)"
                + ".map((cell) => cell.innerText)")
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static Work work(
      Work.Kind kind,
      String name,
      String detail,
      long done,
      long of,
      double perSecond,
      boolean paused,
      String waits) {
    return new Work(kind, name, detail, done, of, perSecond, paused, waits);
  }

  private static Difference change(String column, String before, String after) {
    return new Difference(column, before, after);
  }

  private static Correction updated(long id, Instant counted) {
    return new Correction(
        id,
        Kind.UPDATED,
        false,
        "l3_power_joined",
        List.of(new Cell("id", "4711")),
        List.of(new Cell("device_id", "12"), new Cell("timestamp", "2026-03-01 11:59:00")),
        List.of(change("power_usage_kWh", "1.2099609375", "1.5")),
        0,
        AT,
        AT.plusMillis(400),
        counted,
        counted == null ? null : Duration.between(AT, counted).toMillis() / 1e3,
        true);
  }

  private static Correction given(
      long id, Kind kind, boolean dimension, long rows, Instant counted, List<Difference> changes) {
    return new Correction(
        id,
        kind,
        dimension,
        dimension ? "device_metadata" : "l3_power_joined",
        List.of(new Cell("device_id", "12")),
        List.of(),
        changes,
        rows,
        AT,
        AT,
        counted,
        counted == null ? null : 0.0,
        true);
  }

  static final class Given extends StubFigures {
    private final List<Correction> told = new ArrayList<>();
    private long revision;
    volatile long unlisted;
    volatile boolean lands = true;
    volatile Works works = Works.NONE;
    volatile RuntimeException failure;

    /** Each replaces an earlier one of its id. */
    synchronized void tell(Correction... corrections) {
      for (Correction correction : corrections) {
        told.removeIf(earlier -> earlier.id() == correction.id());
        told.add(0, correction);
      }
      revision++;
    }

    @Override
    public synchronized CorrectionNews corrections(long since) {
      if (!lands) {
        return CorrectionNews.OFF;
      }
      List<Correction> kept = List.copyOf(told.subList(0, Math.min(told.size(), 200)));
      long oldest = kept.isEmpty() ? 1 : kept.get(kept.size() - 1).id();
      return new CorrectionNews(true, revision + unlisted, oldest, unlisted, kept);
    }

    @Override
    public Overview overview() {
      if (failure != null) {
        throw failure;
      }
      return new Overview(
          Instant.now(),
          List.of(new Layer("l3_power_joined", Layer.Kind.VIEW, 10, 1, null)),
          Freshness.UNMEASURED,
          Corrections.NONE,
          works,
          NOTHING_ON_ITS_WAY);
    }
  }
}
