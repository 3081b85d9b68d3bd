package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.sink.Fill;
import dev.prejoin.sink.clickhouse.DdlOutline.WantedAggregate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks the sinks, wherever they run, to count aggregates anew from all rows, and tells how far they
 * are. Every method throws {@link dev.prejoin.sink.WarehouseException}.
 */
public final class Fillings {
  private final ClickHouse clickHouse;
  private final FillTables fills;

  public Fillings(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.fills = new FillTables(clickHouse);
  }

  /**
   * How far an aggregate is.
   *
   * @param aggregate its name
   * @param table whose rows it counts
   * @param request which time it is counted anew
   * @param paused whether nothing is counted for now
   * @param shards of the table
   * @param begun those of them in which a sink has begun
   * @param whole those of them in which it is done
   * @param rows in the table, whatever their version
   * @param counted how many of them are in parts that are done, about
   */
  public record Filling(
      String aggregate,
      String table,
      long request,
      boolean paused,
      int shards,
      int begun,
      int whole,
      long rows,
      long counted) {
    /** Whether every bucket is counted anew. */
    public boolean done() {
      return shards > 0 && whole == shards;
    }
  }

  /** Those that were ever asked for, each as it was asked for last. */
  public List<Filling> all() {
    if (!isThere("prejoin_fills") || !isThere("prejoin_filled")) {
      return List.of();
    }
    Catalog catalog = new Catalog(clickHouse);
    return fills.fills().stream()
        .filter(fill -> !catalog.isReplaced(fill.aggregate()))
        .map(this::filling)
        .toList();
  }

  private Filling filling(Fill fill) {
    Set<Integer> shards = shards(fill.table());
    Map<String, Long> rows = rowsByPartition(fill.table());
    long all = rows.values().stream().mapToLong(Long::longValue).sum();
    int begun = 0;
    int whole = 0;
    double share = 0;
    Map<Integer, Set<String>> parts = fills.parts(fill);
    for (int shard : shards) {
      Fill.Standing standing = fill.shards().get(shard);
      if (standing != null) {
        begun++;
        whole += standing.whole() ? 1 : 0;
      }
      long counted =
          parts.getOrDefault(shard, Set.of()).stream()
              .mapToLong(part -> rows.getOrDefault(part, 0L))
              .sum();
      share += standing != null && standing.whole() ? all : counted;
    }
    return new Filling(
        fill.aggregate(),
        fill.table(),
        fill.request(),
        fill.paused(),
        shards.size(),
        begun,
        whole,
        all,
        shards.isEmpty() ? 0 : Math.min(all, Math.round(share / shards.size())));
  }

  private Set<Integer> shards(String table) {
    Set<Integer> shards = new HashSet<>();
    clickHouse
        .rows("SELECT DISTINCT _shard FROM prejoin_done WHERE topic = " + text(table))
        .forEach(row -> shards.add((int) row.getLong("_shard")));
    return shards;
  }

  private Map<String, Long> rowsByPartition(String table) {
    Map<String, Long> rows = new HashMap<>();
    clickHouse
        .rows(
            """
            SELECT partition_id AS part, sum(rows) AS n FROM system.parts
            WHERE database = currentDatabase() AND table = %s AND active GROUP BY part
            """
                .formatted(text(table)))
        .forEach(row -> rows.put(row.getString("part"), row.getLong("n")));
    return rows;
  }

  private boolean isThere(String table) {
    return clickHouse
            .rows(
                "SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name = "
                    + text(table))
            .get(0)
            .getLong("n")
        > 0;
  }

  /** The table whose rows an aggregate counts; empty if there is no such aggregate. */
  public Optional<String> table(String aggregate) {
    return new Catalog(clickHouse)
        .table(aggregate + Aggregate.BUCKETS)
        .map(Catalog.Table::comment)
        .filter(comment -> !comment.isEmpty());
  }

  /** The names of all aggregates. */
  public List<String> aggregates() {
    return new Catalog(clickHouse).allAggregates();
  }

  /** Asks for an aggregate, from the beginning. */
  public void request(String aggregate, String table) {
    Optional<Fill> before = fill(aggregate);
    write(aggregate, table, before.map(Fill::request).orElse(0L) + 1, false);
  }

  /**
   * Has it rest, or go on; durably, wherever it is counted.
   *
   * @return whether it was asked for at all
   */
  public boolean pause(String aggregate, boolean paused) {
    Optional<Fill> before = fill(aggregate);
    before.ifPresent(fill -> write(aggregate, fill.table(), fill.request(), paused));
    return before.isPresent();
  }

  private Optional<Fill> fill(String aggregate) {
    return fills.fills().stream().filter(fill -> fill.aggregate().equals(aggregate)).findFirst();
  }

  private void write(String aggregate, String table, long request, boolean paused) {
    clickHouse.execute(
        """
        INSERT INTO prejoin_fills (aggregate, landing, request, paused, _version)
        SELECT %1$s, %2$s, %3$d, %4$d, max(f._version) + 1 FROM prejoin_fills AS f
        WHERE aggregate = %1$s
        """
            .formatted(text(aggregate), text(table), request, paused ? 1 : 0),
        Map.of("async_insert", "0"));
  }

  /**
   * Asks for those that are about to be made, where their tables are there already: before they are
   * made, so that a start which ends in between does not forget it.
   *
   * @return their names
   */
  public List<String> requestNew(List<WantedAggregate> wanted) {
    Catalog catalog = new Catalog(clickHouse);
    List<String> asked = new ArrayList<>();
    for (WantedAggregate aggregate : wanted) {
      boolean isNew =
          catalog.table(aggregate.name() + "_data").isEmpty()
              && !catalog.isReplaced(aggregate.name())
              && catalog.table(aggregate.table()).isPresent();
      if (isNew && isUnasked(aggregate.name())) {
        request(aggregate.name(), aggregate.table());
        asked.add(aggregate.name());
      }
    }
    return asked;
  }

  /**
   * Asks for those that have nothing, although their tables have rows: somebody made them by hand.
   *
   * @return their names
   */
  public List<String> requestEmpty(List<String> tables) {
    Catalog catalog = new Catalog(clickHouse);
    List<String> asked = new ArrayList<>();
    for (String table : tables) {
      for (Aggregate aggregate : catalog.aggregates(table)) {
        if (isUnasked(aggregate.view())
            && Stream.of("_data", "_base", "_floor").allMatch(p -> rows(aggregate.view() + p) == 0)
            && rows(table) > 0) {
          request(aggregate.view(), table);
          asked.add(aggregate.view());
        }
      }
    }
    return asked;
  }

  /** Whether nobody has asked for it, but perhaps for one of its name that was dropped since. */
  private boolean isUnasked(String aggregate) {
    return fill(aggregate).isEmpty()
        || clickHouse
                .rows(
                    """
                    SELECT count() AS n
                    FROM
                    (
                        SELECT max(f.at) AS counted FROM prejoin_filled AS f
                        WHERE aggregate = %s HAVING count() > 0
                    )
                    WHERE counted <
                    (
                        SELECT if(count() = 0, now(), max(metadata_modification_time))
                        FROM system.tables WHERE database = currentDatabase() AND name = %s
                    )
                    """
                        .formatted(text(aggregate), text(aggregate + "_data")))
                .get(0)
                .getLong("n")
            > 0;
  }

  private long rows(String table) {
    return rowsByPartition(table).values().stream().mapToLong(Long::longValue).sum();
  }
}
