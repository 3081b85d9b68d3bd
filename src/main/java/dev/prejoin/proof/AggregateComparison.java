package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.BucketLooks.Seen;
import dev.prejoin.proof.VerifyReport.Difference;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares aggregates with the user's own statements over the landed rows, both sides in one
 * statement of ClickHouse, and again and again where they do not agree.
 */
final class AggregateComparison {
  private static final int MOST_BUCKETS = 20_000;
  private static final long LOOK_EVERY_MS = 1_000;
  private static final String OPEN = "`_open_buckets`";
  private static final String LOOK = "`_buckets`";

  /** The key of an aggregate without GROUP BY. */
  private static final String ALL_ROWS = "`_rows`";

  private final ClickHouseHttp clickHouse;
  private final RunDatabase run;
  private final String database;
  private final TimeRange range;
  private final Progress progress;

  AggregateComparison(
      ClickHouseHttp clickHouse,
      RunDatabase run,
      String database,
      TimeRange range,
      Progress progress) {
    this.clickHouse = clickHouse;
    this.run = run;
    this.database = database;
    this.range = range;
    this.progress = progress;
  }

  /**
   * Compares all.
   *
   * @param passedOver gets what cannot be compared
   */
  List<VerifyReport.Aggregate> compare(
      List<PipelineText.View> views, Map<String, LandedTable> landed, List<String> passedOver) {
    landed.values().stream().filter(LandedTable::landed).forEach(this::showNewest);
    Set<String> shown = new HashSet<>();
    views.forEach(view -> showExpected(view, views, shown));
    List<VerifyReport.Aggregate> compared = new ArrayList<>();
    Uncounted uncounted = Uncounted.of(clickHouse, database, landed);
    for (PipelineText.View view : views) {
      if (uncounted.has(view.target())) {
        passedOver.add(
            view.target() + ": it is being counted from all rows; ./prejoin status says how far");
        continue;
      }
      String name = uncounted.name(view.target());
      LandedTable states = landed.getOrDefault(name + "_data", landed.get(view.target()));
      if (states == null) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "database %s has no aggregate %s: ./prejoin plan --ddl writes its tables"
                .formatted(database, view.target()));
      }
      LandedStates columns = LandedStates.of(states);
      columns
          .inexact()
          .forEach((column, why) -> passedOver.add(view.target() + "." + column + ": " + why));
      if (range.bounded() && columns.time().isEmpty()) {
        passedOver.add(view.target() + ": its buckets have no time to bound them by");
      } else {
        Optional<String> stale = Optional.of(name + "_stale").filter(landed::containsKey);
        compared.add(compare(view, columns, stale));
        progress.step("Compared the buckets of " + view.target());
      }
    }
    return compared;
  }

  /** As a user would read them: the newest version of each. */
  private void showNewest(LandedTable table) {
    String name = Sql.identifier(table.name());
    clickHouse.execute(
        run.landed(),
        "CREATE VIEW %s AS SELECT * FROM %s.%s%s"
            .formatted(name, Sql.identifier(database), name, table.replacing() ? " FINAL" : ""));
  }

  /** Under its own name, as other aggregates may read it; those that it reads itself first. */
  private void showExpected(
      PipelineText.View view, List<PipelineText.View> views, Set<String> shown) {
    if (shown.add(view.target())) {
      views.stream()
          .filter(other -> view.names(other.target()))
          .forEach(other -> showExpected(other, views, shown));
      clickHouse.execute(
          run.landed(), "CREATE VIEW " + Sql.identifier(view.target()) + " AS " + view.select());
    }
  }

  private VerifyReport.Aggregate compare(
      PipelineText.View view, LandedStates states, Optional<String> staleView) {
    progress.update("Comparing the buckets of " + view.target());
    look(view, states, false);
    JsonNode counts =
        clickHouse
            .rows(
                run.name(),
                "SELECT sum(_expected), sum(_actual), countIf(NOT _agree), countIf(NOT _agree AND %s) FROM %s"
                    .formatted(stale(states, staleView), LOOK))
            .get(0);
    clickHouse.execute(run.name(), "DROP TABLE IF EXISTS " + OPEN + " SYNC");
    clickHouse.execute(
        run.name(),
        "CREATE TABLE %s ENGINE = MergeTree ORDER BY tuple() AS SELECT %s FROM %s WHERE NOT _agree ORDER BY %s LIMIT %d"
            .formatted(OPEN, keys(states), LOOK, bucket(states), MOST_BUCKETS));
    Map<String, Seen> found = found(states, staleView);
    BucketLooks looks = BucketLooks.first(found, now());
    while (!looks.done(now())) {
      pause();
      progress.update(
          "Looking again at %,d buckets of %s".formatted(looks.open().size(), view.target()));
      look(view, states, true);
      looks = looks.after(found(states, staleView), now());
    }
    // More than are looked at again: as they were at the first look.
    long unlisted = counts.path(2).asLong() - found.size();
    long unlistedStale = Math.min(unlisted, counts.path(3).asLong());
    return new VerifyReport.Aggregate(
        view.target(),
        counts.path(0).asLong(),
        counts.path(1).asLong(),
        looks.different().size() + unlisted - unlistedStale,
        looks.open().size() + unlistedStale,
        differences(states, looks));
  }

  private static String keys(LandedStates states) {
    return states.keys().isEmpty() ? ALL_ROWS : Sql.identifiers(states.keys().keySet());
  }

  private static String relation(String database, String name) {
    return Sql.identifier(database) + "." + Sql.identifier(name);
  }

  private static String bucket(LandedStates states) {
    return "toString(tuple(" + keys(states) + "))";
  }

  /** Both sides, bucket by bucket; only the open ones after the first look. */
  private void look(PipelineText.View view, LandedStates states, boolean open) {
    clickHouse.execute(run.name(), "DROP TABLE IF EXISTS " + LOOK + " SYNC");
    String sides =
        states.values().keySet().stream()
            .map(
                value ->
                    ", anyIf(%1$s, _e = 1) AS %2$s, anyIf(%1$s, _a = 1) AS %3$s"
                        .formatted(
                            merged(value), Differences.expected(value), Differences.actual(value)))
            .collect(Collectors.joining());
    String alike =
        states.values().keySet().stream()
            .map(
                value ->
                    " AND " + BucketComparison.same(value, states.approximate().contains(value)))
            .collect(Collectors.joining());
    clickHouse.execute(
        run.name(),
        """
        CREATE TABLE %1$s ENGINE = MergeTree ORDER BY tuple() AS
        SELECT %2$s, sum(_e) AS _expected, sum(_a) AS _actual%3$s,
               _expected = 1 AND _actual = 1%4$s AS _agree
        FROM (%5$s UNION ALL %6$s)
        GROUP BY %2$s
        SETTINGS transform_null_in = 1"""
            .formatted(
                LOOK,
                keys(states),
                sides,
                alike,
                side(states, relation(run.landed(), view.target()), "1", "0", open),
                side(states, relation(database, view.target()), "0", "1", open)));
  }

  private static String merged(String column) {
    return Sql.identifier("_value_" + column);
  }

  private String side(
      LandedStates states, String relation, String isExpected, String isActual, boolean open) {
    String values =
        states.values().entrySet().stream()
            .map(value -> ", " + value.getValue() + " AS " + merged(value.getKey()))
            .collect(Collectors.joining());
    List<String> conditions = new ArrayList<>();
    states.time().filter(time -> range.bounded()).map(range::condition).ifPresent(conditions::add);
    if (open && !states.keys().isEmpty()) {
      // A comparison reaches the order of the tables; a set alone does not always.
      states
          .time()
          .map(Sql::identifier)
          .ifPresent(
              time -> {
                conditions.add("%1$s >= (SELECT min(%1$s) FROM %2$s)".formatted(time, open()));
                conditions.add("%1$s <= (SELECT max(%1$s) FROM %2$s)".formatted(time, open()));
              });
      conditions.add("(%1$s) IN (SELECT %1$s FROM %2$s)".formatted(keys(states), open()));
    }
    boolean all = states.keys().isEmpty();
    return "SELECT %s%s, %s AS _e, %s AS _a FROM %s%s%s"
        .formatted(
            all ? "'all' AS " + ALL_ROWS : keys(states),
            values,
            isExpected,
            isActual,
            relation,
            conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions),
            all ? "" : " GROUP BY " + keys(states));
  }

  private String open() {
    return Sql.identifier(run.name()) + "." + OPEN;
  }

  private String stale(LandedStates states, Optional<String> staleView) {
    if (staleView.isEmpty()) {
      return "0";
    }
    String stale = relation(database, staleView.get());
    return states.keys().isEmpty()
        ? "(SELECT count() > 0 FROM " + stale + ")"
        : "(%1$s) IN (SELECT %1$s FROM %2$s)".formatted(keys(states), stale);
  }

  private Map<String, Seen> found(LandedStates states, Optional<String> staleView) {
    List<String> values = new ArrayList<>(List.of("_expected", "_actual"));
    states.values().keySet().forEach(value -> values.add(Differences.expected(value)));
    states.values().keySet().forEach(value -> values.add(Differences.actual(value)));
    Map<String, Seen> found = new LinkedHashMap<>();
    for (JsonNode row :
        clickHouse.rows(
            run.name(),
            "SELECT %1$s AS _bucket, toString(tuple(%2$s)), %3$s FROM %4$s WHERE NOT _agree ORDER BY _bucket LIMIT %5$d SETTINGS transform_null_in = 1"
                .formatted(
                    bucket(states),
                    String.join(", ", values),
                    stale(states, staleView),
                    LOOK,
                    MOST_BUCKETS))) {
      found.put(row.path(0).asText(), new Seen(row.path(1).asText(), row.path(2).asInt() == 1));
    }
    return found;
  }

  /** As the last look found them. */
  private List<Difference> differences(LandedStates states, BucketLooks looks) {
    List<String> texts = new ArrayList<>();
    states.keys().keySet().forEach(key -> texts.add(Sql.identifier(key)));
    states.values().keySet().forEach(value -> texts.add(Differences.expected(value)));
    states.values().keySet().forEach(value -> texts.add(Differences.actual(value)));
    String query =
        "SELECT _expected, _actual, %s FROM %s WHERE %s = "
            .formatted(
                texts.stream()
                    .map(text -> "toString(" + text + ")")
                    .collect(Collectors.joining(", ")),
                LOOK,
                bucket(states));
    return looks.different().stream()
        .sorted(Comparator.naturalOrder())
        .limit(RowRounds.MOST_SHOWN)
        .flatMap(bucket -> clickHouse.rows(run.name(), query + Sql.literal(bucket)).stream())
        .map(row -> difference(states, row))
        .toList();
  }

  private static Difference difference(LandedStates states, JsonNode row) {
    int at = 2;
    List<String> key = new ArrayList<>();
    for (String column : states.keys().keySet()) {
      key.add(column + "=" + Sql.shown(row.path(at++)));
    }
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> landed = new LinkedHashMap<>();
    for (String column : states.values().keySet()) {
      expected.put(column, Sql.shown(row.path(at)));
      landed.put(column, Sql.shown(row.path(at + states.values().size())));
      at++;
    }
    return new Difference(
        key.isEmpty() ? "all rows" : String.join(", ", key),
        Optional.empty(),
        row.path(0).asInt() > 0 ? expected : Map.of(),
        row.path(1).asInt() > 0 ? landed : Map.of());
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "the comparison was interrupted");
    }
  }
}
