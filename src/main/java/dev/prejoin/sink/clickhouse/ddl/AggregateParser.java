package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.sink.clickhouse.ddl.AggregateFile.Aggregate;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile.PlainView;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile.Statement;
import dev.prejoin.sql.Places;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Takes one statement apart at its clauses; what stands between them is ClickHouse's to understand.
 */
final class AggregateParser {
  static final String FORM =
      "CREATE MATERIALIZED VIEW name TO target AS SELECT … FROM table [WHERE …] [GROUP BY …]";

  /** Clauses with which a bucket could not be counted anew by itself, or not in the same way. */
  private static final Set<String> REFUSED =
      Set.of(
          "CUBE",
          "EXCEPT",
          "GROUPING",
          "HAVING",
          "INTERSECT",
          "LIMIT",
          "ORDER",
          "QUALIFY",
          "ROLLUP",
          "SETTINGS",
          "UNION",
          "WITH");

  private final String text;
  private final String comment;
  private final List<SqlWord> words;
  private final Path file;
  private final Places places;
  private int at;

  AggregateParser(Path file, String text, Places places, List<SqlWord> statement) {
    this.file = file;
    this.text = text;
    this.places = places;
    this.words = statement.stream().filter(word -> !word.isComment() && !word.is(";")).toList();
    SqlWord first = words.get(0);
    this.comment = commentAbove(statement, first);
  }

  /** What stands right above it, without a blank line between. */
  private String commentAbove(List<SqlWord> statement, SqlWord first) {
    List<SqlWord> above = statement.stream().filter(w -> w.end() <= first.start()).toList();
    if (above.isEmpty()) {
      return "";
    }
    String comments = text.substring(above.get(0).start(), first.start());
    int blank = comments.lastIndexOf("\n\n");
    return blank < 0 ? comments : comments.substring(blank + 2);
  }

  private String place(int word) {
    int offset = words.get(Math.min(word, words.size() - 1)).start();
    return file + ":" + places.line(offset) + ":" + places.column(offset);
  }

  UnfitStatementException unfit(int word, String reason) {
    return new UnfitStatementException(place(word), reason);
  }

  Statement statement() throws UnfitStatementException {
    expect("CREATE");
    if (accept("VIEW")) {
      skipIfNotExists();
      String name = name();
      String statement = text.substring(words.get(0).start(), words.get(words.size() - 1).end());
      return new PlainView(name, firstTable(), comment + statement + ";\n");
    }
    if (accept("TABLE")) {
      throw unfit(
          0,
          "leave CREATE TABLE out: prejoin writes the tables of an aggregate from its materialized"
              + " view, "
              + FORM);
    }
    expect("MATERIALIZED");
    expect("VIEW");
    skipIfNotExists();
    String view = name();
    expect("TO");
    String target = name();
    if (at < words.size() && words.get(at).is("(")) {
      skipBrackets();
    }
    expect("AS");
    expect("SELECT");
    return new Aggregate(select(view, target));
  }

  /** Whatever FROM names first, in whatever brackets. */
  private String firstTable() throws UnfitStatementException {
    while (at < words.size() && !(words.get(at).is("FROM") && words.get(at + 1).isName())) {
      at++;
    }
    at++;
    return name();
  }

  private AggregateStatement select(String view, String target) throws UnfitStatementException {
    int from = find("FROM");
    int where = find("WHERE");
    int group = find("GROUP");
    if (from < 0
        || (group >= 0 && (group < from || where > group))
        || (where >= 0 && where < from)) {
      throw unfit(0, "an aggregate has FROM, and WHERE and GROUP BY stand behind it: " + FORM);
    }
    refuseClauses(group >= 0 ? group : from);
    List<AggregateStatement.Item> items = new ArrayList<>();
    for (int[] part : parts(at, from)) {
      items.add(item(part[0], part[1]));
    }
    int whereEnd = group >= 0 ? group : words.size();
    int fromEnd = where >= 0 ? where : whereEnd;
    String table = table(from + 1, fromEnd);
    if (where >= 0 && where + 1 == whereEnd) {
      throw unfit(where, "a condition is missing: " + FORM);
    }
    return new AggregateStatement(
        comment,
        view,
        target,
        items,
        table,
        between(from + 1, fromEnd),
        where < 0 ? "" : between(where + 1, whereEnd),
        group < 0 ? List.of() : groupBy(group + 1),
        Optional.empty(),
        new AggregateStatement.Places(
            place(0), place(from + 1), where < 0 ? place(0) : place(where + 1)));
  }

