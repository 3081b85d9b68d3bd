package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Kept;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which rows tables still have all of, and what that means for statements. */
final class KeptRows {
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final long LOOK_EVERY = Duration.ofMinutes(1).toNanos();

  private final ClickHouse clickHouse;
  private final Catalog catalog;

  /** From when on a table has all rows, in seconds; with when that was asked. */
  private final Map<String, Known> known = new HashMap<>();

  private record Known(Optional<Long> since, long at) {}

  KeptRows(ClickHouse clickHouse, Catalog catalog) {
    this.clickHouse = clickHouse;
    this.catalog = catalog;
  }

  /** Empty if nothing is known to be forgotten. */
  Optional<Kept> of(Relation relation) {
    int column = catalog.shape(relation.name()).monthColumn().map(relation::indexOf).orElse(-1);
    if (column < 0) {
      return Optional.empty();
    }
    ColumnType type = relation.columns().get(column).type();
    long units = type.isTime() ? type.unitsPerSecond() : 1;
    return since(relation.name())
        .map(at -> Math.max(0, Math.floorDiv(at, DAY) * DAY + Kept.DAYS_OF_CARE * DAY))
        .map(from -> new Kept(column, units, from));
  }

  private Optional<Long> since(String table) {
    Known before = known.get(table);
    long now = System.nanoTime();
    if (before == null || now - before.at() > LOOK_EVERY) {
      before = new Known(ask(table), now);
      known.put(table, before);
    }
    return before.since();
  }

  /** What was ever forgotten does not come back, whatever becomes of the TTL. */
  private Optional<Long> ask(String table) {
    long recorded =
        clickHouse
            .rows(
                "SELECT toInt64(toUnixTimestamp(max(k.since))) AS n FROM prejoin_kept AS k WHERE landing = "
                    + text(table))
            .get(0)
            .getLong("n");
    Optional<Retention> retention =
        catalog
            .table(table)
            .flatMap(found -> Retention.of(found.engineFull()))
            .filter(one -> !one.column().isEmpty());
    if (retention.isPresent()) {
      long by =
          clickHouse
              .rows(
                  "SELECT toInt64(toUnixTimestamp(now() - %s)) AS n"
                      .formatted(retention.get().interval()))
              .get(0)
              .getLong("n");
      if (Math.floorDiv(by, DAY) > Math.floorDiv(recorded, DAY)) {
        clickHouse.execute(
            "INSERT INTO prejoin_kept (landing, since) VALUES (%s, %d)".formatted(text(table), by),
            Map.of("async_insert", "0"));
      }
      recorded = Math.max(recorded, by);
    }
    return recorded > 0 ? Optional.of(recorded) : Optional.empty();
  }

  /** The rows of a table whose buckets can still be counted, as a condition; empty for all. */
  Optional<String> rows(Relation relation) {
    return of(relation)
        .map(
            kept -> {
              String column = relation.columns().get(kept.column()).name();
              return notBefore(name(column), relation.name(), column, kept.replayedFrom());
            });
  }

  /** The buckets of an aggregate that can still be counted, as a condition; empty for all. */
  Optional<String> buckets(Relation relation, Aggregate aggregate) {
    String states = aggregate.view() + "_data";
    return of(relation)
        .flatMap(
            kept ->
                catalog
                    .shape(states)
                    .monthColumn()
                    .map(key -> notBefore(name(key), states, key, kept.countedFrom())));
  }

  private String notBefore(String expression, String table, String column, long second) {
    return "%s >= CAST(toDateTime(%d, 'UTC') AS %s)"
        .formatted(expression, second, catalog.columns(table).getOrDefault(column, "DateTime"));
  }
}
