package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.Browser;
import dev.prejoin.console.QueryRefusedException;
import dev.prejoin.console.SavedQuery;
import dev.prejoin.devstack.FreshDevStack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

/** The dashboard of a real run: its queries and its page beside plain SQL over the rows. */
final class PowerDashboard {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLACED =
      "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180"
          + " AND NOT (latitude = 0 AND longitude = 0)";

  /** What each query says, told of the rows themselves; {@code %s} is the condition. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "hourly_usage",
          """
          SELECT toStartOfHour(timestamp) AS ts_hour, sum(power_usage_kWh) AS total_usage,
            count() AS readings
          FROM l3_power_joined FINAL WHERE %s GROUP BY ts_hour ORDER BY ts_hour
          """,
          "usage_by_hour_of_day",
          """
          SELECT toHour(timestamp) AS hour_of_day, sum(power_usage_kWh) AS total_usage,
            avg(power_usage_kWh) AS avg_usage
          FROM l3_power_joined FINAL WHERE %s GROUP BY hour_of_day ORDER BY hour_of_day
          """,
          "usage_by_day_of_week",
          """
          SELECT toDayOfWeek(timestamp) AS day_of_week, sum(power_usage_kWh) AS total_usage,
            avg(power_usage_kWh) AS avg_usage
          FROM l3_power_joined FINAL WHERE %s GROUP BY day_of_week ORDER BY day_of_week
          """,
          "building_types",
          """
          SELECT building_type, count() AS total_records, sum(power_usage_kWh) AS total_usage,
            avg(power_usage_kWh) AS avg_usage
          FROM l3_power_joined FINAL WHERE %s
          GROUP BY building_type ORDER BY avg_usage DESC, building_type
          """,
          "top_devices",
          """
          SELECT device_id, any(customer_id) AS customer_id, any(building_type) AS building_type,
            sum(power_usage_kWh) AS total_usage
          FROM (SELECT * FROM l3_power_joined FINAL WHERE %s
            AND toStartOfHour(timestamp) > now() - 86400)
          GROUP BY device_id ORDER BY total_usage DESC, device_id LIMIT 10
          """,
          "usage_map",
          """
          SELECT latitude, longitude, building_type, uniqExact(device_id) AS devices,
            sum(power_usage_kWh) AS total_usage, count() OVER () AS all_places
          FROM l3_power_joined FINAL WHERE %s AND placed
          GROUP BY latitude, longitude, building_type
          ORDER BY total_usage DESC, latitude, longitude, building_type
          """
              .replace("placed", PLACED),
          "usage_without_place",
          """
          SELECT device_id, building_type, count() AS readings, sum(power_usage_kWh) AS total_usage,
            count() OVER () AS all_devices, sum(total_usage) OVER () AS all_usage
          FROM l3_power_joined FINAL WHERE %s AND NOT (placed)
          GROUP BY device_id, building_type ORDER BY total_usage DESC, device_id, building_type
          """
              .replace("placed", PLACED),
          "final_metrics",
          """
          SELECT toStartOfHour(timestamp) AS ts_hour, device_id, customer_id, building_type, latitude,
            longitude, count() AS final_count, sum(power_usage_kWh) AS final_sum,
            min(power_usage_kWh) AS final_min, max(power_usage_kWh) AS final_max,
            avg(power_usage_kWh) AS final_avg, count() OVER () AS all_rows
          FROM l3_power_joined FINAL WHERE %s AND timestamp >= today() - 7
          GROUP BY ALL ORDER BY ts_hour DESC, device_id LIMIT 50
          """);

  private final FreshDevStack servers;
  private final RunFigures figures;
  private final List<Filter> filters;

  /**
   * @param parameters of the queries
   * @param plain the same as a condition on rows
   * @param address the same in the page's address; null if people do not filter so finely
   */
  private record Filter(Map<String, String> parameters, String plain, @Nullable String address) {}

  /**
   * @param building a building type that has devices, device 1 among them
   * @param customer one that has readings
   */
  PowerDashboard(FreshDevStack servers, RunFigures figures, String building, String customer) {
    this.servers = servers;
    this.figures = figures;
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(20, ChronoUnit.HOURS);
    LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    filters =
        List.of(
            new Filter(Map.of(), "1", "range=all"),
            new Filter(
                Map.of("from", hour.toString()),
                "timestamp >= toDateTime(%d)".formatted(hour.getEpochSecond()),
                null),
            new Filter(
                Map.of("to", hour.toString()),
                "timestamp < toDateTime(%d)".formatted(hour.getEpochSecond()),
                null),
            new Filter(
                Map.of("from", day.toString()),
                "toDate(timestamp) >= '%s'".formatted(day),
                "from=" + day),
            new Filter(
                Map.of("to", day.toString()),
                "toDate(timestamp) < '%s'".formatted(day),
                "to=" + day.minusDays(1)),
            new Filter(
                Map.of("building", building),
                "building_type = '%s'".formatted(building),
                "range=all&building=" + building),
            new Filter(
                Map.of("building", "(none)"), "building_type = ''", "range=all&building=(none)"),
            new Filter(
                Map.of("customer", customer),
                "customer_id = '%s'".formatted(customer.replace("\\", "\\\\")),
                "range=all&customer=" + URLEncoder.encode(customer, StandardCharsets.UTF_8)),
            new Filter(Map.of("device", "7"), "device_id = 7", "range=all&device=7"),
            new Filter(
                Map.of("from", day.toString(), "building", building, "device", "1"),
                "toDate(timestamp) >= '%s' AND building_type = '%s' AND device_id = 1"
                    .formatted(day, building),
                "from=" + day + "&building=" + building + "&device=1"));
  }