  /** With or without an alias, and nothing else. */
  private String table(int start, int end) throws UnfitStatementException {
    at = start;
    if (start >= end) {
      throw unfit(start, "a name is missing: " + FORM);
    }
    String table = name();
    int behind = at;
    accept("AS");
    if (at < end && !words.get(at).is("FINAL") && !words.get(at).is("SAMPLE")) {
      name();
    }
    if (at < end) {
      throw unfit(behind, "an aggregate reads one table, as it is: " + FORM);
    }
    return table;
  }

  private List<String> groupBy(int start) throws UnfitStatementException {
    at = start;
    expect("BY");
    List<String> groupBy = new ArrayList<>();
    for (int[] part : parts(at, words.size())) {
      groupBy.add(between(part[0], part[1]));
    }
    boolean nothing = groupBy.size() == 1 && groupBy.get(0).matches("(?i)(tuple)?\\s*\\(\\s*\\)");
    return nothing ? List.of() : groupBy;
  }

  private AggregateStatement.Item item(int start, int end) throws UnfitStatementException {
    SqlWord last = words.get(end - 1);
    if (end - start > 2 && words.get(end - 2).is("AS") && words.get(end - 2).depth() == 0) {
      return new AggregateStatement.Item(last.name(), between(start, end - 2), place(start));
    }
    boolean column = last.isName() && (end - start == 1 || words.get(end - 2).is("."));
    if (!column) {
      throw unfit(
          start,
          "%s has no name; write %s AS the column of the aggregate"
              .formatted(between(start, end), between(start, end)));
    }
    return new AggregateStatement.Item(last.name(), between(start, end), place(start));
  }

  private void refuseClauses(int from) throws UnfitStatementException {
    if (words.get(at).is("DISTINCT")) {
      throw refused(at);
    }
    for (int i = from; i < words.size(); i++) {
      SqlWord word = words.get(i);
      if (word.depth() == 0 && REFUSED.contains(word.text().toUpperCase(Locale.ROOT))) {
        throw refused(i);
      }
    }
  }

  private UnfitStatementException refused(int clause) {
    return unfit(
        clause,
        words.get(clause).text().toUpperCase(Locale.ROOT)
            + " is not possible in an aggregate, as its buckets are counted anew one by one: "
            + FORM);
  }

  /** The pieces between the commas outside of brackets. */
  private List<int[]> parts(int start, int end) throws UnfitStatementException {
    List<int[]> parts = new ArrayList<>();
    int begin = start;
    for (int i = start; i <= end; i++) {
      if (i == end || (words.get(i).is(",") && words.get(i).depth() == 0)) {
        if (i == begin) {
          throw unfit(i, "an expression is missing: " + FORM);
        }
        parts.add(new int[] {begin, i});
        begin = i + 1;
      }
    }
    return parts;
  }

  private int find(String word) {
    for (int i = at; i < words.size(); i++) {
      if (words.get(i).depth() == 0 && words.get(i).is(word)) {
        return i;
      }
    }
    return -1;
  }

  /** In one line and without comments. */
  private String between(int start, int end) {
    StringBuilder sql = new StringBuilder(words.get(start).text());
    for (int i = start + 1; i < end; i++) {
      boolean apart = words.get(i).start() > words.get(i - 1).end();
      sql.append(apart ? " " : "").append(words.get(i).text());
    }
    return sql.toString();
  }

  private String name() throws UnfitStatementException {
    if (at >= words.size() || !words.get(at).isName()) {
      throw unfit(at, "a name is missing: " + FORM);
    }
    String name = words.get(at++).name();
    if (at < words.size() && words.get(at).is(".")) {
      at++;
      return name();
    }
    return name;
  }

  private void skipIfNotExists() throws UnfitStatementException {
    if (accept("IF")) {
      expect("NOT");
      expect("EXISTS");
    }
  }

  private void skipBrackets() {
    int depth = words.get(at).depth();
    at++;
    while (at < words.size() && words.get(at).depth() > depth) {
      at++;
    }
    at++;
  }

  private boolean accept(String word) {
    boolean found = at < words.size() && words.get(at).is(word);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String word) throws UnfitStatementException {
    if (!accept(word)) {
      throw unfit(
          at,
          word + " is missing: a file of aggregates has " + FORM + " and CREATE VIEW statements");
    }
  }
}
