package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What the names of one SELECT stand for. */
final class Scope {
  private record Table(String alias, Relation relation, boolean optional) {}

  private final List<Table> tables = new ArrayList<>();
  private final Map<String, SqlNode> aliases = new HashMap<>();

  /**
   * @param optional whether it may lack a row
   */
  void addTable(SqlNode where, String alias, Relation relation, boolean optional) throws Refusal {
    for (Table table : tables) {
      if (table.alias.equals(alias)) {
        throw new Refusal(where, alias + " stands for two tables; give one of them another alias");
      }
    }
    tables.add(new Table(alias, relation, optional));
  }

  void addAlias(String alias, SqlNode expression) {
    aliases.putIfAbsent(alias, expression);
  }

  /** How many lookups there are so far. */
  int lookups() {
    return tables.size() - 1;
  }

  /**
   * @param own the alias of the SELECT item that the name stands in, where the name means a column
   */
  ColumnRef resolve(SqlIdentifier name, @Nullable String own) throws Refusal {
    if (name.isStar()) {
      throw new Refusal(
          name,
          "* is not supported: name each column, so that a new one of the"
              + " source changes nothing");
    }
    return switch (name.names.size()) {
      case 1 -> unqualified(name, name.names.get(0), own);
      case 2 -> qualified(name, name.names.get(0), name.names.get(1));
      default ->
          throw new Refusal(name, name + " has too many parts; write alias.column or column");
    };
  }

  private ColumnRef unqualified(SqlIdentifier name, String column, @Nullable String own)
      throws Refusal {
    SqlNode aliased = aliases.get(column);
    if (aliased != null && !column.equals(own)) {
      if (!(aliased instanceof SqlIdentifier aliasedColumn)) {
        throw new Refusal(
            name,
            column
                + " means the SELECT's alias here, as in ClickHouse, and that is not supported yet;"
                + " repeat the expression, and give it an alias that no column has");
      }
      return resolve(aliasedColumn, column);
    }
    List<ColumnRef> found = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (int row = 0; row < tables.size(); row++) {
      int position = tables.get(row).relation.indexOf(column);
      if (position >= 0) {
        found.add(reference(name, row, position));
        owners.add(tables.get(row).alias + "." + column);
      }
    }
    if (found.isEmpty() && Refused.isChanging(column)) {
      throw new Refusal(name, Refused.function(column));
    }
    if (found.isEmpty()) {
      throw new Refusal(name, "there is no column " + column + Nearest.to(column, columns()));
    }
    if (found.size() > 1) {
      throw new Refusal(name, column + " is ambiguous; write " + String.join(" or ", owners));
    }
    return found.get(0);
  }

  private ColumnRef qualified(SqlIdentifier name, String alias, String column) throws Refusal {
    for (int row = 0; row < tables.size(); row++) {
      Table table = tables.get(row);
      if (table.alias.equals(alias)) {
        int position = table.relation.indexOf(column);
        if (position < 0) {
          List<String> known = table.relation.columns().stream().map(Column::name).toList();
          throw new Refusal(
              name,
              "%s has no column %s%s"
                  .formatted(table.relation.name(), column, Nearest.to(column, known)));
        }
        return reference(name, row, position);
      }
    }
    throw new Refusal(
        name,
        "no table is called %s here%s"
            .formatted(alias, Nearest.to(alias, tables.stream().map(Table::alias).toList())));
  }

  private ColumnRef reference(SqlIdentifier name, int row, int position) {
    Table table = tables.get(row);
    return new ColumnRef(
        String.join(".", name.names),
        row,
        position,
        table.relation.columns().get(position),
        table.optional);
  }

  private List<String> columns() {
    return tables.stream().flatMap(t -> t.relation.columns().stream()).map(Column::name).toList();
  }
}
