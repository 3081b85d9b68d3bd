package dev.prejoin.definition;

import dev.prejoin.sql.Select;
import java.util.List;

/**
 * A {@code CREATE MATERIALIZED VIEW … TO … AS SELECT …}.
 *
 * @param name the view's own name
 * @param target the topic, schema and table that its rows go to
 * @param columns the column list behind the target, empty if it has none
 * @param keepRejects whether rows that fail a rule are kept in {@code <target>.rejects}
 * @param restate what a late or changed row of a dimension does to history
 * @param ruleNames the {@code -- rule: name} comments, from top to bottom
 * @param line of the name, from 1
 * @param column of the name, from 1
 * @param targetLine of the target, from 1
 * @param targetColumn of the target, from 1
 */
public record ViewDefinition(
    String name,
    String target,
    Select select,
    List<DeclaredColumn> columns,
    boolean keepRejects,
    Restate restate,
    List<RuleName> ruleNames,
    int line,
    int column,
    int targetLine,
    int targetColumn) {
  public ViewDefinition {
    columns = List.copyOf(columns);
    ruleNames = List.copyOf(ruleNames);
  }

  /**
   * A comment that names the rule that ends before it on its line.
   *
   * @param offset of the comment in the file
   */
  public record RuleName(String name, int offset, int line, int column) {}
}
