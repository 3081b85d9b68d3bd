package dev.prejoin.app.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryFailedException.Problem;
import dev.prejoin.console.query.Question;
import dev.prejoin.console.query.Standing;
import dev.prejoin.console.query.Table;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that people write, on a real ClickHouse, as its user who can only read. */
class ReaderQueriesIT {
  private static final String READER = "prejoin_reader";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ClickHouse writer;
  private static ClickHouse reader;
  private static ReaderQueries queries;

  @BeforeAll
  static void open() {
    writer = new ClickHouse(TestServers.clickHouse(TestServers.clickHousePort(), "default"));
    reader = new ClickHouse(writer.settings().by(READER, ""));
    queries = new ReaderQueries(Optional.of(reader), writer);
    writer.execute(
        "CREATE TABLE reader_test (id Int64, name Nullable(String), price Decimal(38, 2))"
            + " ENGINE = MergeTree ORDER BY id",
        Map.of());
    writer.execute(
        "INSERT INTO reader_test VALUES (9007199254740993, 'a\tb', 0.1), (2, NULL, 2)", Map.of());
  }

  @AfterAll
  static void close() {
    writer.execute("DROP TABLE reader_test", Map.of());
    reader.close();
    writer.close();
  }

  private static Question question(String sql) {
    return new Question("test-0001", sql, Map.of());
  }

  private static JsonNode answer(String sql) throws Exception {
    return JSON.readTree(queries.answer(question(sql)));
  }

  private static Problem problem(String sql) {
    try {
      queries.answer(question(sql));
    } catch (QueryFailedException e) {
      return e.problem();
    }
    throw new AssertionError("answered: " + sql);
  }

  private static long rows() {
    return writer.rows("SELECT count() AS rows FROM reader_test").get(0).getLong("rows");
  }

  @Test
  void shouldAnswerExactlyWithTypes() throws Exception {
    JsonNode answer = answer("SELECT id, name, price, nan AS n FROM reader_test ORDER BY id DESC");
    assertThat(answer.path("columns").toString())
        .isEqualTo(
            "[{\"name\":\"id\",\"type\":\"Int64\"},{\"name\":\"name\",\"type\":\"Nullable(String)\"},"
                + "{\"name\":\"price\",\"type\":\"Decimal(38, 2)\"},{\"name\":\"n\",\"type\":\"Float64\"}]");
    assertThat(answer.path("rows").toString())
        .isEqualTo("[[\"9007199254740993\",\"a\\tb\",\"0.1\",\"nan\"],[\"2\",null,\"2\",\"nan\"]]");
    assertThat(answer.path("cut").asBoolean()).isFalse();
    assertThat(answer.path("statistics").path("rows_read").asLong()).isEqualTo(2);
  }

  @Test
  void shouldBindParameters() throws Exception {
    Question asked =
        new Question(
            "test-0002",
            "SELECT count() FROM reader_test WHERE name = {name:String} AND id IN {ids:Array(Int64)}",
            Map.of("name", "a\tb", "ids", "[1, 9007199254740993]"));
    assertThat(JSON.readTree(queries.answer(asked)).path("rows").toString()).isEqualTo("[[\"1\"]]");
  }

  @Test
  void shouldCutAnAnswerThatIsTooLongAndSaySo() throws Exception {
    JsonNode answer = answer("SELECT number FROM numbers(1000000)");
    assertThat(answer.path("rows")).hasSize(10_000);
    assertThat(answer.path("cut").asBoolean()).isTrue();
    assertThat(answer("SELECT number FROM numbers(10000)").path("cut").asBoolean()).isFalse();
  }

  @Test
  void shouldExplainWhatWasAskedAndNoLimitOfOurs() throws Exception {
    assertThat(answer(" explain SELECT 1").toString()).doesNotContain("Limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO reader_test VALUES (3, 'c', 3)",
        "INSERT INTO FUNCTION file('/tmp/prejoin-reader-test', 'CSV', 'a Int8') SELECT 1",
        "TRUNCATE TABLE reader_test",
        "DROP TABLE reader_test",
        "ALTER TABLE reader_test DELETE WHERE 1",
        "ALTER TABLE reader_test UPDATE name = '' WHERE 1",
        "DELETE FROM reader_test WHERE 1",
        "OPTIMIZE TABLE reader_test",
        "CREATE TABLE other (a Int8) ENGINE = Memory",
        "CREATE TEMPORARY TABLE other (a Int8)",
        "CREATE DATABASE other",
        "RENAME TABLE reader_test TO other",
        "SYSTEM STOP MERGES reader_test",
        "SYSTEM FLUSH LOGS",
        "KILL QUERY WHERE 1",
        "GRANT ALL ON *.* TO prejoin_reader",
        "SET readonly = 0",
        "SELECT 1 SETTINGS readonly = 0",
        "SELECT 1 SETTINGS max_execution_time = 0",
        "SELECT 1 SETTINGS max_execution_time = 31",
        "SELECT 1 SETTINGS max_result_rows = 0",
        "SELECT 1 SETTINGS max_memory_usage = 0",
        "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a Int8')",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "SELECT * FROM postgresql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
        "SELECT * FROM remote('127.0.0.1', 'default', 'reader_test')",
        "SELECT * FROM system.named_collections",
        "SELECT * FROM system.processes",
        "SELECT 1; DROP TABLE reader_test",
        "SELECT 1 INTO OUTFILE '/tmp/prejoin-reader-test'"
      })
  void shouldChangeNothingAndReachNothingElse(String sql) {
    assertThat(problem(sql).code()).isPositive();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void shouldSayWhereAStatementIsWrong() {
    Problem problem = problem("SELECT\n  1 FORM\n  x, y");
    assertThat(problem.code()).isEqualTo(62);
    assertThat(problem.name()).isEqualTo("SYNTAX_ERROR");
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.column()).isEqualTo(3);
    assertThat(problem.error()).startsWith("Syntax error").doesNotContain("version");
  }

