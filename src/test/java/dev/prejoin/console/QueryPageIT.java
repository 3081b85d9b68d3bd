package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryFailedException.Problem;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.console.query.Standing;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of queries over given answers, in a real browser. */
class QueryPageIT extends BrowserTest<QueryPageIT.Given> {
  private static final String COURSE = "SELECT hour, usage FROM l4";
  private static final String FAILING = "SELECT\\n  1 FORM\\n  x";

  QueryPageIT() {
    super(new Given());
  }

  static final class Given extends StubFigures {
    final StubRunner runner = new StubRunner();

    @Override
    public QueryRunner runner() {
      return runner;
    }

    @Override
    public List<SavedQuery> queries() {
      return List.of(
          new SavedQuery(
              "top_devices",
              "The devices that used most.",
              List.of(new SavedQuery.Parameter("n", "UInt16", "10")),
              "SELECT device_id FROM l4 LIMIT {n:UInt16}"));
    }
  }

  private static String course(int points, boolean cut) {
    return "{\"columns\":[{\"name\":\"hour\",\"type\":\"DateTime\"},{\"name\":\"usage\",\"type\":\"Nullable(Float64)\"}],"
        + "\"rows\":["
        + IntStream.range(0, points)
            .mapToObj(
                i ->
                    "[\"2026-03-01 %02d:%02d:00\",%s]"
                        .formatted(i / 60 % 24, i % 60, i == 1 ? "null" : i % 97))
            .collect(Collectors.joining(","))
        + "],\"statistics\":{\"elapsed\":0.25,\"rows_read\":120000,\"bytes_read\":2400000},\"cut\":"
        + cut
        + "}";
  }

  private static void write(String sql) throws IOException {
    browser.ask("document.querySelector('#sql').value = '%s'".formatted(sql.replace("'", "\\'")));
  }

  private static void press(String selector) throws IOException {
    browser.ask("document.querySelector('" + selector + "').click()");
  }

  private void showReady(String path) throws IOException {
    show(path);
    until(() -> browser.text("#limits"), "as prejoin_reader, who can only read; 10,000 rows");
    until(() -> browser.text("#tables"), "l3_power_joined");
  }

