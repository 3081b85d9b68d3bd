package dev.prejoin.app.quality;

import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.QueryRefusedException;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * Asks servers on threads of its own, so that one that hangs costs a page no more than patience.
 */
final class Asking implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 16;

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          task -> {
            Thread thread = new Thread(task, "quality");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * An answer.
   *
   * @throws FiguresAwayException when it does not come
   */
  <T> T ask(Callable<T> question) {
    Future<T> answer = submitted(question);
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new FiguresAwayException("No answer came within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new FiguresAwayException("The console is stopping", e);
    }
  }

  private <T> Future<T> submitted(Callable<T> question) {
    try {
      return threads.submit(question);
    } catch (RejectedExecutionException e) {
      throw new FiguresAwayException(
          threads.isShutdown()
              ? "The console is stopping"
              : "Too many questions wait for an answer",
          e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof FiguresAwayException || cause instanceof QueryRefusedException) {
      return (RuntimeException) cause;
    }
    if (cause instanceof WarehouseException refused) {
      return refused.kind() == WarehouseException.Kind.REFUSED
          ? new FiguresAwayException(String.valueOf(refused.getMessage()), refused)
          : new FiguresAwayException("ClickHouse does not answer", refused);
    }
    if (cause instanceof KafkaException) {
      return new FiguresAwayException("Kafka does not answer", cause);
    }
    if (cause instanceof ProblemException) {
      return new FiguresAwayException(String.valueOf(cause.getMessage()), cause);
    }
    return new IllegalStateException("a question of the page of quality failed", cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
