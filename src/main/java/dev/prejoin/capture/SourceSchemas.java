package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the tables of PostgreSQL would be as sources: their columns and keys, read from it. */
public final class SourceSchemas {
  private SourceSchemas() {}

  /**
   * A table as a source.
   *
   * @param relation its columns and primary key
   * @param leftOut the columns that prejoin cannot hold, each with the reason
   */
  public record Found(Relation relation, List<String> leftOut) {
    public Found {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Reads the tables that the settings name; of each relation, only the name counts. A number that
   * PostgreSQL gives each fact is its key and no column, unless it is named.
   *
   * @param named whether a statement names a column
   * @throws ProblemException if the server does not answer or refuses the user, or with every table
   *     that is missing or cannot be a source
   */
  public static List<Found> read(CaptureSettings settings, Predicate<String> named) {
    List<Found> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    try {
      SourceConnection.call(
          settings,
          connection -> {
            for (CapturedTable table : settings.tables()) {
              TableShape shape = TableShape.read(connection, table);
              Optional<String> problem = problem(settings, table, shape);
              if (problem.isPresent()) {
                problems.add(problem.get());
              } else {
                found.add(found(table, shape, DeclaredColumns.read(connection, table), named));
              }
            }
            return true;
          });
    } catch (AwayException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
    return found;
  }

  private static Optional<String> problem(
      CaptureSettings settings, CapturedTable table, TableShape shape) {
    if (shape.columns().isEmpty()) {
      return Optional.of(
          "%s has no table %s (source of %s)"
              .formatted(settings.source(), table.table(), table.topic()));
    }
    return shape.key().isEmpty()
        ? Optional.of(
            ("%s has no primary key, by which its rows are told apart: ALTER TABLE %s ADD PRIMARY"
                    + " KEY")
                .formatted(table.table(), table.table()))
        : Optional.empty();
  }

  private static Found found(
      CapturedTable table, TableShape shape, DeclaredColumns declared, Predicate<String> named) {
    List<Column> columns = new ArrayList<>();
    List<Column> key = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    shape
        .columns()
        .forEach(
            (name, actual) -> {
              String unfit = NaturalType.problem(actual);
              if (unfit != null) {
                leftOut.add(name + ": it " + unfit);
                return;
              }
              Column column = new Column(name, declared.type(name, actual));
              if (table.dimension()
                  || named.test(name)
                  || !(shape.key().equals(List.of(name)) && declared.identity().contains(name))) {
                columns.add(column);
              }
              if (shape.key().contains(name)) {
                key.add(column);
              }
            });
    if (key.size() < shape.key().size()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "%s has the primary key (%s), of which a column cannot be captured: %s"
              .formatted(
                  table.table(), String.join(", ", shape.key()), String.join("; ", leftOut)));
    }
    return new Found(new Relation(table.topic(), columns, key), leftOut);
  }
}