  @Test
  void shouldShowAnAnswerAsTableAndChartAndKeepItInTheAddress() throws Exception {
    figures.runner.answers.put(COURSE, course(250, false));
    showReady("/query/");
    write(COURSE);
    press("#run");
    until(() -> browser.text("#told"), "250 rows in 0.25 s, 120,000 rows and 2 MB read");
    assertThat(browser.texts("#columns th")).hasSize(2);
    assertThat(browser.texts("#rows tr")).hasSize(100);
    assertThat(browser.texts("#rows tr:nth-child(2) td"))
        .containsExactly("2026-03-01 00:01:00", "NULL");
    assertThat(browser.text("#page")).isEqualTo("1 to 100 of 250");
    press("#after");
    press("#after");
    assertThat(browser.text("#page")).isEqualTo("201 to 250 of 250");
    assertThat(browser.texts("#rows tr")).hasSize(50);

    press("#as input[value=chart]");
    assertThat(visible("#as-table")).isFalse();
    until(
        () -> browser.ask("document.querySelector('#chart').getAttribute('aria-label')").asText(),
        "usage along hour, 250 points");
    until(() -> browser.ask("String(!!document.querySelector('#chart canvas'))").asText(), "true");
    assertThat(browser.ask("new URLSearchParams(location.search).get('sql')").asText())
        .isEqualTo(COURSE);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldCompleteAndColourWhatIsTyped() throws Exception {
    showReady("/query/");
    browser.ask("document.querySelector('#sql').focus()");
    browser.type("SELECT toSt");
    accept("toStartOfHour");
    browser.type("ts), 'count(x)' FROM l3_");
    accept("l3_power_joinedReplacingMergeTree");
    String whole = "SELECT toStartOfHour(ts), 'count(x)' FROM l3_power_joined";
    assertThat(browser.ask("document.querySelector('#sql').value").asText()).isEqualTo(whole);
    assertThat(inEditor(".cm-function")).isEqualTo("toStartOfHour");
    assertThat(inEditor("[style], .cm-line span")).contains("SELECT", "'count(x)'");
    assertThat(browser.ask("document.activeElement.shadowRoot.activeElement.ariaLabel").asText())
        .startsWith("One SELECT for ClickHouse");
    figures.runner.answers.put(whole, course(2, false));
    browser.press("Control+Enter");
    until(() -> browser.text("#told"), "2 rows in");
    assertThat(figures.runner.asked).containsKey(whole);
    browser.press("Tab");
    assertThat(browser.ask("document.activeElement.id").asText()).isEqualTo("run");
    assertThat(browser.complaints()).isEmpty();
  }

  /** What has just come up is not taken by an Enter that was meant for the text. */
  private static void accept(String offered) throws Exception {
    until(() -> inEditor(".cm-tooltip-autocomplete li"), offered);
    browser.ask("new Promise((resolve) => setTimeout(resolve, 200))");
    browser.press("Enter");
  }

  private static String inEditor(String selector) throws IOException {
    return browser
        .ask(
            "[...document.querySelector('#sql').shadowRoot.querySelectorAll('%s')].map((each) => each.textContent).join()"
                .formatted(selector))
        .asText();
  }

  @Test
  void shouldAskNothingByItself() throws Exception {
    figures.runner.answers.put(COURSE, course(3, false));
    showReady("/query/?as=chart&sql=" + COURSE.replace(" ", "+"));
    assertThat(browser.ask("document.querySelector('#sql').value").asText()).isEqualTo(COURSE);
    assertThat(figures.runner.asked).isEmpty();
    press("#run");
    until(() -> browser.text("#told"), "3 rows in");
    assertThat(visible("#as-chart")).isTrue();
  }

  @Test
  void shouldFillParametersOfASavedQuery() throws Exception {
    String sql = "SELECT device_id FROM l4 LIMIT {n:UInt16}";
    figures.runner.answers.put(sql, course(1, false));
    showReady("/query/");
    until(() -> browser.text("#saved"), "The devices that used most.");
    press("#saved .word");
    assertThat(browser.ask("document.querySelector('#parameters input').value").asText())
        .isEqualTo("10");
    browser.ask("document.querySelector('#parameters input').value = '25'");
    press("#run");
    until(() -> browser.text("#told"), "1 row in");
    assertThat(figures.runner.asked.get(sql).parameters()).containsEntry("n", "25");
    assertThat(browser.ask("location.search").asText()).contains("param_n=25");
    write("SELECT '{n:UInt16}' -- {m:Int8}");
    assertThat(browser.texts("#parameters label")).isEmpty();
  }

  @Test
  void shouldKeepQueriesInTheBrowser() throws Exception {
    showReady("/query/");
    write("SELECT 42");
    browser.ask("document.querySelector('#keep-name').value = 'mine'");
    press("#keep");
    until(() -> browser.text("#saved"), "kept in this browser");
    showReady("/query/");
    until(() -> browser.text("#saved"), "mine");
    press("#saved .word");
    assertThat(browser.ask("document.querySelector('#sql').value").asText()).isEqualTo("SELECT 42");
    press("#saved .remove");
    assertThat(browser.text("#saved")).doesNotContain("mine");
  }

  @Test
  void shouldSayWhereAStatementIsWrong() throws Exception {
    figures.runner.failures.put(
        "SELECT\n  1 FORM\n  x",
        new QueryFailedException(
            Problem.of(
                62,
                "Code: 62. DB::Exception: Syntax error: failed at position 19 (x) (line 3, col 3): x."
                    + " (SYNTAX_ERROR) (version 26.7.2.1)")));
    showReady("/query/");
    write(FAILING);
    press("#run");
    until(() -> browser.text("#problem-text"), "Line 3, column 3: Syntax error");
    assertThat(browser.text("#problem-text")).endsWith("(SYNTAX_ERROR 62)");
    press("#problem-place");
    assertThat(browser.ask("document.querySelector('#sql').selectionStart").asInt()).isEqualTo(18);
    assertThat(browser.ask("document.activeElement.id").asText()).isEqualTo("sql");
  }

  @Test
  void shouldCancel() throws Exception {
    showReady("/query/");
    write("SELECT sleep(3)");
    press("#run");
    until(() -> browser.text("#told"), "Running, 1 s");
    press("#cancel");
    until(() -> browser.text("#problem-text"), "Query was cancelled.");
    assertThat(visible("#cancel")).isFalse();
    assertThat(browser.ask("String(document.querySelector('#run').disabled)").asText())
        .isEqualTo("false");
  }

  @Test
  void shouldSayThatAnAnswerIsCut() throws Exception {
    figures.runner.answers.put(COURSE, course(10_000, true));
    showReady("/query/?as=chart");
    write(COURSE);
    press("#run");
    until(() -> browser.text("#cut"), "Only the first 10,000 rows are shown");
    until(
        () -> browser.ask("document.querySelector('#chart').getAttribute('aria-label')").asText(),
        "10,000 points");
  }

  @Test
  void shouldSayHowToTurnQueriesOn() throws Exception {
    figures.runner.standing =
        new Standing(
            "No user for queries is set",
            List.of("CREATE USER prejoin_reader;"),
            "default",
            "",
            null);
    show("/query/");
    until(() -> browser.text("#off-reason"), "No user for queries is set.");
    assertThat(browser.text("#off-remedy")).isEqualTo("CREATE USER prejoin_reader;");
    assertThat(visible("#form")).isFalse();
  }

  @Test
  void shouldRecoverWhenClickHouseIsBack() throws Exception {
    figures.runner.away = true;
    show("/query/");
    until(
        () -> browser.text("#notice"), "ClickHouse does not answer. This page recovers by itself.");
    figures.runner.away = false;
    until(() -> "[" + browser.text("#notice") + "]", "[]");
    until(() -> browser.text("#tables"), "l4_power_agg_stats");
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    figures.runner.answers.put(COURSE, course(250, false));
    showReady("/query/");
    write(COURSE);
    press("#run");
    until(() -> browser.text("#told"), "250 rows");
    for (int width : List.of(360, 700, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }
}
