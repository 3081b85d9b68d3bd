package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.sink.clickhouse.ddl.AggregateStatement.Item;
import dev.prejoin.sql.InexactFunctions;
import java.util.ArrayList;
import java.util.List;

/** Names what of an aggregate cannot be kept exact, by the user's own statement. */
public final class InexactColumns {
  private InexactColumns() {}

  /** A line for each column and unfit condition, with file, line and column. */
  public static List<String> of(AggregateStatement statement) {
    List<String> lines = new ArrayList<>();
    for (Item item : statement.items()) {
      String column = statement.target() + "." + item.name();
      InexactFunctions.aggregatesIn(item.sql())
          .forEach((name, why) -> lines.add(item.place() + ": " + why.of(column, name)));
      InexactFunctions.scalarsIn(item.sql())
          .forEach((name, why) -> lines.add(item.place() + ": " + why.of(column, name)));
    }
    InexactFunctions.scalarsIn(statement.where())
        .forEach(
            (name, why) ->
                lines.add(statement.places().where() + ": " + why.of(statement.target(), name)));
    return lines;
  }
}
