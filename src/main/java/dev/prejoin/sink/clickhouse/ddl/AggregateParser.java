package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.sink.clickhouse.ddl.AggregateFile.Aggregate;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile.PlainView;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes one statement apart at its clauses; what stands between them is ClickHouse's to understand.
 */
final class AggregateParser {
  private static final String FORM =
      "CREATE MATERIALIZED VIEW name TO target AS SELECT … FROM table [WHERE …] GROUP BY …";

  /** Clauses with which a bucket could not be counted anew by itself, or not in the same way. */
  private static final Set<String> REFUSED =
      Set.of(
          "EXCEPT",
          "HAVING",
          "INTERSECT",
          "LIMIT",
          "ORDER",
          "QUALIFY",
          "SETTINGS",
          "UNION",
          "WITH");

  private final String text;
  private final String comment;
  private final List<SqlWord> words;
  private final String place;
  private int at;

  AggregateParser(String text, List<SqlWord> statement, String place) {
    this.text = text;
    this.place = place;
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

  Statement statement() throws UnfitStatementException {
    expect("CREATE");
    if (accept("VIEW")) {
      skipIfNotExists();
      String name = name();
      String statement = text.substring(words.get(0).start(), words.get(words.size() - 1).end());
      return new PlainView(name, firstTable(), comment + statement + ";\n");
    }
    if (accept("TABLE")) {
      throw new UnfitStatementException(
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
    if (from < 0 || group < from || where > group) {
      throw new UnfitStatementException("an aggregate has FROM and GROUP BY: " + FORM);
    }
    refuseClauses(group);
    List<AggregateStatement.Item> items = new ArrayList<>();
    for (int[] part : parts(at, from)) {
      items.add(item(part[0], part[1]));
    }
    int fromEnd = where >= 0 ? where : group;
    at = from + 1;
    String table = name();
    accept("AS");
    if (at < fromEnd) {
      name();
    }
    if (at < fromEnd) {
      throw new UnfitStatementException("an aggregate reads one table, as it is: " + FORM);
    }
    at = group + 1;
    expect("BY");
    List<String> groupBy = new ArrayList<>();
    for (int[] part : parts(at, words.size())) {
      groupBy.add(between(part[0], part[1]));
    }
    return new AggregateStatement(
        comment,
        view,
        target,
        items,
        table,
        between(from + 1, fromEnd),
        where < 0 ? "" : between(where + 1, group),
        groupBy,
        place);
  }

  private AggregateStatement.Item item(int start, int end) throws UnfitStatementException {
    SqlWord last = words.get(end - 1);
    if (end - start > 2 && words.get(end - 2).is("AS") && words.get(end - 2).depth() == 0) {
      return new AggregateStatement.Item(last.name(), between(start, end - 2));
    }
    boolean column = last.isName() && (end - start == 1 || words.get(end - 2).is("."));
    if (!column) {
      throw new UnfitStatementException(
          "%s has no name; write %s AS the column of the aggregate"
              .formatted(between(start, end), between(start, end)));
    }
    return new AggregateStatement.Item(last.name(), between(start, end));
  }

  private void refuseClauses(int group) throws UnfitStatementException {
    if (words.get(at).is("DISTINCT")) {
      throw refused(words.get(at));
    }
    for (SqlWord word : words.subList(group, words.size())) {
      if (word.depth() == 0 && REFUSED.contains(word.text().toUpperCase(Locale.ROOT))) {
        throw refused(word);
      }
    }
  }

  private static UnfitStatementException refused(SqlWord clause) {
    return new UnfitStatementException(
        clause.text().toUpperCase(Locale.ROOT)
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
          throw new UnfitStatementException("an expression is missing: " + FORM);
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
      throw new UnfitStatementException("a name is missing: " + FORM);
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
      throw new UnfitStatementException(
          word + " is missing: a file of aggregates has " + FORM + " and CREATE VIEW statements");
    }
  }
}
