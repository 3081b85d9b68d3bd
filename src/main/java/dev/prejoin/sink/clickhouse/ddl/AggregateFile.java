package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** An aggregate, whose tables and views are to be written. */
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
    List<Statement> statements = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<SqlWord> statement = new ArrayList<>();
    for (SqlWord word : SqlWord.of(text)) {
      statement.add(word);
      if (word.is(";") && word.depth() == 0) {
        add(file, text, statement, statements, problems);
        statement.clear();
      }
    }
    add(file, text, statement, statements, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new AggregateFile(statements);
  }

  private static void add(
      Path file,
      String text,
      List<SqlWord> words,
      List<Statement> statements,
      List<String> problems) {
    List<SqlWord> code = words.stream().filter(word -> !word.isComment() && !word.is(";")).toList();
    if (code.isEmpty()) {
      return;
    }
    long line = 1 + text.substring(0, code.get(0).start()).chars().filter(c -> c == '\n').count();
    String place = file + ":" + line;
    try {
      statements.add(new AggregateParser(text, words, place).statement());
    } catch (UnfitStatementException e) {
      problems.add(place + ": " + e.reason());
    }
  }
}
