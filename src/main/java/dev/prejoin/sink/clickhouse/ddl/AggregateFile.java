package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sql.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The aggregates of a pipeline as a user has them.
 *
 * @param statements in the order of the file
 */
public record AggregateFile(List<Statement> statements) {

  /** A statement of the file: one of the two is there. */
  public sealed interface Statement {
    /** What it makes. */
    String name();

    /** What it reads first. */
    String table();
  }

  /** An aggregate of rows, whose tables and views are to be written. */
  public record Aggregate(AggregateStatement statement) implements Statement {
    @Override
    public String name() {
      return statement.target();
    }

    @Override
    public String table() {
      return statement.table();
    }
  }

  /**
   * A plain view, which stays as it is.
   *
   * @param table what it reads first
   * @param text with the comment above it
   */
  public record PlainView(String name, String table, String text) implements Statement {}

  public AggregateFile {
    statements = List.copyOf(statements);
  }

  /**
   * Reads a file; one that is not there has no statements.
   *
   * @throws ProblemException with every statement that is neither, or that cannot be kept exact
   */
  public static AggregateFile read(Path file) {
    try {
      return Files.exists(file)
          ? parse(file, Files.readString(file))
          : new AggregateFile(List.of());
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, file + ": cannot be read as UTF-8 text (" + e + ")");
    }
  }

  static AggregateFile parse(Path file, String text) {
    Map<String, Statement> statements = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    Places places = new Places(text);
    for (List<SqlWord> words : statements(text)) {
      try {
        AggregateParser parser = new AggregateParser(file, text, places, words);
        Statement statement = parser.statement();
        if (statements.putIfAbsent(statement.name(), statement) != null) {
          throw parser.unfit(0, statement.name() + " is made twice; one statement makes it");
        }
      } catch (UnfitStatementException e) {
        problems.add(e.problem());
      }
    }
    List<Statement> overRows = new ArrayList<>();
    for (Statement statement : statements.values()) {
      try {
        overRows.add(
            statement instanceof Aggregate aggregate
                ? new Aggregate(overRows(aggregate.statement(), statements, new HashSet<>()))
                : statement);
      } catch (UnfitStatementException e) {
        problems.add(e.problem());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new AggregateFile(overRows);
  }

  /** Without those of comments only. */
  private static List<List<SqlWord>> statements(String text) {
    List<List<SqlWord>> statements = new ArrayList<>();
    List<SqlWord> statement = new ArrayList<>();
    for (SqlWord word : SqlWord.of(text)) {
      statement.add(word);
      if (word.is(";") && word.depth() == 0) {
        statements.add(statement);
        statement = new ArrayList<>();
      }
    }
    statements.add(statement);
    statements.removeIf(words -> words.stream().allMatch(w -> w.isComment() || w.is(";")));
    return statements;
  }

  /**
   * An aggregate of an aggregate of the file as one of the rows.
   *
   * @param readers those that are waiting for this one
   */
  private static AggregateStatement overRows(
      AggregateStatement statement, Map<String, Statement> all, Set<String> readers)
      throws UnfitStatementException {
    Statement read = all.get(statement.table());
    if (read == null) {
      return statement;
    }
    if (read instanceof Aggregate inner && readers.add(statement.target())) {
      return Rollup.of(overRows(inner.statement(), all, readers), statement);
    }
    throw new UnfitStatementException(
        statement.places().from(),
        read instanceof PlainView
            ? "%s is a plain view; an aggregate reads a table of facts, or another aggregate with its states"
                .formatted(read.name())
            : "%s reads itself; an aggregate reads a table of facts, or another aggregate"
                .formatted(read.name()));
  }
}
