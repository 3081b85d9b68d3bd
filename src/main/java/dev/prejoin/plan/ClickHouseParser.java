package dev.prejoin.plan;

import java.io.Reader;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.impl.SimpleCharStream;
import org.apache.calcite.sql.parser.impl.SqlParserImpl;
import org.apache.calcite.sql.parser.impl.SqlParserImplConstants;
import org.apache.calcite.sql.parser.impl.SqlParserImplTokenManager;
import org.apache.calcite.sql.parser.impl.Token;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's parser, with the words that its SQL reserves and ClickHouse does not (timestamp, value,
 * user, date, hour …) as names of columns.
 */
final class ClickHouseParser {
  private static final Set<String> KEYWORDS =
      Set.of(
          ("SELECT FROM WHERE AND OR NOT IN LIKE ILIKE BETWEEN SYMMETRIC ASYMMETRIC IS NULL TRUE"
                  + " FALSE CASE WHEN THEN ELSE END CAST AS JOIN LEFT RIGHT FULL INNER OUTER CROSS"
                  + " ON USING NATURAL GROUP BY HAVING ORDER LIMIT OFFSET FETCH UNION ALL DISTINCT"
                  + " WITH VALUES EXISTS OVER PARTITION ESCAPE INTERVAL UNKNOWN SIMILAR TO ASC DESC"
                  + " EXCEPT INTERSECT WINDOW QUALIFY TABLE LATERAL UNNEST CURRENT_TIMESTAMP"
                  + " CURRENT_DATE FILTER")
              .split(" "));

  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withLex(Lex.JAVA)
          .withConformance(SqlConformanceEnum.BABEL)
          .withIdentifierMaxLength(Short.MAX_VALUE)
          .withParserFactory(ClickHouseParser::create);

  /** Makes an error at the end stand on a line of its own. */
  private static final String BEYOND = "\n ";

  private ClickHouseParser() {}

  static SqlNode parse(String select) throws Refusal {
    // A tab would otherwise move the columns that come after it.
    try {
      return SqlParser.create(select.replace('\t', ' ') + BEYOND, CONFIG).parseQuery();
    } catch (SqlParseException e) {
      throw refusal(select, e);
    }
  }

  private static SqlAbstractParserImpl create(Reader reader) {
    Names tokens = new Names(new SimpleCharStream(reader, 1, 1));
    SqlParserImpl parser =
        new SqlParserImpl(tokens) {
          @Override
          public void setTabSize(int size) {}
        };
    tokens.reserved = parser.getMetadata();
    return parser;
  }

  private static Refusal refusal(String select, SqlParseException e) {
    SqlParserPos position = e.getPos();
    if (position == null) {
      return new Refusal(SqlParserPos.ZERO, "this SELECT cannot be read");
    }
    String[] lines = select.split("\n", -1);
    if (position.getLineNum() > lines.length) {
      int end = lines[lines.length - 1].length();
      return new Refusal(new SqlParserPos(lines.length, Math.max(1, end)), Refused.syntax(""));
    }
    if (select.strip().toUpperCase(Locale.ROOT).startsWith("WITH ")) {
      return new Refusal(position, Refused.WITH);
    }
    String line = lines[position.getLineNum() - 1];
    int from = Math.min(position.getColumnNum() - 1, line.length());
    String before = line.substring(0, from).strip();
    String mistaken = Refused.alias(before.substring(before.lastIndexOf(' ') + 1));
    if (!mistaken.isEmpty()) {
      return new Refusal(position, mistaken);
    }
    String rest = line.substring(from).stripLeading();
    String word = rest.isEmpty() ? "" : rest.split("(?<=\\w)(?!\\w)|(?<!\\w)", 2)[0];
    return new Refusal(position, Refused.syntax(word));
  }

  /** Hands on the tokens, one ahead so that a function's name can be told from a column's. */
  private static final class Names extends SqlParserImplTokenManager {
    private SqlAbstractParserImpl.@Nullable Metadata reserved;
    private @Nullable Token ahead;
    private int previous = -1;

    Names(SimpleCharStream stream) {
      super(stream);
    }

    @Override
    public Token getNextToken() {
      Token token = ahead == null ? super.getNextToken() : ahead;
      boolean ends = token.kind == SqlParserImplConstants.EOF;
      Token next = ends ? null : super.getNextToken();
      if (!ends && isName(token, next)) {
        token.kind = SqlParserImplConstants.IDENTIFIER;
      }
      ahead = next;
      previous = token.kind;
      return token;
    }

    private boolean isName(Token token, @Nullable Token next) {
      if (token.image.isEmpty() || !Character.isLetter(token.image.charAt(0))) {
        return false;
      }
      if (previous == SqlParserImplConstants.DOT) {
        return token.kind != SqlParserImplConstants.IDENTIFIER;
      }
      String word = token.image.toUpperCase(Locale.ROOT);
      boolean leadsValue =
          next != null
              && (next.kind == SqlParserImplConstants.LPAREN
                  || next.kind == SqlParserImplConstants.QUOTED_STRING
                  || next.kind == SqlParserImplConstants.PREFIXED_STRING_LITERAL);
      return reserved != null
          && !KEYWORDS.contains(word)
          && !leadsValue
          && reserved.isReservedWord(word);
    }
  }
}
