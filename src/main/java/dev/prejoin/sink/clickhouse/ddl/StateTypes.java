package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.Map;

/** What types the columns of an aggregate have: ClickHouse's to say, as it has the functions. */
@FunctionalInterface
public interface StateTypes {
  /**
   * The type of each item by its name.
   *
   * @param table the columns that the items are computed from
   */
  Map<String, String> of(AggregateStatement statement, Relation table);

  /** The question to ClickHouse, which needs no table for it. */
  static String question(AggregateStatement statement, Relation table) {
    List<String> items =
        statement.items().stream()
            .map(item -> item.sql() + " AS " + Identifiers.name(item.name()))
            .toList();
    List<String> structure =
        table.columns().stream()
            .map(column -> Identifiers.name(column.name()) + " " + column.type().clickHouse())
            .toList();
    return "DESCRIBE (SELECT %s FROM null(%s) AS %s%s)"
        .formatted(
            String.join(", ", items),
            Identifiers.literal(String.join(", ", structure)),
            Identifiers.name(statement.alias()),
            statement.groupBy().isEmpty()
                ? ""
                : " GROUP BY " + String.join(", ", statement.groupBy()));
  }
}