  @Test
  void shouldSayThatTheFormatIsOurs() {
    assertThat(problem("SELECT 1 FORMAT CSV").error()).contains("leave FORMAT away");
  }

  @Test
  void shouldEndWhatIsCancelled() {
    Question endless =
        new Question(
            "test-endless",
            "SELECT count() FROM numbers(1e12) WHERE sipHash64(number) = 7",
            Map.of());
    CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> queries.answer(endless));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              queries.cancel(endless.id());
              return answer.isDone();
            });
    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            QueryFailedException.class,
            e -> assertThat(e.problem().name()).isEqualTo("QUERY_WAS_CANCELLED"));
  }

  @Test
  void shouldWriteAWholeCsvOrNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    queries.csv(question("SELECT id, name FROM reader_test ORDER BY id"), () -> bytes);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("\"id\",\"name\"\n2,\\N\n9007199254740993,\"a\tb\"\n");
    assertThatThrownBy(
            () ->
                queries.csv(
                    question("SELECT number FROM numbers(2000000)"),
                    () -> {
                      throw new AssertionError("began to write");
                    }))
        .isInstanceOf(QueryFailedException.class)
        .hasMessageContaining("Limit for result exceeded");
  }

  @Test
  void shouldListTheTablesAndTheirColumns() {
    assertThat(queries.tables())
        .contains(
            new Table(
                "reader_test",
                "MergeTree",
                List.of(
                    new Table.Column("id", "Int64"),
                    new Table.Column("name", "Nullable(String)"),
                    new Table.Column("price", "Decimal(38, 2)"))));
  }

  @Test
  void shouldListTheFunctionsThatTheServerHas() {
    assertThat(queries.functions())
        .contains("toStartOfHour", "uniqExact", "uniqExactIf", "sumMerge")
        .doesNotContain("toStartOfHourMerge")
        .allMatch(name -> name.matches("[A-Za-z]\\w*"))
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  void shouldTellItsBounds() {
    assertThat(queries.standing())
        .isEqualTo(
            new Standing(
                null,
                List.of(),
                "default",
                READER,
                new Standing.Limits(10_000, 20_000_000, 1_000_000, 200_000_000, 30)));
  }

  @Test
  void shouldAskNothingAsOneWhoMayWrite() {
    ReaderQueries asWriter = new ReaderQueries(Optional.of(writer), writer);
    assertThat(asWriter.standing().problem())
        .contains("user default", "readonly is 0 instead of 2", "max_execution_time has no upper");
    assertThatThrownBy(() -> asWriter.answer(question("SELECT 1")))
        .isInstanceOf(QueryFailedException.class);
  }

  @Test
  void shouldSayThatAUserIsNotKnown() {
    try (ClickHouse unknown = new ClickHouse(writer.settings().by("nobody_here", "secret-word"))) {
      Standing standing = new ReaderQueries(Optional.of(unknown), writer).standing();
      assertThat(standing.problem())
          .contains("refuses user nobody_here")
          .doesNotContain("secret-word");
    }
  }

  @Test
  void shouldShowStatementsThatClickHouseUnderstands() {
    Standing standing = new ReaderQueries(Optional.empty(), writer).standing();
    assertThat(standing.problem()).contains("console.query.user");
    for (String statement : String.join("\n", standing.remedy()).split(";\n?")) {
      // The embedded server keeps no users of its own, and says so only after it has understood.
      assertThatThrownBy(() -> writer.execute(statement, Map.of()))
          .as(statement)
          .isInstanceOfSatisfying(
              WarehouseException.class, e -> assertThat(e.code()).isIn(497, 514, 495));
    }
  }
}
