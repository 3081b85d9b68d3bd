package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import dev.prejoin.sink.clickhouse.ddl.Generation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has queries read an aggregate that was made anew, as its statement was changed, as soon as all
 * rows are counted in it; then drops the one before.
 */
public final class Generations {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  /** By then every sink has looked again and leaves the one before alone. */
  private static final long SECONDS_BEFORE_DROP = 60;

  private static final List<String> VIEWS = List.of("_buckets", "_rebuild", "_stale");
  private static final List<String> TABLES =
      List.of("_data", "_base", "_floor", "_dirty", "_round");

  private final ClickHouse clickHouse;

  public Generations(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Does what can be done now; to do it again, or twice at once, changes nothing.
   *
   * @throws WarehouseException if the server does not answer
   */
  public void settle() {
    Catalog catalog = new Catalog(clickHouse);
    for (Generation last : Generation.last(names(catalog))) {
      if (last.number() > 1) {
        try {
          settle(catalog, last);
        } catch (WarehouseException e) {
          if (e.kind() != WarehouseException.Kind.REFUSED) {
            throw e;
          }
          LOG.warn("{} is not settled: {}", last.name(), e.getMessage());
        }
      }
    }
  }

  /** Of the first, only the view may be left. */
  private static Set<String> names(Catalog catalog) {
    Set<String> names = new TreeSet<>(catalog.allAggregates());
    for (String name : catalog.allAggregates()) {
      String first = Generation.of(name).aggregate();
      if (catalog.shown(first) > 0) {
        names.add(first);
      }
    }
    return names;
  }

  private void settle(Catalog catalog, Generation last) {
    int shown = catalog.shown(last.aggregate());
    if (shown < last.number()) {
      if (isWhole(catalog, last)) {
        show(last);
        LOG.info("{} shows what its changed statement says", last.aggregate());
      }
    } else if (secondsShown(last) > SECONDS_BEFORE_DROP) {
      for (int number = 1; number < last.number(); number++) {
        drop(catalog, new Generation(last.aggregate(), number));
      }
    }
  }

  private boolean isWhole(Catalog catalog, Generation last) {
    return !catalog.writersOf(last.name() + "_data").isEmpty()
        && new Fillings(clickHouse)
            .all().stream()
                .filter(filling -> filling.aggregate().equals(last.name()))
                .allMatch(Filling::done);
  }

  /** In one statement: a query reads the one or the other. */
  private void show(Generation last) {
    String select =
        clickHouse
            .rows(
                "SELECT as_select FROM system.tables WHERE database = currentDatabase() AND name = "
                    + text(last.name()))
            .get(0)
            .getString("as_select");
    clickHouse.execute(
        "CREATE OR REPLACE VIEW %s AS %s".formatted(name(last.aggregate()), select), Map.of());
  }

  private long secondsShown(Generation last) {
    return clickHouse
        .rows(
            "SELECT toInt64(now() - metadata_modification_time) AS n FROM system.tables WHERE database = currentDatabase() AND name = "
                + text(last.aggregate()))
        .get(0)
        .getLong("n");
  }

  /** First what writes into it. */
  private void drop(Catalog catalog, Generation before) {
    for (Catalog.Table view : catalog.writersOf(before.name() + "_data")) {
      drop("VIEW", view.name());
    }
    VIEWS.forEach(view -> drop("VIEW", before.name() + view));
    if (before.number() > 1) {
      drop("VIEW", before.name());
    }
    for (String table : TABLES) {
      if (catalog.table(before.name() + table).isPresent()) {
        drop("TABLE", before.name() + table);
      }
    }
  }

  private void drop(String kind, String what) {
    clickHouse.execute("DROP %s IF EXISTS %s".formatted(kind, name(what)), Map.of());
  }
}
