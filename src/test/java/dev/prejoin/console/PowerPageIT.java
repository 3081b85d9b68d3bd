package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dashboard in a real browser, over given answers: what people see of them. */
class PowerPageIT extends BrowserTest<GivenAnswers> {
  /** The queries that all filters go into, at whatever time. */
  private static final List<String> RANGED =
      List.of(
          "hourly_usage",
          "usage_by_hour_of_day",
          "usage_by_day_of_week",
          "building_types",
          "usage_map",
          "usage_without_place",
          "final_metrics");

  /** The running hour. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.HOURS);

  PowerPageIT() {
    super(new GivenAnswers(PowerPageIT::parameters));
  }

  static List<SavedQuery.Parameter> parameters(String query) {
    return switch (query) {
      case "building_choices" -> List.of();
      case "customer_choices", "device_choices" ->
          List.of(text("search"), text("building"), text("customer"));
      case "top_devices" -> List.of(text("building"), text("customer"), text("device"), text("n"));
      default ->
          List.of(
              text("from"),
              text("to"),
              text("building"),
              text("customer"),
              text("device"),
              text("limit"),
              text("offset"));
    };
  }

  private static SavedQuery.Parameter text(String name) {
    return new SavedQuery.Parameter(name, "String", "");
  }

  @BeforeEach
  void give() {
    figures.give(
        "building_choices", "{\"building_type\":\"Office\"}", "{\"building_type\":\"School\"}");
    figures.give(
        "customer_choices",
        "{\"customer_id\":\"C-0007\",\"devices\":4}",
        "{\"customer_id\":\"C-0070\",\"devices\":1}");
    figures.give(
        "device_choices",
        "{\"device_id\":7,\"customer_id\":\"C-0007\",\"building_type\":\"Office\"}");
    figures.give(
        "hourly_usage", hour(now.minus(30, ChronoUnit.HOURS), 1_000.5, 10), hour(now, 234, 5));
    figures.give(
        "usage_by_hour_of_day",
        "{\"hour_of_day\":0,\"total_usage\":1000.5,\"avg_usage\":100.05}",
        "{\"hour_of_day\":23,\"total_usage\":234,\"avg_usage\":46.8}");
    figures.give(
        "usage_by_day_of_week", "{\"day_of_week\":7,\"total_usage\":1234.5,\"avg_usage\":82.3}");
    figures.give(
        "building_types",
        "{\"building_type\":\"Office\",\"total_records\":10,\"total_usage\":1000.5,\"avg_usage\":100.05}",
        "{\"building_type\":\"\",\"total_records\":5,\"total_usage\":234,\"avg_usage\":46.8}");
    figures.give(
        "top_devices",
        "{\"device_id\":7,\"customer_id\":\"C-0007\",\"building_type\":\"Office\",\"total_usage\":90.25}",
        "{\"device_id\":5000,\"customer_id\":\"\",\"building_type\":\"\",\"total_usage\":45}");
    figures.give(
        "usage_map",
        GivenAnswers.place(43.65, -79.38, "Office", 800, 2),
        GivenAnswers.place(1.35, 103.82, "School", 200, 2));
    figures.give(
        "usage_without_place",
        "{\"device_id\":5000,\"building_type\":\"\",\"readings\":5,\"total_usage\":234,\"all_devices\":1,\"all_usage\":234}");
    figures.give("final_metrics", metrics(1, 120));
  }

  /** A page whose console has ended would go on asking, and be drawn at the next one's width. */
  @AfterEach
  void leave() throws IOException {
    browser.open("about:blank");
  }

