package dev.prejoin.console;

import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.console.query.Question;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Queries that people write: a few at once, each of which can be cancelled. */
final class QueryApi {
  static final int MOST_AT_ONCE = 4;

  private static final int LONGEST_SQL = 100_000;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{8,64}");
  private static final String CSV = "text/csv";
  private static final int TOO_MANY = 429;

  private final Feeds feeds;
  private final ConsoleJson json;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  QueryApi(Feeds feeds, ConsoleJson json) {
    this.feeds = feeds;
    this.json = json;
  }

  void addTo(Javalin server) {
    server.get("/api/query", context -> json.answer(context, 200, of(context).standing()));
    server.get(
        "/api/query/tables",
        context -> json.answer(context, 200, Map.of("tables", of(context).tables())));
    server.get(
        "/api/query/functions",
        context -> json.answer(context, 200, Map.of("functions", of(context).functions())));
    server.post("/api/query", this::ask);
    server.delete("/api/query/{id}", this::cancel);
    server.exception(
        QueryFailedException.class, (e, context) -> json.answer(context, 400, e.problem()));
  }

  private QueryRunner of(Context context) {
    return feeds.of(context).runner();
  }

  private void ask(Context context) {
    Question question = question(JsonBody.of(context, "sql", "parameters", "id"));
    begin(question.id());
    try {
      if (wantsCsv(context)) {
        of(context).csv(question, () -> download(context));
      } else {
        context.contentType("application/json").result(of(context).answer(question));
      }
    } finally {
      running.remove(question.id());
    }
  }

  private static boolean wantsCsv(Context context) {
    String accepted = context.header("Accept");
    return accepted != null && accepted.contains(CSV);
  }

  private static OutputStream download(Context context) {
    context.contentType(CSV + "; charset=utf-8");
    context.header("Content-Disposition", "attachment; filename=\"query.csv\"");
    return context.outputStream();
  }

  private static Question question(JsonBody body) {
    String sql = body.text("sql");
    if (sql == null || sql.isBlank()) {
      throw new BadRequestResponse("sql is missing: one SELECT for ClickHouse");
    }
    if (sql.length() > LONGEST_SQL) {
      throw new BadRequestResponse("sql has more than %,d characters".formatted(LONGEST_SQL));
    }
    String id = body.text("id");
    if (id != null && !ID.matcher(id).matches()) {
      throw new BadRequestResponse("id has 8 to 64 letters, digits and hyphens");
    }
    return new Question(
        id == null ? UUID.randomUUID().toString() : id, sql, body.texts("parameters"));
  }

  /** Room is made for one more, or it is refused. */
  private synchronized void begin(String id) {
    if (running.size() >= MOST_AT_ONCE) {
      throw new HttpResponseException(
          TOO_MANY,
          MOST_AT_ONCE + " queries are running already: wait for one, or cancel it",
          Map.of());
    }
    if (!running.add(id)) {
      throw new ConflictResponse("A query with the id " + id + " is running already");
    }
  }

  private void cancel(Context context) {
    String id = context.pathParam("id");
    if (!running.contains(id)) {
      throw new NotFoundResponse("No query with the id " + id + " is running");
    }
    of(context).cancel(id);
    json.answer(context, 202, Map.of("cancelled", id));
  }
}
