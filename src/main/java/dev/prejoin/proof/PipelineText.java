package dev.prejoin.proof;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pipeline file, only cut into statements: what they mean is left to ClickHouse.
 *
 * @param sources the declarations of change streams and change tables
 * @param views the materialized views, in the file's order
 */
record PipelineText(List<Source> sources, List<View> views) {
  /**
   * A declared source.
   *
   * @param changeTable whether it is a dimension
   */
  record Source(String name, boolean changeTable, String schema, String table) {}

  /**
   * A view.
   *
   * @param statement its text, without comments, and without settings, which are prejoin's
   * @param select the part after AS
   */
  record View(String target, String statement, String select) {
    boolean names(String relation) {
      return Pattern.compile("\\b" + Pattern.quote(relation) + "\\b").matcher(select).find();
    }

    /** Its SELECT with one more column, the first. */
    String selectWith(String column) {
      int begin = Sql.endOfWord(select, "SELECT");
      return select.substring(0, begin) + " " + column + "," + select.substring(begin);
    }
  }

  private static final String NAME = "[`\"]?(\\w+)[`\"]?";
  private static final Pattern SOURCE =
      Pattern.compile(
          "(?is)CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + NAME
              + ".*?\\bENGINE\\s*=\\s*(ChangeStream|ChangeTable)\\s*\\(\\s*'([^']+)'.*");
  private static final Pattern VIEW =
      Pattern.compile(
          "(?is)CREATE\\s+MATERIALIZED\\s+VIEW\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + NAME
              + "\\s+TO\\s+"
              + NAME
              + "\\s+AS\\s+(.*)");
  private static final String SETTINGS = "SETTINGS";
  private static final String DEFAULT_SCHEMA = "public";

  /** The materialized views of a file that may hold other statements too. */
  static List<View> materializedViews(Path file) {
    List<View> views = new ArrayList<>();
    for (String statement : Sql.statements(text(file))) {
      String code = code(statement);
      Matcher view = VIEW.matcher(code);
      if (view.matches()) {
        views.add(new View(view.group(2), code, view.group(3)));
      }
    }
    return List.copyOf(views);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private static String code(String statement) {
    String code = Sql.withoutComments(statement).strip();
    int settings = Sql.endOfWord(code, SETTINGS);
    return settings == 0 ? code : code.substring(0, settings - SETTINGS.length());
  }

  static PipelineText read(Path file) {
    List<Source> sources = new ArrayList<>();
    List<View> views = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String statement : Sql.statements(text(file))) {
      String code = code(statement);
      Matcher source = SOURCE.matcher(code);
      Matcher view = VIEW.matcher(code);
      if (source.matches()) {
        sources.add(source(source));
      } else if (view.matches()) {
        views.add(new View(view.group(2), code, view.group(3)));
      } else {
        problems.add(
            file
                + ": neither CREATE TABLE … ENGINE = ChangeStream or ChangeTable"
                + " nor CREATE MATERIALIZED VIEW … TO … AS: "
                + code);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new PipelineText(List.copyOf(sources), List.copyOf(views));
  }

  /** Whether the rows of this relation go on into a view. */
  boolean isRead(String relation) {
    return views.stream().anyMatch(view -> view.names(relation));
  }

  /**
   * How many targets have something of this source. One that makes a dimension has more of them
   * than those whose facts are joined with it.
   */
  long reach(Source source) {
    Set<String> reached = new HashSet<>();
    reached.add(source.name);
    for (View view : views) {
      if (reached.stream().anyMatch(view::names)) {
        reached.add(view.target);
      }
    }
    return reached.size();
  }

  /** The same with some sources' rows in other tables, by the sources' names. */
  PipelineText readingFrom(Map<String, String> tables) {
    return new PipelineText(
        sources.stream()
            .map(
                source ->
                    tables.containsKey(source.name)
                        ? source(source.name, source.changeTable, tables.get(source.name))
                        : source)
            .toList(),
        views);
  }

  private static Source source(Matcher matcher) {
    return source(
        matcher.group(1), matcher.group(2).equalsIgnoreCase("ChangeTable"), matcher.group(3));
  }

  private static Source source(String name, boolean changeTable, String table) {
    int dot = table.indexOf('.');
    return new Source(
        name,
        changeTable,
        dot < 0 ? DEFAULT_SCHEMA : table.substring(0, dot),
        table.substring(dot + 1));
  }
}