  void shouldSayWhatPlainSqlSays() throws Exception {
    for (String query : PLAIN.keySet()) {
      JsonNode unfiltered = answer(query, Map.of());
      assertThat(unfiltered).as(query).isNotEmpty();
      int changing = 0;
      for (Filter filter : filters) {
        Map<String, String> told = known(query, filter);
        if (told.size() == filter.parameters().size()) {
          await()
              .atMost(SOON)
              .untilAsserted(
                  () ->
                      assertThat(answer(query, told))
                          .as("%s of %s", query, told)
                          .isEqualTo(plain(PLAIN.get(query).formatted(filter.plain()))));
          changing += answer(query, told).equals(unfiltered) ? 0 : 1;
        }
      }
      assertThat(changing).as("filters that change %s", query).isGreaterThanOrEqualTo(4);
    }
    shouldTurnPages();
    shouldFindWhatThereIs();
    shouldRefuseWhatIsNone();
  }

  private static Map<String, String> known(String query, Filter filter) {
    Map<String, String> told = new HashMap<>(filter.parameters());
    if (query.equals("top_devices")) {
      told.keySet().removeAll(List.of("from", "to"));
    }
    return told;
  }

  private void shouldTurnPages() throws Exception {
    List<JsonNode> all = new ArrayList<>();
    answer("final_metrics", Map.of("limit", "30")).forEach(all::add);
    List<JsonNode> pages = new ArrayList<>();
    for (String offset : List.of("0", "10", "20")) {
      answer("final_metrics", Map.of("limit", "10", "offset", offset)).forEach(pages::add);
    }
    assertThat(pages).hasSize(30).isEqualTo(all);
  }

  private void shouldFindWhatThereIs() throws Exception {
    assertThat(answer("building_choices", Map.of()))
        .isEqualTo(
            plain(
                "SELECT DISTINCT building_type FROM device_metadata FINAL ORDER BY building_type"));
    assertThat(answer("customer_choices", Map.of("search", "c-000")))
        .isNotEmpty()
        .isEqualTo(
            plain(
                "SELECT customer_id, count() AS devices FROM device_metadata FINAL"
                    + " WHERE customer_id LIKE 'C-000%' GROUP BY customer_id ORDER BY customer_id"));
    assertThat(answer("device_choices", Map.of("search", "4")).findValuesAsText("device_id"))
        .containsExactly("4", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49");
  }

  private void shouldRefuseWhatIsNone() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("device", "abc"),
            Map.of("device", "-1"),
            Map.of("device", "4294967296"),
            Map.of("from", "yesterday"),
            Map.of("to", "'"))) {
      assertThatThrownBy(() -> answer("hourly_usage", wrong))
          .as("%s", wrong)
          .isInstanceOf(QueryRefusedException.class);
    }
  }

  /** What people see when they open the page with each filter. */
  void shouldShowIt(Browser browser, String address) throws Exception {
    for (Filter filter : filters) {
      if (filter.address() != null) {
        browser.open(address + "/power/?" + filter.address());
        JsonNode all =
            plain(
                    "SELECT count() AS readings, round(sum(power_usage_kWh), 1) AS total"
                        + " FROM l3_power_joined FINAL WHERE "
                        + filter.plain())
                .get(0);
        await()
            .atMost(SOON)
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(browser.text("#readings"))
                        .as(filter.address())
                        .isEqualTo("%,d".formatted(all.get("readings").asLong())));
        assertThat(number(browser.text("#total")))
            .as(filter.address())
            .isCloseTo(all.get("total").asDouble(), rounded(all.get("total").asDouble()));
        assertThat(browser.complaints()).isEmpty();
      }
    }
  }

  /** As the page rounds: to hundredths, tenths or wholes. */
  private static Offset<Double> rounded(double total) {
    return Offset.offset(total < 10_000 ? 0.11 : 0.6);
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }

  private JsonNode answer(String name, Map<String, String> told) throws Exception {
    SavedQuery query =
        figures.queries().stream()
            .filter(saved -> saved.name().equals(name))
            .findFirst()
            .orElseThrow();
    Map<String, String> parameters = new HashMap<>();
    query.parameters().forEach(each -> parameters.put(each.name(), each.usual()));
    parameters.putAll(told);
    return JSON.readTree(figures.answer(query, parameters)).path("data");
  }

  private JsonNode plain(String sql) throws Exception {
    return JSON.readTree(
            servers.clickHouse(
                sql
                    + " FORMAT JSON SETTINGS date_time_output_format = 'iso',"
                    + " output_format_json_quote_64bit_integers = 0"))
        .path("data");
  }
}
