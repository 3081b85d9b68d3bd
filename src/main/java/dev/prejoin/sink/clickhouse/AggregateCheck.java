package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether all is there that keeps an aggregate exact (PROTOCOL.md, "Layout per aggregate"). An
 * aggregate is known by the files that define it and by whatever is left of it: without its view
 * {@code x_buckets} the sink would not find it, and would leave it as it is.
 */
final class AggregateCheck {
  private static final Set<String> HIDDEN = Set.of("_key", "_shard", "_seg", "_base", "_bucket");

  /** {@code WHERE _correction = 0}, as the server formats it, with or without an alias. */
  private static final Pattern NEW_ROWS_ONLY = Pattern.compile("\\b_correction`? = 0\\b");

  private final Catalog catalog;
  private final Remedies remedies;
  private final DdlOutline outline;

  AggregateCheck(Catalog catalog, Remedies remedies, DdlOutline outline) {
    this.catalog = catalog;
    this.remedies = remedies;
    this.outline = outline;
  }

  /** The names of a table's aggregates. */
  Set<String> of(String table) {
    Set<String> names = new LinkedHashSet<>();
    outline.aggregates().stream()
        .filter(wanted -> wanted.table().equals(table))
        .forEach(wanted -> names.add(wanted.name()));
    names.addAll(catalog.leftOf(table));
    names.removeIf(catalog::isReplaced);
    return names;
  }

  /** What is unfit, a line each; empty if all is well. */
  List<String> problems(String aggregate, String table) {
    return new Layout(aggregate, table).problems();
  }

  /** One aggregate's tables and views. */
  private final class Layout {
    private final String aggregate;
    private final String table;
    private final List<String> keys;
    private final List<String> states;
    private final List<String> problems = new ArrayList<>();

    /** Whether states may be missing or doubled, so that all must be counted anew. */
    private boolean isInDoubt;

    Layout(String aggregate, String table) {
      this.aggregate = aggregate;
      this.table = table;
      this.keys = keys();
      this.states = new ArrayList<>(catalog.columns(aggregate + "_data").keySet());
      states.removeAll(keys);
      states.removeAll(HIDDEN);
    }

    /** As the first part says that is there. */
    private List<String> keys() {
      List<String> found = new ArrayList<>(catalog.columns(aggregate + Aggregate.BUCKETS).keySet());
      for (String part : List.of("_data", "_dirty")) {
        if (found.isEmpty()) {
          catalog.table(aggregate + part).ifPresent(t -> found.addAll(t.sortingKey()));
        }
      }
      found.removeAll(HIDDEN);
      return found;
    }

    private List<String> problems() {
      List<String> parts =
          List.of(
              "", "_data", "_base", "_floor", "_dirty", "_round", "_stale", "_buckets", "_rebuild");
      if (parts.stream().allMatch(part -> catalog.table(aggregate + part).isEmpty())) {
        return remedies.isPending(aggregate + "_data")
            ? List.of()
            : List.of(
                "ClickHouse has no table and no view of the aggregate %s of %s; %s"
                    .formatted(aggregate, table, remedies.make(aggregate + "_data")));
      }
      tables();
      view("_buckets", "by which the sink finds it", with(keys, List.of("_key", "_shard")), true);
      view("_rebuild", "by which its buckets are counted anew", rebuilt(), false);
      view(
          "_stale",
          "which says what is to be counted anew",
          with(keys, List.of("_shard", "_seg")),
          false);
      view("", "which queries read", with(shownKeys(), states), false);
      comment();
      materializedView();
      if (isInDoubt) {
        problems.add(countAnew());
      }
      return problems;
    }

    private List<String> rebuilt() {
      return with(with(keys, List.of("_shard", "_seg")), states);
    }

    /** The keys that the user named. */
    private List<String> shownKeys() {
      return keys.stream().filter(key -> !key.equals(DdlOutline.DAY)).toList();
    }

    private static List<String> with(List<String> columns, List<String> more) {
      return Stream.concat(columns.stream(), more.stream()).toList();
    }

    private void tables() {
      Map<String, String> segment = new LinkedHashMap<>();
      segment.put("_shard", "UInt32");
      segment.put("_seg", "UInt64");
      table("_floor", "ReplacingMergeTree(_seg)", segment, List.of("_shard"), false);
      Map<String, String> base = new LinkedHashMap<>(segment);
      base.put("_bucket", "UInt128");
      table("_base", "ReplacingMergeTree(_seg)", base, List.of("_bucket"), false);
      table("_dirty", "ReplacingMergeTree(_seg)", base, List.of("_shard"), true);
      Map<String, String> round = new LinkedHashMap<>(base);
      round.put("_slice", "UInt32");
      table("_round", "MergeTree", round, List.of(), true);
      Map<String, String> data = new LinkedHashMap<>(segment);
      data.put("_base", "UInt8");
      data.put("_bucket", "SimpleAggregateFunction(max, UInt128)");
      table("_data", "AggregatingMergeTree", data, List.of("_shard", "_seg", "_base"), true);
    }

