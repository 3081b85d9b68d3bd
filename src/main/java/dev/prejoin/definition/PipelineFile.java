package dev.prejoin.definition;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sql.Lexer;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.Problems;
import dev.prejoin.sql.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
    return parse(file, text(file));
  }

  /**
   * The text of one file.
   *
   * @throws ProblemException if it cannot be read
   */
  public static String text(Path file) {
    try {
      return Files.readString(file);
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
    Problems problems = new Problems(file, text);
    PipelineDefinition definition = parse(file, text, problems);
    problems.throwIfAny();
    return definition;
  }

  /**
   * The same, without an exception.
   *
   * @param problems takes what is wrong; statements with problems are left out of the result, which
   *     has their names
   */
  public static PipelineDefinition parse(Path file, String text, Problems problems) {
    Places places = new Places(text);
    List<SourceDefinition> sources = new ArrayList<>();
    List<ViewDefinition> views = new ArrayList<>();
    Map<String, String> statements = new HashMap<>();
    Set<String> unread = new HashSet<>();
    StatementParser parser =
        new StatementParser(text, places, problems, sources, views, statements, unread);
    split(Lexer.tokens(text), problems).forEach(parser::read);
    refuseDoubles(sources, views, unread, problems);
    return new PipelineDefinition(name(file), file, text, sources, views, statements, unread);
  }

  private static List<List<Token>> split(List<Token> tokens, Problems problems) {
    List<List<Token>> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.isSymbol(";")) {
        statements.add(current);
        current = new ArrayList<>();
      } else if (token.kind() == Token.Kind.COMMENT && isTrailing(token, current, statements)) {
        // "…; -- rule: name" belongs to the statement that it stands behind.
        statements.get(statements.size() - 1).add(token);
      } else {
        if (begins(tokens, i) && !isEmpty(current)) {
          problems.add(token.start(), "CREATE begins a new statement: ; is missing before it");
          statements.add(current);
          current = new ArrayList<>();
        }
        current.add(token);
      }
    }
    statements.add(current);
    statements.removeIf(PipelineFile::isEmpty);
    return statements;
  }

  private static boolean isEmpty(List<Token> statement) {
    return statement.stream().allMatch(t -> t.kind() == Token.Kind.COMMENT);
  }

  private static boolean begins(List<Token> tokens, int at) {
    return at + 1 < tokens.size()
        && tokens.get(at).isWord("CREATE")
        && (tokens.get(at + 1).isWord("TABLE") || tokens.get(at + 1).isWord("MATERIALIZED"));
  }

  private static boolean isTrailing(
      Token comment, List<Token> current, List<List<Token>> statements) {
    return current.isEmpty()
        && !statements.isEmpty()
        && StatementParser.ruleName(comment).isPresent();
  }

  private static void refuseDoubles(
      List<SourceDefinition> sources,
      List<ViewDefinition> views,
      Set<String> unread,
      Problems problems) {
    Map<String, Integer> lines = new HashMap<>();
    for (SourceDefinition source : List.copyOf(sources)) {
      if (refuseDouble(lines, source.name(), source.line(), source.column(), problems)) {
        sources.remove(source);
        unread.add(source.name());
      }
    }
    for (ViewDefinition view : views) {
      refuseDouble(lines, view.target(), view.targetLine(), view.targetColumn(), problems);
    }
    for (ViewDefinition view : views) {
      refuseDouble(lines, view.name(), view.line(), view.column(), problems);
    }
  }

  private static boolean refuseDouble(
      Map<String, Integer> lines, String name, int line, int column, Problems problems) {
    Integer earlier = lines.putIfAbsent(name.toLowerCase(Locale.ROOT), line);
    if (earlier != null) {
      problems.add(
          line,
          column,
          ("%s is already named on line %d; sources, views and targets need names of their own,"
                  + " whatever their case and their database")
              .formatted(name, earlier));
    }
    return earlier != null;
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
