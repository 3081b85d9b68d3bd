package dev.prejoin.console;

import dev.prejoin.console.query.QueryFailedException;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.console.query.Question;
import dev.prejoin.console.query.Standing;
import dev.prejoin.console.query.Standing.Limits;
import dev.prejoin.console.query.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Answers the queries that a test gives answers to; others run until they are cancelled. */
class StubRunner implements QueryRunner {
  static final Limits LIMITS = new Limits(10_000, 20_000_000, 1_000_000, 200_000_000, 30);

  final Map<String, String> answers = new ConcurrentHashMap<>();
  final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();
  final Map<String, Question> asked = new ConcurrentHashMap<>();
  final Map<String, CountDownLatch> running = new ConcurrentHashMap<>();
  volatile Standing standing = new Standing(null, List.of(), "default", "prejoin_reader", LIMITS);
  volatile boolean away;

  @Override
  public Standing standing() {
    if (away) {
      throw new FiguresAwayException("ClickHouse does not answer");
    }
    return standing;
  }

  @Override
  public List<Table> tables() {
    return List.of(
        new Table(
            "l3_power_joined",
            "ReplacingMergeTree",
            List.of(new Table.Column("id", "Int64"), new Table.Column("ts", "DateTime64(6)"))),
        new Table(
            "l4_power_agg_stats",
            "View",
            List.of(new Table.Column("usage_sum", "AggregateFunction(sum, Float64)"))));
  }

  @Override
  public List<String> functions() {
    return List.of("count", "countMerge", "toStartOfHour");
  }

  @Override
  public byte[] answer(Question question) {
    asked.put(question.sql(), question);
    RuntimeException failure = failures.get(question.sql());
    if (failure != null) {
      throw failure;
    }
    String answer = answers.get(question.sql());
    if (answer == null) {
      awaitCancel(question.id());
      throw new QueryFailedException(
          QueryFailedException.Problem.of(
              394, "Code: 394. DB::Exception: Query was cancelled. (QUERY_WAS_CANCELLED)"));
    }
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitCancel(String id) {
    CountDownLatch cancelled = new CountDownLatch(1);
    running.put(id, cancelled);
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void csv(Question question, Download download) {
    try {
      download.begin().write("\"n\"\n1\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void cancel(String id) {
    running.remove(id).countDown();
  }
}
