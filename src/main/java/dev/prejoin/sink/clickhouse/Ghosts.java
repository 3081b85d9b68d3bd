package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Landed rows of a range of a source that did not come again since some offsets of its topic: they
 * may be gone. Values are as PostgreSQL writes them, times in UTC. Every method that asks throws
 * {@link dev.prejoin.sink.WarehouseException}.
 */
public final class Ghosts {
  private final ClickHouse clickHouse;
  private final List<Column> key;
  private final List<Relation> tables;
  private final Map<Integer, Long> begun;

  /**
   * Those of one source.
   *
   * @param tables where its rows have landed, at least one
   * @param begun by partition of its topic: what came again stands there or behind
   */
  public Ghosts(
      ClickHouse clickHouse, Relation source, List<Relation> tables, Map<Integer, Long> begun) {
    this.clickHouse = clickHouse;
    this.key = source.key();
    this.tables = List.copyOf(tables);
    this.begun = Map.copyOf(begun);
  }

  /**
   * The keys of those whose column is in {@code [from, to)}; either may be empty.
   *
   * @param behind only keys behind this one, in ClickHouse's order; empty for all
   */
  public List<List<String>> ofTime(
      String column, List<String> from, List<String> to, List<String> behind, int most) {
    List<String> conditions = behind(behind);
    from.forEach(time -> conditions.add(name(column) + " >= " + time(time)));
    to.forEach(time -> conditions.add(name(column) + " < " + time(time)));
    return keys(conditions, most);
  }

  /**
   * The keys of those whose key is in {@code [from, to]}; either may be empty.
   *
   * @param behind as above
   */
  public List<List<String>> ofKeys(
      List<String> from, List<String> to, List<String> behind, int most) {
    List<String> conditions = behind(behind);
    if (!from.isEmpty()) {
      conditions.add("_key >= " + literal(from));
    }
    if (!to.isEmpty()) {
      conditions.add("_key <= " + literal(to));
    }
    return keys(conditions, most);
  }

  private List<String> behind(List<String> key) {
    return new ArrayList<>(key.isEmpty() ? List.of() : List.of("_key > " + literal(key)));
  }

  private static String time(String time) {
    return "parseDateTime64BestEffort(%s, 6, 'UTC')".formatted(text(time));
  }

  private String literal(List<String> values) {
    List<String> parts =
        IntStream.range(0, key.size())
            .mapToObj(i -> literal(key.get(i).type(), values.get(i)))
            .toList();
    return parts.size() == 1 ? parts.get(0) : "tuple(" + String.join(", ", parts) + ")";
  }

  private static String literal(ColumnType type, String value) {
    return switch (type.kind()) {
      case TIMESTAMP -> time(value);
      // As PostgreSQL writes them, two digits each.
      case BYTES ->
          value.startsWith("\\x") ? "unhex(%s)".formatted(text(value.substring(2))) : text(value);
      default -> "CAST(%s AS %s)".formatted(text(value), type.clickHouse());
    };
  }

  private List<List<String>> keys(List<String> conditions, int most) {
    List<String> all = new ArrayList<>(conditions);
    all.add("(" + RowsBefore.condition(begun) + ")");
    String rows =
        tables.stream()
            .map(
                table ->
                    "SELECT _key FROM %s FINAL WHERE %s"
                        .formatted(name(table.name()), String.join(" AND ", all)))
            .collect(Collectors.joining("\nUNION ALL\n"));
    String items =
        IntStream.range(0, key.size())
            .mapToObj(i -> shown(i) + " AS k" + i)
            .collect(Collectors.joining(", "));
    return clickHouse
        .rows(
            "SELECT %s FROM (\nSELECT _key FROM (\n%s\n) GROUP BY _key ORDER BY _key LIMIT %d)"
                .formatted(items, rows, most))
        .stream()
        .map(row -> IntStream.range(0, key.size()).mapToObj(i -> row.getString("k" + i)).toList())
        .toList();
  }

  /** A part of the key as PostgreSQL takes it. */
  private String shown(int i) {
    String part = key.size() == 1 ? "_key" : "tupleElement(_key, %d)".formatted(i + 1);
    return switch (key.get(i).type().kind()) {
      case TIMESTAMP -> "concat(toString(%s, 'UTC'), '+00')".formatted(part);
      case BYTES -> "concat('\\\\x', hex(%s))".formatted(part);
      default -> "toString(%s)".formatted(part);
    };
  }
}
