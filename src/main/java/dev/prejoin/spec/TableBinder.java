package dev.prejoin.spec;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.spec.Part.Table;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a table's header and cells by the fields that it may have. */
final class TableBinder {
  private final Problems problems;

  TableBinder(Problems problems) {
    this.problems = problems;
  }

  /** The field of each column; none if one is unknown, as then no cell can be read. */
  List<Field> columns(Table table, List<Field> fields) {
    List<Field> columns = new ArrayList<>();
    Set<Field> seen = new HashSet<>();
    for (Cell cell : table.header()) {
      Optional<Field> field =
          named(fields, cell.plain()).or(() -> named(fields, Field.KEY + cell.plain()));
      if (field.isEmpty()) {
        List<String> names = fields.stream().map(Field::name).toList();
        problem(cell, "'%s' is no column here%s".formatted(cell.plain(), nearest(cell, names)));
      } else if (!seen.add(field.get())) {
        problem(cell, "the column " + field.get().name() + " is there twice");
      } else {
        columns.add(field.get());
      }
    }
    return columns.size() == table.header().size() ? columns : List.of();
  }

  /** What a function makes of a cell, or empty if a problem was added. */
  <T> Optional<T> read(Cell cell, Field field, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(cell.plain()));
    } catch (BadRowException e) {
      problem(cell, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String nearest(Cell cell, List<String> names) {
    return Nearest.to(cell.plain(), names);
  }

  private static Optional<Field> named(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  private void problem(Cell at, String message) {
    problems.add(at.line(), at.column(), message);
  }
}
