package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import dev.prejoin.console.quality.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of quality in a real browser, over given figures: what people see and do there. */
class QualityPageIT extends BrowserTest<QualityApiTest.Given> {
  private final GivenQuality quality = figures.given;

  QualityPageIT() {
    super(new QualityApiTest.Given(new GivenQuality()));
  }

  @Test
  void shouldSayThatAllIsWell() throws Exception {
    quality.groups = List.of();
    quality.letters = new DeadLetters(GivenQuality.AT, 0, 0, List.of(), 0, null);
    quality.waiting = new Waiting(List.of(), List.of(), List.of(), null);
    show("/quality/");
    until(() -> browser.text("#rejects-note"), "No rule keeps a row out.");
    until(() -> browser.text("#letters-note"), "There are no dead letters.");
    until(() -> browser.text("#waiting-note"), "Nothing waits");
    assertThat(browser.text("#balance-note")).startsWith("Not counted since this process began.");
    assertThat(browser.text("#verify-note")).startsWith("Not compared since this process began.");
    assertThat(browser.texts("#pages a[aria-current]")).containsExactly("Quality");
    assertThat(visible("#rejects-part")).isFalse();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldShowTheRowsOfARuleThatIsChosenWithTheKeyboard() throws Exception {
    show("/quality/");
    until(() -> browser.text("#rejects"), "1,204");
    assertThat(browser.text("#rejected-all")).isEqualTo("1,207");
    assertThat(visible("#reject-rows-part")).isFalse();
    focus("#rejects button");
    browser.press("Enter");
    until(() -> browser.text("#reject-rows"), "120400");
    assertThat(browser.texts("#reject-columns th"))
        .containsExactly(
            "Committed", "id", "timestamp", "device_id", "power_usage_kWh", "Why", "Record");
    assertThat(browser.texts("#reject-rows tr")).hasSize(3);
    assertThat(browser.text("#reject-rows tr"))
        .contains("868", "power_usage_kWh = -1.5", "l1_power_raw-1@60210");
    assertThat(browser.text("#reject-rows-note")).isEqualTo("The newest 3 of 1,204");
    assertThat(browser.ask("document.activeElement.getAttribute('aria-pressed')").asText())
        .as("the focus stays where it was")
        .isEqualTo("true");
    assertThat(parameter("rule")).isEqualTo(GivenQuality.RULE);

    show("/quality/?view=mv_l1_to_l2&rule=power_usage_kWh%20%3C%20100");
    until(() -> browser.text("#reject-rows-note"), "This rule keeps no row out now.");
    assertThat(browser.text("#rejects tr[data-chosen]")).contains("power_usage_kWh < 100");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldTryAReplayAndSendOnlyWhenAskedTwice() throws Exception {
    show("/quality/?view=mv_l1_to_l2&rule=power_usage_kWh%20%3E%3D%200");
    until(() -> browser.text("#reject-rows"), "120400");
    click("#rejects-try");
    until(() -> browser.text("#rejects-job .job-now"), "Comparing");
    assertThat(quality.orders).containsExactly(order(true));
    until(() -> browser.ask("document.getElementById('rejects-send').disabled").asText(), "true");
    assertThat(browser.ask("document.getElementById('letters-try').disabled").asBoolean()).isTrue();
    quality.done("1", GivenQuality.replayed(true));
    until(() -> browser.text("#rejects-job .said"), "Of 1,204 records, 1,200 would be sent again.");
    assertThat(browser.text("#rejects-job .said"))
        .contains("Nothing was sent.", "3 rows have changed since", "l1_power_raw-0@17");

    click("#rejects-send");
    assertThat(browser.text("#confirm-text")).contains("1,204 rows", "exactly once");
    assertThat(browser.ask("document.activeElement.id").asText()).isEqualTo("confirm-no");
    browser.press("Escape");
    until(() -> browser.ask("document.getElementById('confirm').open").asText(), "false");
    assertThat(quality.orders).hasSize(1);

    click("#rejects-send");
    click("#confirm-yes");
    until(() -> String.valueOf(quality.orders.size()), "2");
    assertThat(quality.orders.get(1)).isEqualTo(order(false));
    quality.done("2", GivenQuality.replayed(false));
    until(() -> browser.text("#rejects-job .said"), "1,190 landed.");
    assertThat(browser.texts("#rejects-job .said [data-kind=bad]"))
        .contains("10 were kept out by a rule again.");
    assertThat(browser.complaints()).isEmpty();
  }

  private static ReplayOrder order(boolean dryRun) {
    return new ReplayOrder(
        ReplayOrder.Kind.REJECTS, "mv_l1_to_l2", GivenQuality.RULE, null, dryRun);
  }

  @Test
  void shouldShowDeadLettersByReasonWithTheirBytesAsTexts() throws Exception {
    quality.letters = GivenQuality.letters("there are more than 10,000");
    show("/quality/");
    until(() -> browser.text("#letters"), "the bytes do not start with a schema's id");
    assertThat(browser.text("#letters-note"))
        .isEqualTo("3 of 1,000,000 records were read: there are more than 10,000.");
    assertThat(browser.text("#letters-all")).isEqualTo("3 +");
    click("#letters button");
    until(() -> browser.text("#letter-samples"), "l1_power_raw-0@417");
    assertThat(browser.text("#letter-samples"))
        .contains("Key, 6 bytes: no key", "Value, 4 bytes, hexadecimal: ff 00 c3 28");
    assertThat(parameter("reason")).isEqualTo("the bytes do not start with a schema's id");
    click("#letters tr:nth-child(2) button");
    until(() -> browser.text("#letter-note"), "./prejoin snapshot TABLE");

    click("#letters-try");
    until(() -> String.valueOf(quality.orders.size()), "1");
    assertThat(quality.orders.get(0))
        .isEqualTo(new ReplayOrder(ReplayOrder.Kind.DEAD_LETTERS, null, null, null, true));
    quality.end("1", Job.State.FAILED, "Kafka at 127.0.0.1:9092: it does not answer", null);
  }

  @Test
  void shouldSayWhatWaits() throws Exception {
    show("/quality/");
    until(() -> browser.text("#waiting"), "240 rows of l3_power_joined without a row of");
    assertThat(browser.text("#waiting"))
        .contains(
            "device_id 1003 200 rows",
            "1 key of device_metadata changed",
            "l4_power_agg_stats is being counted from all rows",
            "50 of 200 rows of l3_power_joined");
    assertThat(browser.text("#unmatched-all")).isEqualTo("240");
  }

  @Test
  void shouldCountCompareAndNameWhatDiffersDownToTheRow() throws Exception {
    show("/quality/?hours=3");
    until(() -> browser.text("#rejects"), "1,204");
    click("#balance-start");
    until(() -> String.valueOf(quality.orders.size()), "1");
    quality.done("1", GivenQuality.balanced());
    until(
        () -> browser.text("#balance-job .said"), "Each of 120,400 rows of l1_power_raw is in one");
    assertThat(browser.texts("#balance-job .balances td"))
        .containsExactly("120,400", "119,190", "1,207", "3", "0", "0", "0", "0");

    click("#verify-start");
    until(() -> String.valueOf(quality.orders.size()), "2");
    assertThat(((VerifyOrder) quality.orders.get(1)).from()).isNotNull();
    until(() -> browser.text("#verify-job .job-steps"), "The SQL ran over the source");
    click("#verify-job .job-head button");
    until(() -> browser.text("#verify-job"), "Cancelled; what was done by then stays done.");

    click("#verify-start");
    until(() -> String.valueOf(quality.orders.size()), "3");
    quality.done("3", GivenQuality.verified(false));
    until(
        () -> browser.text("#verify-job .said"),
        "What has landed is not what the SQL says: 1 row differs, 0 buckets differ.");
    assertThat(browser.text("#verify-job .differences summary"))
        .isEqualTo(
            "120399 of 2026-03-01 11:00 is there with other values: power_usage_kWh should be 1.5, is 2.5");
    assertThat(browser.texts("#verify-job .differences tr[data-unlike] td"))
        .containsExactly("power_usage_kWh", "1.5", "2.5");
    assertThat(browser.texts("#verify-job .hours:first-child tr:nth-child(3) td").get(3))
        .isEqualTo("1");
    assertThat(browser.text("#verify-short")).isEqualTo("No, 12:03:10");

    // What was found is there for whoever comes later.
    show("/quality/?hours=3");
    until(() -> browser.text("#verify-job .said"), "What has landed is not what the SQL says");
    until(() -> browser.text("#balance-short"), "Yes, ");
    assertThat(browser.ask("document.getElementById('verify-hours').value").asText())
        .isEqualTo("3");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldSayWhyItCannotCompareAndWhyAJobIsRefused() throws Exception {
    quality.cannot = Map.of(Job.Kind.VERIFICATION, "This process has not the role capture");
    quality.reconcile();
    show("/quality/");
    until(() -> browser.text("#verify-note"), "This process has not the role capture.");
    assertThat(browser.ask("document.getElementById('verify-start').disabled").asBoolean())
        .isTrue();
    until(() -> browser.text("#balance-job"), "Count what became of each row");
    assertThat(browser.ask("document.getElementById('balance-start').disabled").asBoolean())
        .isTrue();
    quality.end("1", Job.State.FAILED, "ClickHouse at x could not read", null);
    until(() -> browser.text("#balance-job .job-problem"), "ClickHouse at x could not read");
  }

  @Test
  void shouldKeepItsValuesAndSaySoWhileClickHouseIsAway() throws Exception {
    show("/quality/?view=mv_l1_to_l2&rule=power_usage_kWh%20%3E%3D%200");
    until(() -> browser.text("#reject-rows"), "120400");
    quality.away = new FiguresAwayException("ClickHouse does not answer");
    until(() -> browser.text("#notice"), "ClickHouse does not answer; the page shows values of ");
    assertThat(browser.texts("#rejects tr")).hasSize(2);
    assertThat(browser.texts("#reject-rows tr")).hasSize(3);
    quality.away = null;
    until(() -> "[" + browser.text("#notice") + "]", "[]");

    quality.away = new FiguresAwayException("ClickHouse does not answer");
    show("/quality/");
    until(() -> browser.text("#rejects-note"), "ClickHouse does not answer.");
    assertThat(browser.text("#rejected-all")).isEqualTo("–");
    quality.away = null;
    until(() -> browser.text("#rejected-all"), "1,207");
    assertThat(visible("#rejects-note")).isFalse();
  }

  @Test
  void shouldFitEveryScreenInLightAndDark() throws Exception {
    quality.replay(order(false));
    quality.done("1", GivenQuality.replayed(false));
    quality.reconcile();
    quality.done("2", GivenQuality.balanced());
    quality.verify(new VerifyOrder(null, null));
    quality.done("3", GivenQuality.verified(false));
    show(
        "/quality/?view=mv_l1_to_l2&rule=power_usage_kWh%20%3E%3D%200"
            + "&topic=l1_power_raw.dead-letters&reason=the%20bytes%20do%20not%20start%20with%20a%20schema%27s%20id");
    until(() -> browser.text("#reject-rows"), "120400");
    until(() -> browser.text("#letter-samples"), "no key");
    until(() -> browser.text("#verify-job .said"), "is not what the SQL says");
    for (int width : List.of(360, 700, 1280, 1920)) {
      for (boolean dark : List.of(false, true)) {
        browser.look(width, dark);
        assertThat(browser.overflow()).as("%d, dark %s", width, dark).isZero();
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static void click(String selector) throws IOException {
    browser.ask("document.querySelector('" + selector + "').click()");
  }

  private static void focus(String selector) throws IOException {
    browser.ask("document.querySelector('" + selector + "').focus()");
  }

  private static String parameter(String name) throws IOException {
    return browser.ask("new URLSearchParams(location.search).get('" + name + "')").asText();
  }
}
