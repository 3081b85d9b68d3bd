package dev.prejoin.app.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryFailedException.Problem;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.console.query.Question;
import dev.prejoin.console.query.Standing;
import dev.prejoin.console.query.Standing.Limits;
import dev.prejoin.console.query.Table;
import dev.prejoin.console.query.Table.Column;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouse.Format;
import dev.prejoin.sink.clickhouse.ClickHouse.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks as the user who can only read; never as the one who writes, but to cancel: who only reads
 * may not even end what he has begun.
 */
public final class ReaderQueries implements QueryRunner {
  /** So long it is believed that the server's word on the user still holds. */
  private static final long CHECK_NANOS = Duration.ofMinutes(1).toNanos();

  private static final String ID = "prejoin-console-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Numbers that JavaScript or JSON cannot hold are told as texts. */
  private static final Map<String, String> AS_JSON =
      Map.of(
          "output_format_json_quote_64bit_integers", "1",
          "output_format_json_quote_decimals", "1",
          "output_format_json_quote_denormals", "1");

  /** For what we ask ourselves: within the bounds of any user, and no longer than a page waits. */
  private static final Map<String, String> SOON = Map.of("max_execution_time", "5");

  private static final String TABLES =
      """
      SELECT t.name, t.engine, c.name, c.type
      FROM system.tables AS t
      INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
      WHERE t.database = currentDatabase()
      ORDER BY t.name, c.position""";

  private static final String FUNCTIONS =
      """
      SELECT name FROM system.functions WHERE match(name, '^[A-Za-z]\\w*$')
      UNION DISTINCT
      SELECT concat(name, arrayJoin(['If', 'Merge'])) FROM system.functions WHERE is_aggregate""";

  private final Optional<ClickHouse> reader;
  private final ClickHouse writer;

  private @Nullable Standing good;
  private long checked;

  /**
   * Answers as one user.
   *
   * @param reader empty if the settings name none
   * @param writer who cancels
   */
  public ReaderQueries(Optional<ClickHouse> reader, ClickHouse writer) {
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public synchronized Standing standing() {
    if (good != null && System.nanoTime() - checked < CHECK_NANOS) {
      return good;
    }
    good = null;
    Standing standing = reader.map(this::checked).orElseGet(this::without);
    if (standing.problem() == null) {
      good = standing;
      checked = System.nanoTime();
    }
    return standing;
  }

  private Standing without() {
    return refused(
        "",
        "No user for queries is set: make one who can only read, and set console.query.user and"
            + " console.query.password");
  }

  private Standing checked(ClickHouse asked) {
    String user = asked.settings().user();
    ReaderCheck check;
    try {
      check = new ReaderCheck(rows(asked, ReaderCheck.SQL));
    } catch (WarehouseException e) {
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        throw away(e);
      }
      return refused(user, "ClickHouse refuses user %s: %s".formatted(user, problem(e).error()));
    }
    List<String> problems = check.problems();
    return problems.isEmpty()
        ? new Standing(null, List.of(), asked.settings().database(), user, check.limits())
        : refused(
            user,
            "Queries are not asked as user %s, as ClickHouse does not hold it to reading a bounded"
                    .formatted(user)
                + " amount: "
                + String.join("; ", problems));
  }

  private Standing refused(String user, String problem) {
    String database = writer.settings().database();
    return new Standing(problem, ReaderCheck.remedy(user, database), database, user, null);
  }

  @Override
  public List<Table> tables() {
    limits();
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    Map<String, String> engines = new LinkedHashMap<>();
    JsonNode rows = ask(() -> rows(asked(), TABLES));
    for (JsonNode row : rows) {
      String table = row.path(0).asText();
      engines.put(table, row.path(1).asText());
      columns
          .computeIfAbsent(table, name -> new ArrayList<>())
          .add(new Column(row.path(2).asText(), row.path(3).asText()));
    }
    return engines.entrySet().stream()
        .map(
            table ->
                new Table(
                    table.getKey(),
                    table.getValue(),
                    columns.getOrDefault(table.getKey(), List.of())))
        .toList();
  }

  @Override
  public List<String> functions() {
    limits();
    List<String> names = new ArrayList<>();
    ask(() -> rows(asked(), FUNCTIONS)).forEach(row -> names.add(row.path(0).asText()));
    names.sort(null);
    return names;
  }

  @Override
  public byte[] answer(Question question) {
    Limits limits = limits();
    Map<String, String> settings = settings(limits, limits.bytes());
    settings.putAll(AS_JSON);
    if (!explains(question.sql())) {
      settings.put("limit", Long.toString(limits.rows() + 1L));
    }
    return ask(
        () ->
            read(
                asked(),
                Format.JSON_COMPACT,
                question,
                settings,
                in -> CompactAnswer.read(in, limits.rows())));
  }

  /** Else the plan that is explained would be one with a limit. */
  private static boolean explains(String sql) {
    return sql.strip().toUpperCase(Locale.ROOT).startsWith("EXPLAIN");
  }

  @Override
  public void csv(Question question, Download download) {
    Limits limits = limits();
    ask(
        () ->
            read(
                asked(),
                Format.CSV,
                question,
                settings(limits, limits.csvBytes()),
                in -> in.transferTo(download.begin())));
  }

  /** An answer that comes only when it is whole fails before its first byte, or not at all. */
  private static Map<String, String> settings(Limits limits, long bytes) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("max_execution_time", Long.toString(limits.seconds()));
    settings.put("max_result_rows", Long.toString(limits.csvRows()));
    settings.put("max_result_bytes", Long.toString(bytes));
    settings.put("result_overflow_mode", "throw");
    settings.put("session_timezone", "UTC");
    settings.put("wait_end_of_query", "1");
    settings.put("cancel_http_readonly_queries_on_client_close", "1");
    return settings;
  }

  @Override
  public void cancel(String id) {
    ask(
        () ->
            writer.rows(
                "KILL QUERY WHERE query_id = {id:String} AND user = {user:String} ASYNC",
                Map.of("id", ID + id, "user", asked().settings().user())));
  }

  private ClickHouse asked() {
    return reader.orElseThrow();
  }

  private Limits limits() {
    Standing standing = standing();
    Limits limits = standing.limits();
    if (limits == null) {
      throw new QueryFailedException(String.valueOf(standing.problem()));
    }
    return limits;
  }

  private static JsonNode rows(ClickHouse asked, String sql) {
    Question question = new Question(UUID.randomUUID().toString(), sql, Map.of());
    return read(asked, Format.JSON_COMPACT, question, SOON, in -> JSON.readTree(in).path("data"));
  }

  private static <T> T read(
      ClickHouse asked,
      Format format,
      Question question,
      Map<String, String> settings,
      Reading<T> reading) {
    return asked.read(
        format, question.sql(), question.parameters(), settings, ID + question.id(), reading);
  }

  private interface Asked<T> {
    T get();
  }

  private static <T> T ask(Asked<T> asked) {
    try {
      return asked.get();
    } catch (WarehouseException e) {
      if (e.kind() == WarehouseException.Kind.REFUSED) {
        throw new QueryFailedException(problem(e));
      }
      if (e.getCause() instanceof JsonProcessingException) {
        throw new QueryFailedException(
            "The answer is not in the format that was asked for: leave FORMAT away from the query");
      }
      throw away(e);
    }
  }

  private static FiguresAwayException away(WarehouseException e) {
    return new FiguresAwayException("ClickHouse does not answer", e);
  }

  private static Problem problem(WarehouseException e) {
    Throwable cause = e.getCause();
    return Problem.of(e.code(), String.valueOf((cause == null ? e : cause).getMessage()));
  }
}
