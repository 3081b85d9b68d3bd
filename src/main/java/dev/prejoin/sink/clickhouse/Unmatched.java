package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;

import com.clickhouse.client.api.query.GenericRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Landed rows that have found no row of a dimension. Every method throws a {@link
 * dev.prejoin.sink.WarehouseException}.
 */
public final class Unmatched {
  private final ClickHouse clickHouse;
  private final Map<String, String> settings;

  /**
   * @param settings of the server, for each question
   */
  public Unmatched(ClickHouse clickHouse, Map<String, String> settings) {
    this.clickHouse = clickHouse;
    this.settings = new HashMap<>(settings);
    // A key that is NULL is one of them.
    this.settings.put("transform_null_in", "1");
  }

  /**
   * Those of one lookup.
   *
   * @param keys how many keys they look up; -1 if nobody knows by which
   */
  public record Found(long rows, long keys, List<Key> most) {
    public Found {
      most = List.copyOf(most);
    }
  }

  /** A key that is looked up, with how many rows do; a value is null where it is NULL. */
  public record Key(List<@Nullable String> values, long rows) {}

  /**
   * Those of a table.
   *
   * @param lookup which of its view's lookups
   * @param columns of the table that are looked up with; may be empty
   * @param most how many keys at most
   */
  public Found of(String table, int lookup, List<String> columns, int most) {
    String without = "NOT bitTest(_matched, %d)".formatted(lookup);
    if (columns.isEmpty()) {
      long rows =
          clickHouse
              .rows(
                  "SELECT count() AS n FROM %s FINAL WHERE %s".formatted(name(table), without),
                  Map.of(),
                  settings)
              .get(0)
              .getLong("n");
      return new Found(rows, -1, List.of());
    }
    return found(
        columns.size(), clickHouse.rows(sql(table, without, columns, most), Map.of(), settings));
  }

  /** Earlier versions have found none, too: they say whose present ones are to be looked at. */
  private static String sql(String table, String without, List<String> columns, int most) {
    String key = columns.stream().map(Literals::name).collect(Collectors.joining(", "));
    String texts =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "toString(%s) AS _k%d".formatted(name(columns.get(i)), i))
            .collect(Collectors.joining(", "));
    return """
        SELECT %1$s, _n, sum(_n) OVER () AS _rows, count() OVER () AS _keys
        FROM
        (
            SELECT %2$s, count() AS _n FROM %3$s FINAL
            WHERE (%2$s) IN (SELECT DISTINCT %2$s FROM %3$s WHERE %4$s) AND %4$s
            GROUP BY %2$s
        )
        ORDER BY _n DESC, %2$s LIMIT %5$d
        """
        .formatted(texts, key, name(table), without, most);
  }

  private static Found found(int columns, List<GenericRecord> rows) {
    if (rows.isEmpty()) {
      return new Found(0, 0, List.of());
    }
    List<Key> keys = new ArrayList<>();
    for (GenericRecord row : rows) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        values.add(row.getString("_k" + i));
      }
      keys.add(new Key(values, row.getLong("_n")));
    }
    return new Found(rows.get(0).getLong("_rows"), rows.get(0).getLong("_keys"), keys);
  }
}