    /**
     * @param order what its sorting key has beside the keys; nothing if any will do
     * @param keyed whether it has the keys
     */
    private void table(
        String suffix,
        String engine,
        Map<String, String> hidden,
        List<String> order,
        boolean keyed) {
      String part = aggregate + suffix;
      Optional<Catalog.Table> found = catalog.table(part);
      if (found.isEmpty()) {
        missing("table", part, "which keeps it exact", !suffix.equals("_round"));
        return;
      }
      List<String> unfit = new ArrayList<>();
      if (!is(found.get(), engine)) {
        unfit.add("has the engine %s and must have %s".formatted(found.get().engine(), engine));
      }
      Set<String> sorted = new LinkedHashSet<>(keyed ? keys : List.of());
      sorted.addAll(order);
      if (!order.isEmpty() && !Set.copyOf(found.get().sortingKey()).equals(sorted)) {
        unfit.add(
            "is sorted by (%s) and must be by (%s)"
                .formatted(String.join(", ", found.get().sortingKey()), String.join(", ", sorted)));
      }
      Map<String, String> columns = catalog.columns(part);
      Map<String, String> wanted = new LinkedHashMap<>(hidden);
      Map<String, String> ofData = catalog.columns(aggregate + "_data");
      if (keyed) {
        keys.forEach(key -> wanted.put(key, ofData.getOrDefault(key, "")));
      }
      wanted.forEach(
          (column, type) -> {
            String is = columns.get(column);
            if (is == null) {
              unfit.add("has no column %s %s".formatted(column, type).stripTrailing());
            } else if (!type.isEmpty() && !is.equals(type)) {
              unfit.add("has the column %s as %s and must as %s".formatted(column, is, type));
            }
          });
      if (!unfit.isEmpty()) {
        isInDoubt |= !suffix.equals("_round");
        problems.add(
            "ClickHouse's table %s of the aggregate %s %s; %s"
                .formatted(
                    part, aggregate, String.join(", ", unfit), remedies.remake(found.get())));
      }
    }

    private boolean is(Catalog.Table found, String engine) {
      String plain = "(?s)(Replicated|Shared)?" + engine.replaceFirst("\\(.*", "");
      return engine.endsWith("(_seg)")
          ? found.engineFull().matches(plain + "\\(([^()]*, )?_seg\\).*")
          : found.engine().matches(plain);
    }

    private void view(String suffix, String why, List<String> wanted, boolean doubt) {
      String part = aggregate + suffix;
      Optional<Catalog.Table> found = catalog.table(part);
      if (found.isEmpty()) {
        missing("view", part, why, doubt);
        return;
      }
      List<String> lacks = lacks(part, wanted);
      if (!lacks.isEmpty()) {
        isInDoubt |= doubt;
        problems.add(
            "ClickHouse's view %s of the aggregate %s gives no %s; %s"
                .formatted(
                    part, aggregate, String.join(", ", lacks), remedies.remake(found.get())));
      }
    }

    private List<String> lacks(String view, List<String> wanted) {
      List<String> lacks = new ArrayList<>(wanted);
      lacks.removeAll(catalog.columns(view).keySet());
      if (view.equals(aggregate)) {
        // The user's own statement has no such key.
        lacks.remove(DdlOutline.DAY);
      }
      return lacks;
    }

    private void comment() {
      String buckets = aggregate + Aggregate.BUCKETS;
      catalog
          .table(buckets)
          .filter(view -> !view.comment().equals(table))
          .ifPresent(
              view -> {
                isInDoubt = true;
                problems.add(
                    "ClickHouse's view %s has the comment '%s', and must have '%s', by which the sink finds it; %s"
                        .formatted(buckets, view.comment(), table, remedies.remake(view)));
              });
    }

    private void materializedView() {
      String data = aggregate + "_data";
      List<Catalog.Table> filling =
          catalog.viewsOf(table).stream().filter(view -> view.writesTo(data)).toList();
      if (filling.isEmpty()) {
        if (!remedies.isPending(data)) {
          isInDoubt = true;
          // One that went with a table that was renamed does not read the one that took its place.
          problems.add(
              "no materialized view of ClickHouse writes new rows of %s into %s, so that they never reach the aggregate; %s"
                  .formatted(
                      table,
                      data,
                      catalog.writersOf(data).stream()
                          .findFirst()
                          .map(remedies::remake)
                          .orElseGet(() -> remedies.make(data))));
        }
        return;
      }
      for (Catalog.Table view : filling) {
        List<String> unfit = new ArrayList<>();
        List<String> lacks = lacks(view.name(), rebuilt());
        if (!lacks.isEmpty()) {
          unfit.add("gives no " + String.join(", ", lacks));
        }
        if (!NEW_ROWS_ONLY.matcher(view.statement()).find()) {
          unfit.add(
              "has no WHERE _correction = 0, so that rows which replace earlier ones are counted too");
        }
        if (!unfit.isEmpty()) {
          isInDoubt = true;
          problems.add(
              "ClickHouse's materialized view %s, which fills %s, %s; %s"
                  .formatted(
                      view.name(), data, String.join(", and ", unfit), remedies.remake(view)));
        }
      }
    }

    private void missing(String kind, String part, String why, boolean doubt) {
      if (!remedies.isPending(part)) {
        isInDoubt |= doubt;
        problems.add(
            "ClickHouse has no %s %s, %s, of the aggregate %s; %s"
                .formatted(kind, part, why, aggregate, remedies.make(part)));
      }
    }

    /** Says that every bucket is stale; who owns a shard next counts them before anything lands. */
    private String countAnew() {
      String shardKeys = names(keys) + ", _shard";
      return "what %s shows of rows that landed meanwhile is in doubt; when all of it is there again and before prejoin starts, so that it is counted anew, run: INSERT INTO %s (%s, _seg) SELECT DISTINCT %s, seg FROM %s INNER JOIN (SELECT _shard, max(_seg) AS seg FROM prejoin_done WHERE topic = %s GROUP BY _shard) AS done USING (_shard)"
          .formatted(
              aggregate,
              name(aggregate + "_dirty"),
              shardKeys,
              shardKeys,
              name(aggregate + Aggregate.BUCKETS),
              Literals.text(Objects.requireNonNull(table)));
    }
  }
}