  @Test
  void shouldShowEachFigureAndTheSameAsATable() throws Exception {
    show("/power/");
    until(() -> browser.text("#total"), "1,234.5");
    assertThat(browser.texts(".vitals dd")).containsExactly("1,234.5", "15", "82.30");
    assertThat(browser.texts("#pages a"))
        .containsExactly("Overview", "Dashboard", "Quality", "Query");
    assertThat(browser.text("#scope")).isEqualTo("The last 7 days; hours and days are UTC");
    assertThat(label("hourly")).isEqualTo("Usage per hour, the last 7 days: 1,234.5 kWh in all");
    assertThat(label("hour-of-day"))
        .isEqualTo("Usage by hour of day, the last 7 days: most at 00:00–01:00 UTC, 1,000.5 kWh");
    assertThat(label("day-of-week"))
        .isEqualTo("Usage by day of week, the last 7 days: most at Sunday, 1,234.5 kWh");
    assertThat(label("buildings"))
        .isEqualTo(
            "Average per reading by building type, the last 7 days: Office 100.1, Without metadata 46.80");
    assertThat(label("top"))
        .isEqualTo("Top devices of the last 24 hours: device 7, 90.25 kWh; device 5000, 45.00 kWh");
    until(() -> label("map"), "Map of usage, the last 7 days: 2 places, 800.0 kWh in the largest");
    browser.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    until(() -> String.valueOf(browser.texts("#hourly-details tbody tr").size()), "2");
    assertThat(browser.texts("#hourly-details tbody tr:last-child td"))
        .containsExactly(
            now.minus(30, ChronoUnit.HOURS).toString().substring(0, 16).replace('T', ' '),
            "1,000.5",
            "10");
    assertThat(browser.texts("#hour-of-day-details tbody td"))
        .containsExactly("00:00–01:00", "1,000.5", "100.1", "23:00–00:00", "234.0", "46.80");
    assertThat(browser.texts("#day-of-week-details tbody td"))
        .containsExactly("Sunday", "1,234.5", "82.30");
    assertThat(browser.texts("#buildings-details tbody td"))
        .containsExactly(
            "Office", "10", "1,000.5", "100.1", "Without metadata", "5", "234.0", "46.80");
    assertThat(browser.texts("#top-details tbody td"))
        .containsExactly(
            "7", "C-0007", "Office", "90.25", "5000", "–", "Without metadata", "45.00");
    assertThat(browser.texts("#map-details tbody tr:first-child td"))
        .containsExactly("43.6500° N, 79.3800° W", "Office", "1", "800.0");
    assertThat(browser.texts("#map-legend li")).containsExactly("Office", "School");
    assertThat(browser.texts("#metrics td").subList(0, 10))
        .containsExactly(
            now.toString().substring(0, 16).replace('T', ' '),
            "1",
            "C-0001",
            "Office",
            "43.6500, -79.3800",
            "4",
            "10.00",
            "1.00",
            "4.00",
            "2.50");
    assertThat(browser.text("#page")).isEqualTo("1 to 1 of 120");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldListWhatHasNoPlaceInsteadOfDrawingIt() throws Exception {
    show("/power/");
    until(() -> browser.text("#unknown"), "Without a place: 1 device, 234.0 kWh");
    browser.ask("document.getElementById('unknown-details').open = true");
    until(
        () -> String.join(" ", browser.texts("#unknown-details tbody td")),
        "5000 Without metadata 5 234.0");
    figures.give("usage_without_place", "");
    figures.give("usage_map", "");
    until(() -> browser.text("#map-overlay"), "No readings with a place within the filters");
    assertThat(visible("#unknown-details")).isFalse();
    assertThat(browser.texts("#map-legend li")).isEmpty();
  }

  @Test
  void shouldTakeEachFilterIntoTheAddressAndIntoEachQuestion() throws Exception {
    show("/power/");
    until(() -> String.valueOf(figures.asked("final_metrics")), "limit=50");
    assertThat(figures.asked("hourly_usage"))
        .containsEntry("from", now.minus(167, ChronoUnit.HOURS).toString())
        .containsEntry("to", now.plus(1, ChronoUnit.HOURS).toString())
        .containsEntry("building", "");

    set("building", "School");
    until(() -> browser.ask("location.search").asText(), "?building=School");
    set("customer", " C-0007 ");
    set("device", "7");
    until(() -> String.valueOf(figures.asked("final_metrics")), "device=7");
    for (String query : RANGED) {
      untilAsked(query, Map.of("building", "School", "customer", "C-0007", "device", "7"));
    }
    untilAsked(
        "top_devices",
        Map.of("building", "School", "customer", "C-0007", "device", "7", "n", "10"));

    browser.ask("document.querySelector('#range input[value=\"24h\"]').click()");
    for (String query : RANGED) {
      untilAsked(query, Map.of("from", now.minus(23, ChronoUnit.HOURS).toString()));
    }
    browser.ask("document.querySelector('#range input[value=all]').click()");
    for (String query : RANGED) {
      untilAsked(query, Map.of("from", "", "to", "", "device", "7"));
    }
    set("from", "2026-03-01");
    set("to", "2026-03-31");
    for (String query : RANGED) {
      untilAsked(query, Map.of("from", "2026-03-01T00:00:00Z", "to", "2026-04-01T00:00:00Z"));
    }
    browser.ask("document.querySelector('#count input[value=\"25\"]').click()");
    untilAsked("top_devices", Map.of("n", "25"));
    assertThat(browser.ask("location.search").asText())
        .isEqualTo(
            "?building=School&customer=C-0007&device=7&range=all&from=2026-03-01&to=2026-03-31&top=25");
    assertThat(browser.text("#scope"))
        .isEqualTo(
            "2026-03-01 to 2026-03-31, School, customer C-0007, device 7; hours and days are UTC");

    browser.ask("document.getElementById('clear').click()");
    for (String query : RANGED) {
      untilAsked(
          query,
          Map.of(
              "from",
              now.minus(167, ChronoUnit.HOURS).toString(),
              "building",
              "",
              "customer",
              "",
              "device",
              ""));
    }
    assertThat(browser.ask("location.search").asText()).isEqualTo("?top=25");
    assertThat(browser.ask("document.getElementById('clear').disabled").asBoolean()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldShowTheViewOfItsAddress() throws Exception {
    show(
        "/power/?from=2026-03-01&building=(none)&customer=C-0007&device=12&top=50&page=2&pipeline=power");
    untilAsked(
        "final_metrics",
        Map.of(
            "from",
            "2026-03-01T00:00:00Z",
            "building",
            "(none)",
            "customer",
            "C-0007",
            "device",
            "12",
            "limit",
            "50",
            "offset",
            "50"));
    untilAsked("top_devices", Map.of("n", "50"));
    until(
        () -> browser.text("#scope"),
        "Since 2026-03-01, Without metadata, customer C-0007, device 12");
    assertThat(value("from")).isEqualTo("2026-03-01");
    assertThat(value("building")).isEqualTo("(none)");
    assertThat(value("customer")).isEqualTo("C-0007");
    assertThat(value("device")).isEqualTo("12");
    assertThat(browser.ask("document.querySelector('#range input:checked') == null").asBoolean())
        .isTrue();
  }

  @Test
  void shouldTurnThePagesOfTheFinalMetricsAndBeginAnewWithOtherFilters() throws Exception {
    figures.give(
        "final_metrics",
        IntStream.rangeClosed(1, 50)
            .mapToObj(device -> metrics(device, 120))
            .toArray(String[]::new));
    show("/power/");
    until(() -> browser.text("#page"), "1 to 50 of 120");
    browser.ask("document.getElementById('older').click()");
    until(() -> browser.text("#page"), "51 to 100 of 120");
    assertThat(figures.asked("final_metrics")).containsEntry("offset", "50");
    assertThat(browser.ask("location.search").asText()).isEqualTo("?page=2");
    set("building", "Office");
    until(() -> browser.text("#page"), "1 to 50 of 120");
    assertThat(figures.asked("final_metrics")).containsEntry("offset", "0");
    assertThat(browser.ask("location.search").asText()).isEqualTo("?building=Office");
    assertThat(browser.ask("document.getElementById('newer').disabled").asBoolean()).isTrue();
  }

  @Test
  void shouldSuggestWhatTheServerFinds() throws Exception {
    show("/power/");
    until(() -> String.join(" ", browser.texts("#building option")), "all Office School");
    assertThat(browser.texts("#building option"))
        .containsExactly("all", "Office", "School", "Without metadata");
    set("building", "Office");
    browser.ask("document.getElementById('customer').focus()");
    for (String key : List.of("C", "7")) {
      browser.press(key);
    }
    untilAsked("customer_choices", Map.of("search", "C7", "building", "Office"));
    until(
        () ->
            browser
                .ask(
                    "[...document.querySelectorAll('#customers option')].map((o) => `${o.value} ${o.label}`).join(', ')")
                .asText(),
        "C-0007 4 devices, C-0070 1 device");
    browser.ask("document.getElementById('device').focus()");
    untilAsked("device_choices", Map.of("search", "", "building", "Office", "customer", "C7"));
  }

  @Test
  void shouldSayWhatIsWrongWithAFilterAndAskNothing() throws Exception {
    show("/power/?from=2026-03-02&to=2026-03-01");
    until(
        () -> browser.text("#filters-problem"), "From is after To. Choose a day up to 2026-03-01");
    until(() -> browser.text("#hourly-overlay"), "Mend the filters first");
    assertThat(figures.questions()).isZero();
    assertThat(browser.ask("document.getElementById('from').getAttribute('aria-invalid')").asText())
        .isEqualTo("true");
    set("to", "2026-03-02");
    until(() -> browser.text("#total"), "1,234.5");
    assertThat(browser.text("#filters-problem")).isEmpty();

    set("device", "x1");
    until(() -> browser.text("#filters-problem"), "A device is a whole number");
    assertThat(browser.text("#total")).isEqualTo("–");
    assertThat(browser.texts("#metrics tr")).isEmpty();
    assertThat(label("hourly")).startsWith("Mend the filters first");
    show("/power/?to=tomorrow");
    until(() -> browser.text("#filters-problem"), "To is no day: tomorrow.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldSayThatThereIsNothingWithinTheFilters() throws Exception {
    for (String query : RANGED) {
      figures.give(query, "");
    }
    figures.give("top_devices", "");
    show("/power/");
    until(() -> browser.text("#hourly-overlay"), "No readings within the filters");
    until(() -> browser.text("#metrics-overlay"), "No readings of the last 7 days");
    until(() -> browser.text("#top-overlay"), "No readings in the last 24 hours");
    assertThat(browser.texts(".vitals dd")).containsExactly("0.00", "0", "–");
    assertThat(browser.text("#page")).isEqualTo("none");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldKeepItsValuesWhileClickHouseIsAwayUnlessTheyAreOfOtherFilters() throws Exception {
    show("/power/");
    until(() -> browser.text("#total"), "1,234.5");
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    until(() -> browser.text("#notice"), "ClickHouse does not answer; the page shows values of ");
    assertThat(browser.text("#total")).isEqualTo("1,234.5");
    assertThat(browser.text("#hourly-overlay")).isEmpty();

    set("building", "School");
    until(() -> browser.text("#hourly-overlay"), "ClickHouse does not answer");
    until(() -> browser.text("#total"), "–");
    until(() -> "[" + browser.text("#notice"), "[ClickHouse does not answer. This page recovers");
    figures.failure = null;
    until(() -> browser.text("#total"), "1,234.5");
    until(() -> "[" + browser.text("#notice") + "]", "[]");
    assertThat(browser.text("#hourly-overlay")).isEmpty();
  }

  @Test
  void shouldTellLongTimesInDaysAndMonths() throws Exception {
    LocalDate first = LocalDate.of(2023, 1, 31);
    figures.give(
        "hourly_usage",
        hour(first.atStartOfDay().toInstant(ZoneOffset.UTC), 1, 1),
        hour(first.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), 2, 1),
        hour(first.plusDays(200).atStartOfDay().toInstant(ZoneOffset.UTC), 4, 1));
    show("/power/?range=all");
    until(() -> label("hourly"), "Usage per day, all hours: 7.00 kWh in all");
    browser.ask("document.getElementById('hourly-details').open = true");
    until(() -> String.join(" ", browser.texts("#hourly-details tbody td")), "2023-01-31 1.00 1");

    figures.give(
        "hourly_usage",
        hour(Instant.EPOCH, 1, 1),
        hour(first.atStartOfDay().toInstant(ZoneOffset.UTC), 2, 1),
        hour(first.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(7200), 2.5, 1));
    until(() -> label("hourly"), "Usage per month, all hours: 5.50 kWh in all");
    until(
        () -> String.join(" ", browser.texts("#hourly-details tbody td")),
        "2023-01 4.50 2 1970-01 1.00 1");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldDrawTenThousandPlaces() throws Exception {
    figures.givePlaces(10_000);
    show("/power/");
    until(() -> label("map"), "10,000 places");
    until(() -> "[" + browser.text("#map-overlay") + "]", "[]");
    browser.ask("document.getElementById('map-in').click()");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    show("/power/?customer=C-0007&device=7&building=School&from=2026-01-01&to=2026-12-31");
    until(() -> browser.text("#total"), "1,234.5");
    browser.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    for (int width : List.of(360, 700, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldBeOfUseWithoutAMouse() throws Exception {
    show("/power/");
    until(() -> browser.text("#total"), "1,234.5");
    browser.ask("document.querySelector('#range input:checked').focus()");
    browser.press("ArrowRight");
    until(() -> browser.ask("location.search").asText(), "?range=30d");
    browser.press("Tab");
    assertThat(focused()).isEqualTo("from");
    assertThat(
            browser
                .ask(
                    "[...document.querySelectorAll('.chart, [role=region]')]"
                        + ".filter((each) => !each.getAttribute('aria-label') && !each.getAttribute('aria-labelledby')).length")
                .asInt())
        .as("each has a name")
        .isZero();
    assertThat(
            browser
                .ask(
                    "[...document.querySelectorAll('#filters :is(input, select)')]"
                        + ".filter((each) => each.labels.length === 0).length")
                .asInt())
        .isZero();
  }

  private static String focused() throws IOException {
    return browser.ask("document.activeElement.id").asText();
  }

  private static String label(String chart) throws IOException {
    return browser
        .ask("document.getElementById('" + chart + "').getAttribute('aria-label')")
        .asText();
  }

  private static String value(String input) throws IOException {
    return browser.ask("document.getElementById('" + input + "').value").asText();
  }

  /** As whoever types it and goes on. */
  private static void set(String input, String value) throws IOException {
    browser.ask(
        "{ const input = document.getElementById('%s'); input.value = '%s'; input.dispatchEvent(new Event('change', { bubbles: true })); }"
            .formatted(input, value));
  }

  private void untilAsked(String query, Map<String, String> told) {
    until(
        () -> String.valueOf(figures.asked(query).entrySet().containsAll(told.entrySet())), "true");
  }

  private static String hour(Instant at, double total, int readings) {
    return "{\"ts_hour\":\"%s\",\"total_usage\":%s,\"readings\":%d}".formatted(at, total, readings);
  }

  private String metrics(int device, int all) {
    return "{\"ts_hour\":\"%s\",\"device_id\":%d,\"customer_id\":\"C-0001\",\"building_type\":\"Office\",\"latitude\":43.65,\"longitude\":-79.38,\"final_count\":4,\"final_sum\":10,\"final_min\":1,\"final_max\":4,\"final_avg\":2.5,\"all_rows\":%d}"
        .formatted(now, device, all);
  }
}
