package dev.prejoin.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file: a tree, or an error with a place inside the text. */
class AnyTextTest {
  private static final List<String> WORDS =
      List.of(
          ("CREATE TABLE MATERIALIZED VIEW TO ENGINE = ChangeStream ( ) ' ` \" $$ , ; . .. * / % + -"
                  + " -> :: : ? [ ] { } @ # -- /* */ // < > <> <= >= <=> == != || && ! SELECT FROM"
                  + " WHERE AND OR NOT IN IS NULL BETWEEN LIKE CASE WHEN THEN ELSE END CAST AS"
                  + " INTERVAL DAY DATE 'x' 'a.b' EXTRACT YEAR TRIM BOTH SUBSTRING FOR POSITION OVER"
                  + " DISTINCT WITH JOIN LEFT ON USING GROUP BY HAVING ORDER LIMIT UNION SETTINGS"
                  + " COMMENT FINAL SAMPLE ARRAY a b x y 1 2.5 1e 0x 0x1 .5 1a \\ \\' \n \t é 🚀 inf"
                  + " Tuple(a UInt8) dateDiff ESCAPE EXISTS x' b'01' 1_0 TRUE COLUMNS EXCEPT EMPTY")
              .split(" "));

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(WORDS).list().ofMaxSize(40).map(words -> String.join(" ", words));
  }

  @Provide
  Arbitrary<String> damaged() {
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.integers().between(0, 400), Arbitraries.of(WORDS))
        .as(
            (seed, at, word) -> {
              String whole = new RandomExpressions(seed).next();
              int cut = Math.min(at, whole.length());
              int drop = Math.min(cut + new Random(seed).nextInt(3), whole.length());
              return whole.substring(0, cut) + word + whole.substring(drop);
            });
  }

  @Property(tries = 3000)
  void shouldReadAnyCharacters(@ForAll String text) {
    read(text);
  }

  @Property(tries = 5000)
  void shouldReadAnyWords(@ForAll("soup") String text) {
    read("SELECT " + text);
    file("CREATE MATERIALIZED VIEW v TO t AS SELECT " + text);
    file(text);
  }

  @Property(tries = 5000)
  void shouldReadWhatIsDamaged(@ForAll("damaged") String text) {
    read("SELECT " + text + " FROM t");
  }

  private static void read(String text) {
    List<Token> tokens = Lexer.tokens(text);
    int at = 0;
    for (Token token : tokens) {
      assertThat(token.start()).isGreaterThanOrEqualTo(at);
      assertThat(token.end()).isGreaterThan(token.start()).isLessThanOrEqualTo(text.length());
      at = token.end();
    }
    if (tokens.stream().allMatch(t -> t.kind() == Token.Kind.COMMENT)) {
      return;
    }
    try {
      Select select =
          SelectParser.parse(
              text, new Tokens(tokens), (words, offset) -> checkPlace(text, words, offset));
      select.items().forEach(item -> checkSpans(text, item));
      assertThat(select.span().end()).isLessThanOrEqualTo(text.length());
    } catch (SyntaxException e) {
      checkPlace(text, e.words(), e.offset());
    }
  }

  private static void checkPlace(String text, String words, int offset) {
    assertThat(words).isNotBlank();
    assertThat(offset).isBetween(0, text.length());
  }

  private static void checkSpans(String text, SqlNode node) {
    Span span = node.span();
    assertThat(span.start()).isBetween(0, span.end());
    assertThat(span.end()).isLessThanOrEqualTo(text.length());
    assertThat(SqlText.oneLine(text, span)).doesNotContain("\n");
    if (node instanceof SqlNode.Call call) {
      call.arguments().forEach(argument -> checkSpans(text, argument));
    }
  }

  private static void file(String text) {
    try {
      PipelineFile.parse(Path.of("p.sql"), text);
    } catch (ProblemException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(p -> p.matches("(?s)p\\.sql:\\d+:\\d+: .*"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "f(",
        "-",
        "NOT ",
        "a ? b : ",
        "CASE WHEN ",
        "a + (",
        "a = -",
        "CAST(",
        "x::Array(",
        "position(",
        "position('x' IN ",
        "a BETWEEN ",
        "a[",
        "INTERVAL (",
        "trim(",
        "1 + ",
        "a -> ",
        "a OR b AND ",
        "(a AS ",
        "+ ",
        "((1,",
        "a LIKE ",
        "COLUMNS(",
        "(SELECT ",
        "a IN ("
      })
  void shouldRefuseWhatIsNestedTooDeep(String opening) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          read("SELECT " + opening.repeat(20_000));
          read("SELECT " + opening.repeat(300) + "1");
          file("CREATE MATERIALIZED VIEW v TO t AS SELECT " + opening.repeat(20_000));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", "::Int8", "[1]", ".1", " = 1", " IS NULL", ".x"})
  void shouldRefuseATreeThatIsTooDeep(String more) {
    assertThatThrownBy(() -> Trees.of("(f(a)" + more.repeat(20_000) + ")"))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void shouldReadLongChainsOfConditions() throws SyntaxException {
    String text = "a = 1" + " AND b = 2".repeat(20_000);
    if (Trees.parse(text) instanceof SqlNode.Call call) {
      assertThat(call.arguments()).hasSize(20_001);
    } else {
      fail("no call");
    }
  }

  @Test
  void shouldReadLongLists() throws SyntaxException {
    assertThat(Trees.of("a IN (1" + ", 2".repeat(50_000) + ")")).startsWith("in(a, tuple(1, 2");
  }
}
