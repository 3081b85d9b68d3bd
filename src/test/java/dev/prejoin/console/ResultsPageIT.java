package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of results in a real browser, over given answers: what people see of them. */
class ResultsPageIT extends BrowserTest<GivenAnswers> {
  private static final String CONTROL =
      variant("checkout", "control", true, 4_000, 3_400, 340, "null", "null", "false", "null");

  ResultsPageIT() {
    super(new GivenAnswers(ResultsPageIT::parameters));
  }

  @BeforeEach
  void giveNothing() {
    for (String query :
        List.of(
            "funnel",
            "daily",
            "hourly",
            "behaviour",
            "cohorts",
            "touches",
            "latest_users",
            "journey",
            "user")) {
      figures.give(query, "");
    }
  }

  @Test
  void shouldSayThatThereIsNothingYet() throws Exception {
    figures.give("performance", "");
    show("/results/");
    until(() -> browser.text("#experiments"), "There are no experiments yet.");
    assertThat(visible("#chosen")).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldSayHowManyUsersAreMissing() throws Exception {
    figures.give(
        "performance",
        CONTROL,
        variant("checkout", "b", false, 4_000, 3_350, 352, "0.05", "0.5012", "false", "7512"));
    show("/results/");
    until(() -> browser.text("#verdicts"), "b, not yet: 10.5% convert instead of 10.0%");
    // 7,512 are needed, and the smaller of the two has 3,350.
    assertThat(browser.text("#verdicts"))
        .endsWith("if that is the true difference, it needs about 4,200 more users per variant.");
    assertThat(browser.texts(".verdict-tag")).containsExactly("Not yet");
    assertThat(browser.texts("#comparison tr")).hasSize(2);
    assertThat(
            browser
                .ask("document.querySelectorAll('#comparison .interval-mark')[2].textContent")
                .asText())
        .isEqualTo("+5.0%, from −5.0% to +15.0%");
  }

  @Test
  void shouldSayWhoWinsAndByHowMuch() throws Exception {
    figures.give(
        "performance",
        CONTROL,
        variant("checkout", "b", false, 4_000, 3_350, 502, "0.5", "0.00001", "true", "900"),
        variant("checkout", "c", false, 4_000, 3_350, 300, "-0.1", "0.001", "true", "900"));
    show("/results/");
    until(() -> browser.text("#verdicts"), "b is better: 15.0% convert instead of 10.0%");
    assertThat(browser.text("#verdicts"))
        .contains("(+50.0%; between +40.0% and +60.0%)", "c is worse: 9.0% convert instead");
    assertThat(browser.texts(".verdict-tag")).containsExactly("b wins");
    assertThat(browser.texts("#comparison tr:nth-child(2) td"))
        .contains("3,350", "502", "< 0.0001", "33.3%, 33.3%");
  }

  @Test
  void shouldWarnFirstOfUsersThatAreNotAssignedAsPlanned() throws Exception {
    figures.give(
        "performance",
        CONTROL.replace("\"sample_ratio_mismatch\":false", "\"sample_ratio_mismatch\":true"),
        variant("checkout", "b", false, 4_900, 3_350, 502, "0.5", "0.00001", "true", "900")
            .replace("\"actual_share\":0.3333", "\"actual_share\":0.5506"));
    show("/results/");
    until(
        () -> browser.text("#verdicts p:first-child"),
        "Something is wrong with how users are assigned: 55.1% of 8,900 are in b, planned were");
    assertThat(browser.texts(".verdict-tag")).containsExactly("Not to be trusted");
  }

  @Test
  void shouldShowWhatIsChosenAndKeepItInTheAddress() throws Exception {
    figures.give(
        "performance",
        CONTROL,
        variant("price", "control", true, 10, 0, 0, "null", "null", "false", "null"),
        variant("price", "b", false, 10, 0, 0, "null", "null", "false", "null"));
    figures.give(
        "funnel",
        "{\"variant_id\":\"control\",\"assigned\":10,\"exposed\":5,\"converted\":1,\"sessions_per_user\":1.5,\"seconds_per_user\":120}");
    figures.give(
        "cohorts",
        "{\"cohort_week\":\"2026-03-02\",\"weeks\":0,\"users\":1}",
        "{\"cohort_week\":\"2026-03-02\",\"weeks\":1,\"users\":1}",
        "{\"cohort_week\":\"2026-03-02\",\"weeks\":null,\"users\":3}");
    figures.give("latest_users", "{\"user_id\":\"u-7\"}");
    figures.give(
        "user",
        "{\"user_id\":\"u-7\",\"country\":\"DE\",\"plan\":\"pro\",\"signed_up_at\":\"2026-01-01T00:00:00Z\"}");
    figures.give(
        "journey",
        step("2026-03-04T10:00:00.000Z", "assignment", "null", "true"),
        step("2026-03-04T09:00:00.000Z", "page_view", "\"/\"", "false"),
        step("2026-03-05T09:00:00.000Z", "conversion", "\"/checkout\"", "true"));
    show("/results/?experiment=price&by=hour&user=u-7");
    until(() -> browser.text("#verdicts"), "b: no users have seen it beside the control yet.");
    until(() -> browser.text("#journey-hint"), "u-7: DE, plan pro, signed up 2026-01-01");
    assertThat(browser.texts(".verdict-tag")).containsExactly("Not yet", "No users yet");
    assertThat(browser.texts("#funnel .funnel-variant")).hasSize(2);
    assertThat(browser.text("#funnel .funnel-variant"))
        .contains("50.0% of those before", "20.0% of those before", "2 min in them");
    assertThat(browser.texts("#cohorts td")).containsExactly("2 Mar", "5", "20.0%", "40.0%");
    assertThat(browser.texts("#journey .rest")).containsExactly("24.0 h later");
    assertThat(browser.text("#journey")).contains("before the assignment, not counted");
    assertThat(figures.asked("behaviour")).containsEntry("by", "hour");

    browser.ask("document.querySelector('#experiments li:first-child button').click()");
    until(() -> browser.text("#comparison-title"), "checkout experiment");
    browser.ask("document.querySelector('#step input[value=hourly]').click()");
    until(() -> String.valueOf(figures.asked("hourly")), "experiment=checkout");
    assertThat(browser.ask("location.search").asText())
        .isEqualTo("?experiment=checkout&by=hour&user=u-7&step=hourly");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldKeepItsValuesAndSaySoWhileClickHouseIsAway() throws Exception {
    figures.give("performance", CONTROL);
    show("/results/");
    until(() -> browser.text("#comparison-title"), "checkout experiment");
    figures.failure = new FiguresAwayException("ClickHouse does not answer");
    until(() -> browser.text("#notice"), "ClickHouse does not answer; the page shows values of ");
    assertThat(browser.texts("#comparison tr")).hasSize(1);
    figures.failure = null;
    until(() -> "[" + browser.text("#notice") + "]", "[]");
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    figures.give(
        "performance",
        CONTROL,
        variant("checkout", "b", false, 4_000, 3_350, 502, "0.5", "0.00001", "true", "900"));
    show("/results/");
    until(() -> browser.text("#verdicts"), "b is better");
    for (int width : List.of(360, 700, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static List<SavedQuery.Parameter> parameters(String query) {
    return switch (query) {
      case "performance" -> List.of();
      case "behaviour" -> List.of(text("experiment"), text("by"));
      case "journey", "user" -> List.of(text("user"));
      default -> List.of(text("experiment"));
    };
  }

  private static SavedQuery.Parameter text(String name) {
    return new SavedQuery.Parameter(name, "String", null);
  }

  private static String step(String at, String what, String page, String valid) {
    return "{\"at\":\"%s\",\"what\":\"%s\",\"experiment_id\":\"price\",\"variant_id\":\"b\",\"page\":%s,\"device\":null,\"value\":null,\"is_valid\":%s}"
        .formatted(at, what, page, valid);
  }

  private static String variant(
      String experiment,
      String id,
      boolean control,
      int assigned,
      int exposed,
      int converted,
      String lift,
      String p,
      String significant,
      String needed) {
    boolean known = !lift.equals("null");
    String low = known ? String.valueOf(Double.parseDouble(lift) - 0.1) : "null";
    String high = known ? String.valueOf(Double.parseDouble(lift) + 0.1) : "null";
    String rate = exposed == 0 ? "null" : String.valueOf((double) converted / exposed);
    return ("{\"experiment_id\":\"%s\",\"experiment_name\":\"%s experiment\",\"status\":\"running\","
            + "\"started_at\":\"2026-01-01T00:00:00Z\",\"variant_id\":\"%s\",\"variant_name\":\"%s\","
            + "\"is_control\":%s,\"assigned_users\":%d,\"exposed_users\":%d,\"converted_users\":%d,"
            + "\"conversion_rate\":%s,\"rate_low\":%s,\"rate_high\":%s,\"lift\":%s,\"lift_low\":%s,"
            + "\"lift_high\":%s,\"p_value\":%s,\"significant\":%s,\"users_needed\":%s,"
            + "\"revenue_per_user\":5.25,\"revenue_per_conversion\":50.5,\"planned_share\":0.3333,"
            + "\"actual_share\":0.3333,\"sample_ratio_mismatch\":false}")
        .formatted(
            experiment,
            experiment,
            id,
            id,
            control,
            assigned,
            exposed,
            converted,
            rate,
            rate,
            rate,
            lift,
            low,
            high,
            p,
            significant,
            needed);
  }
}
