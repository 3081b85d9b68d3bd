package dev.prejoin.definition;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads pipeline files. */
public final class PipelineFile {
  private static final String SUFFIX = ".sql";

  private PipelineFile() {}

  /**
   * Reads one file.
   *
   * @throws ProblemException with every statement of the file that cannot be read
   */
  public static PipelineDefinition read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          file + ": the pipeline file cannot be read as UTF-8 text (" + e + ")");
    }
  }

  /**
   * The same for a text that stands for the file.
   *
   * @throws ProblemException with every statement of the text that cannot be read
   */
  public static PipelineDefinition parse(Path file, String text) {
    Places places = new Places(text);
    Problems problems = new Problems(file, text);
    List<SourceDefinition> sources = new ArrayList<>();
    List<ViewDefinition> views = new ArrayList<>();
    for (List<Token> statement : statements(Lexer.tokens(text, places, problems))) {
      try {
        StatementParser parser = new StatementParser(text, places, statement);
        if (parser.isView()) {
          views.add(parser.view());
        } else {
          sources.add(parser.source());
        }
      } catch (StatementException e) {
        problems.add(places.line(e.offset()), places.column(e.offset()), e.description());
      }
    }
    refuseDoubles(sources, views, problems);
    problems.throwIfAny();
    return new PipelineDefinition(name(file), file, text, sources, views);
  }

  private static List<List<Token>> statements(List<Token> tokens) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : tokens) {
      if (token.isSymbol(";")) {
        statements.add(current);
        current = new ArrayList<>();
      } else if (token.kind() == Token.Kind.COMMENT && isTrailing(token, current, statements)) {
        // "…; -- rule: name" belongs to the statement that it stands behind.
        statements.get(statements.size() - 1).add(token);
      } else {
        current.add(token);
      }
    }
    statements.add(current);
    statements.removeIf(s -> s.stream().allMatch(t -> t.kind() == Token.Kind.COMMENT));
    return statements;
  }

  private static boolean isTrailing(
      Token comment, List<Token> current, List<List<Token>> statements) {
    return current.isEmpty()
        && !statements.isEmpty()
        && StatementParser.ruleName(comment).isPresent();
  }

  private static void refuseDoubles(
      List<SourceDefinition> sources, List<ViewDefinition> views, Problems problems) {
    Map<String, Integer> lines = new HashMap<>();
    for (SourceDefinition source : sources) {
      refuseDouble(lines, source.name(), source.line(), source.column(), problems);
    }
    for (ViewDefinition view : views) {
      refuseDouble(lines, view.target(), view.targetLine(), view.targetColumn(), problems);
    }
    for (ViewDefinition view : views) {
      refuseDouble(lines, view.name(), view.line(), view.column(), problems);
    }
  }

  private static void refuseDouble(
      Map<String, Integer> lines, String name, int line, int column, Problems problems) {
    Integer earlier = lines.putIfAbsent(name.toLowerCase(Locale.ROOT), line);
    if (earlier != null) {
      problems.add(
          line,
          column,
          "%s is already named on line %d; sources, views and targets need names of their own, whatever their case"
              .formatted(name, earlier));
    }
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
