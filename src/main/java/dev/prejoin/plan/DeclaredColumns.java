package dev.prejoin.plan;

import dev.prejoin.definition.DeclaredColumn;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Problems;
import java.util.List;

/** Holds a column list, which a statement from ClickHouse may have, to the relation's schema. */
final class DeclaredColumns {
  private DeclaredColumns() {}

  static void check(List<DeclaredColumn> declared, Relation relation, Problems problems) {
    List<String> known = relation.columns().stream().map(Column::name).toList();
    for (DeclaredColumn column : declared) {
      int position = relation.indexOf(column.name());
      if (position < 0) {
        problems.add(
            column.span().start(),
            "%s has no column %s%s; or add it to schemas/avro/%s.avsc"
                .formatted(
                    relation.name(),
                    column.name(),
                    Nearest.to(column.name(), known),
                    relation.name()));
        continue;
      }
      String type = relation.columns().get(position).type().clickHouse();
      if (!plain(type).equals(plain(column.type()))) {
        problems.add(
            column.span().start(),
            "%s is %s here and %s in schemas/avro/%s.avsc; make them one"
                .formatted(column.name(), column.type(), type, relation.name()));
      }
    }
  }

  /** Without what changes no value: blanks, LowCardinality and the zone that a time is shown in. */
  private static String plain(String type) {
    return type.replaceAll("\\s+", "")
        .replaceAll("LowCardinality\\(((?:[^()]|\\([^()]*\\))*)\\)", "$1")
        .replaceAll("(DateTime64\\(\\d)(?:,'[^']*')?\\)", "$1)")
        .replaceAll("DateTime\\('[^']*'\\)", "DateTime");
  }
}
