package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.console.SavedQuery;
import dev.prejoin.console.SavedQuery.Parameter;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.DdlScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of queries, each after a line that names it and gives the parameters that need not be told
 * their usual value: {@code -- @query hourly_usage hours=48}. The comment lines below that are
 * about it.
 */
final class SavedQueries {
  private static final Pattern MARK = Pattern.compile("--\\s*@query\\b(.*)");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern PARAMETER =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\\{\\s*(\\w+)\\s*:([^}]+)}");

  /** What the address of an answer says besides. */
  private static final String TAKEN = "pipeline";

  private final Path file;
  private final List<SavedQuery> queries = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private SavedQueries(Path file) {
    this.file = file;
  }

  /** Where those of a pipeline are; need not be there. */
  static Path file(Settings settings, Home home, String pipeline) {
    return home.path(settings.queriesDirectory()).resolve(pipeline + ".sql");
  }

  /**
   * The file's queries; none if it is not there.
   *
   * @throws ProblemException with all that is wrong with it
   */
  static List<SavedQuery> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    SavedQueries read = new SavedQueries(file);
    try {
      read.take(Files.readAllLines(file));
    } catch (IOException e) {
      throw new ProblemException(ExitCode.CONFIGURATION, file + ": cannot be read (" + e + ")");
    }
    if (!read.problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, read.problems);
    }
    return List.copyOf(read.queries);
  }

  private void take(List<String> lines) {
    int begin = -1;
    for (int line = 0; line <= lines.size(); line++) {
      boolean mark = line < lines.size() && MARK.matcher(lines.get(line).strip()).matches();
      if (mark || line == lines.size()) {
        if (begin >= 0) {
          take(begin + 1, lines.get(begin), lines.subList(begin + 1, line));
        } else if (!DdlScript.statements(String.join("\n", lines.subList(0, line))).isEmpty()) {
          problem(1, "begins with a statement that no line -- @query NAME is above");
        }
        begin = line;
      }
    }
  }

  private void take(int line, String mark, List<String> below) {
    Matcher words = MARK.matcher(mark.strip());
    String[] told = words.matches() ? words.group(1).strip().split("\\s+", -1) : new String[] {""};
    String name = told[0];
    if (!NAME.matcher(name).matches()) {
      problem(
          line,
          "a query's name has small letters, digits and underscores, and begins with a letter: -- @query hourly_usage");
    } else if (queries.stream().anyMatch(query -> query.name().equals(name))) {
      problem(line, "query " + name + " is there twice");
    }
    List<String> statements = DdlScript.statements(String.join("\n", below));
    if (statements.size() != 1) {
      problem(line, "one SELECT stands below it, not " + statements.size() + " statements");
      return;
    }
    String sql = statements.get(0);
    queries.add(new SavedQuery(name, about(below), parameters(line, told, sql), sql));
  }

  private static String about(List<String> below) {
    return below.stream()
        .map(String::strip)
        .takeWhile(text -> text.startsWith("--"))
        .map(text -> text.substring(2).strip())
        .collect(Collectors.joining(" "));
  }

  private List<Parameter> parameters(int line, String[] told, String sql) {
    Map<String, String> usual = new HashMap<>();
    for (int i = 1; i < told.length; i++) {
      int equals = told[i].indexOf('=');
      if (equals < 0) {
        problem(line, told[i] + " is not a parameter's usual value, as in hours=48");
      } else {
        usual.put(told[i].substring(0, equals), told[i].substring(equals + 1));
      }
    }
    Map<String, String> types = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(sql);
    while (parameter.find()) {
      // Else it is a text.
      if (parameter.group(1) != null) {
        types.putIfAbsent(parameter.group(1), parameter.group(2).strip());
      }
    }
    if (types.containsKey(TAKEN)) {
      problem(line, "a parameter cannot be called " + TAKEN);
    }
    Set<String> unknown = new HashSet<>(usual.keySet());
    unknown.removeAll(types.keySet());
    unknown.forEach(
        name -> problem(line, "the query has no parameter {" + name + ":Type} to be told"));
    return types.entrySet().stream()
        .map(type -> new Parameter(type.getKey(), type.getValue(), usual.get(type.getKey())))
        .toList();
  }

  private void problem(int line, String what) {
    problems.add(file + ":" + line + ": " + what);
  }
}
