package dev.prejoin.console.query;

import java.util.Map;

/**
 * A query that somebody wrote.
 *
 * @param id by which it can be cancelled
 * @param sql one statement for ClickHouse
 * @param parameters the value of each {@code {name:Type}} in it
 */
public record Question(String id, String sql, Map<String, String> parameters) {
  public Question {
    parameters = Map.copyOf(parameters);
  }
}
