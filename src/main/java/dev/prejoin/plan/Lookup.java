package dev.prejoin.plan;

import dev.prejoin.schema.Relation;
import java.util.List;

/**
 * One JOIN: the row of a dimension by its whole primary key.
 *
 * @param hidden columns of the key that the dimension's rows do not hold, only its records' keys
 * @param alias what the statement calls the dimension
 * @param inner whether a row without a match goes no further; else the dimension's columns have
 *     their types' defaults
 * @param keyExpressions the SQL text for each of the dimension's key columns, in their order
 */
public record Lookup(
    Relation table, List<String> hidden, String alias, boolean inner, List<String> keyExpressions)
    implements Step {
  public Lookup {
    hidden = List.copyOf(hidden);
    keyExpressions = List.copyOf(keyExpressions);
  }
}
