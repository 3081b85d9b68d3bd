package dev.prejoin.app.quality;

import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.Job.State;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job on a thread of its own, and all that is known of it. */
final class RunningJob implements JobProgress {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
  private static final int MOST_STEPS = 100;

  private final String id;
  private final Job.Kind kind;
  private final String pipeline;
  private final String what;
  private final Object order;
  private final Instant begun = Instant.now();
  private final Thread thread;
  private final List<String> steps = new ArrayList<>();
  private String now = "";
  private State state = State.RUNNING;
  private boolean cancelled;
  private @Nullable Instant ended;
  private @Nullable String error;
  private @Nullable Object result;

  RunningJob(
      String id,
      Job.Kind kind,
      String pipeline,
      String what,
      Object order,
      Function<JobProgress, Object> work) {
    this.id = id;
    this.kind = kind;
    this.pipeline = pipeline;
    this.what = what;
    this.order = order;
    this.thread = new Thread(() -> run(work), "job-" + id);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run(Function<JobProgress, Object> work) {
    try {
      done(work.apply(this));
    } catch (ProblemException | WarehouseException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      failed("Kafka does not answer: " + e.getMessage());
    } catch (RuntimeException e) {
      if (!isCancelled()) {
        LOG.warn("Job {} of {} failed", what, pipeline, e);
      }
      failed("This is a defect; the log says more");
    }
  }

  private synchronized void done(Object found) {
    // Who cancels too late finds it done.
    result = found;
    end(State.DONE);
  }

  private synchronized void failed(String reason) {
    if (cancelled) {
      end(State.CANCELLED);
    } else {
      error = reason;
      end(State.FAILED);
    }
  }

  private void end(State last) {
    state = last;
    now = "";
    ended = Instant.now();
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Has it end soon, if it runs. */
  synchronized void cancel() {
    if (state == State.RUNNING && !cancelled) {
      cancelled = true;
      now = "Cancelling";
      thread.interrupt();
    }
  }

  /** Waits for its end, not for ever. */
  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  @Override
  public synchronized void step(String step) {
    if (steps.size() < MOST_STEPS) {
      steps.add(step);
    }
  }

  @Override
  public synchronized void now(String at) {
    if (!cancelled) {
      now = at;
    }
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  synchronized Job told() {
    return new Job(id, kind, pipeline, what, order, state, begun, ended, steps, now, error, result);
  }
}
