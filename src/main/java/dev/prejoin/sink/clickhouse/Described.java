package dev.prejoin.sink.clickhouse;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ddl.AggregateStatement;
import dev.prejoin.sink.clickhouse.ddl.StateTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a server, of which no table is needed, what types an aggregate's columns have. */
public final class Described implements StateTypes {
  private final ClickHouse clickHouse;

  public Described(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException if the server is away or refuses the statement
   */
  @Override
  public Map<String, String> of(AggregateStatement statement, Relation table) {
    Map<String, String> types = new LinkedHashMap<>();
    try {
      clickHouse
          .rows(StateTypes.question(statement, table))
          .forEach(row -> types.put(row.getString("name"), row.getString("type")));
    } catch (WarehouseException e) {
      throw e.kind() == WarehouseException.Kind.REFUSED
          ? new ProblemException(ExitCode.CONFIGURATION, statement.place() + ": " + e.getMessage())
          : new ProblemException(
              ExitCode.ENVIRONMENT,
              "%s; it is asked for the types of the states of %s: start one, whatever its tables"
                  .formatted(e.getMessage(), statement.target()));
    }
    return types;
  }
}
