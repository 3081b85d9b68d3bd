package dev.prejoin.plan;

import dev.prejoin.expression.ColumnRef;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Span;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names of one SELECT stand for. */
final class Scope {
  private record Table(String alias, Relation relation, boolean optional) {
    boolean isInKey(String column) {
      return relation.key().stream().anyMatch(key -> key.name().equals(column));
    }

    /** What to do about a column that records' keys have, but rows do not. */
    String onlyInKey() {
      return "; it is in the key of %s alone, which travels hidden: add it to schemas/avro/%s.avsc to use it here"
          .formatted(relation.name(), relation.name());
    }
  }

  private final List<Table> tables = new ArrayList<>();
  private final Map<String, SqlNode> aliases = new HashMap<>();

  /** Columns of USING, which are those of the left side. */
  private final Set<String> merged = new HashSet<>();

  /**
   * @param optional whether it may lack a row
   */
  void addTable(Span where, String alias, Relation relation, boolean optional) throws Refusal {
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

  void addMerged(String column) {
    merged.add(column);
  }

  /** How many lookups there are so far. */
  int lookups() {
    return tables.size() - 1;
  }

  /** What the SELECT calls by this name, if it does. */
  Optional<SqlNode> aliased(Name name) {
    return name.parts().size() == 1
        ? Optional.ofNullable(aliases.get(name.last()))
        : Optional.empty();
  }

  /** The column of a name that is no alias. */
  ColumnRef column(Name name) throws Refusal {
    List<String> parts = name.parts();
    return switch (parts.size()) {
      case 1 -> unqualified(name, parts.get(0));
      case 2 -> qualified(name, parts.get(0), parts.get(1));
      default -> throw new Refusal(name, tooLong(parts));
    };
  }

  /** A name of many parts, which people write for what is inside a JSON column. */
  private String tooLong(List<String> parts) {
    String name = String.join(".", parts);
    for (Table table : tables) {
      int first = parts.get(0).equals(table.alias) ? 1 : 0;
      if (table.relation.indexOf(parts.get(first)) >= 0) {
        String column = String.join(".", parts.subList(0, first + 1));
        String path = String.join("', '", parts.subList(first + 1, parts.size()));
        return "%s has too many parts; if %s holds JSON, write JSONExtractString(%s, '%s')"
            .formatted(name, column, column, path);
      }
    }
    if (parts.size() == 3 && tables.stream().anyMatch(t -> t.alias.equals(parts.get(1)))) {
      return name
          + " has too many parts; leave the database out: "
          + parts.get(1)
          + "."
          + parts.get(2);
    }
    return name + " has too many parts; write alias.column or column";
  }

  /**
   * Whether ClickHouse calls a selected column by its table, too, where it has no alias: of columns
   * that several tables have, all but those of the first of two.
   */
  boolean keepsItsTable(Name name) {
    return name.parts().size() == 2
        && !merged.contains(name.last())
        && tables.stream().filter(t -> t.relation.indexOf(name.last()) >= 0).count() > 1
        && (tables.size() > 2 || !name.parts().get(0).equals(tables.get(0).alias));
  }

  /** Whether it names a column. */
  boolean hasColumn(Name name) {
    try {
      column(name);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  /** The column of a row by its name, if it has one. */
  Optional<ColumnRef> column(Name name, int row) {
    int position = tables.get(row).relation.indexOf(name.last());
    return position < 0 ? Optional.empty() : Optional.of(reference(name, row, position));
  }

  private ColumnRef unqualified(Name name, String column) throws Refusal {
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
    if (found.isEmpty() && aliases.containsKey(column)) {
      throw new Refusal(
          name,
          "there is no column %s, and the alias %s cannot be made of itself"
              .formatted(column, column));
    }
    if (found.isEmpty()) {
      String hint =
          tables.stream()
              .filter(table -> table.isInKey(column))
              .findFirst()
              .map(Table::onlyInKey)
              .orElseGet(() -> Nearest.to(column, known()));
      throw new Refusal(name, "there is no column " + column + hint);
    }
    if (found.size() > 1 && !merged.contains(column)) {
      throw new Refusal(name, column + " is ambiguous; write " + String.join(" or ", owners));
    }
    return found.get(0);
  }

  private ColumnRef qualified(Name name, String alias, String column) throws Refusal {
    for (int row = 0; row < tables.size(); row++) {
      Table table = tables.get(row);
      if (table.alias.equals(alias)) {
        int position = table.relation.indexOf(column);
        if (position < 0) {
          List<String> columns = table.relation.columns().stream().map(Column::name).toList();
          String hint = table.isInKey(column) ? table.onlyInKey() : Nearest.to(column, columns);
          throw new Refusal(
              name, "%s has no column %s%s".formatted(table.relation.name(), column, hint));
        }
        return reference(name, row, position);
      }
    }
    throw new Refusal(
        name,
        "no table is called %s here%s"
            .formatted(alias, Nearest.to(alias, tables.stream().map(Table::alias).toList())));
  }

  private ColumnRef reference(Name name, int row, int position) {
    Table table = tables.get(row);
    return new ColumnRef(
        String.join(".", name.parts()),
        row,
        position,
        table.relation.columns().get(position),
        table.optional);
  }

  private List<String> known() {
    List<String> names = new ArrayList<>(aliases.keySet());
    tables.forEach(t -> t.relation.columns().forEach(c -> names.add(c.name())));
    return names;
  }
}
