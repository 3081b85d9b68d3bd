package dev.prejoin.app.quality;

import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.JobRefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The jobs of a process, of all its pipelines: one of each kind at a time, as two would be in each
 * other's way or ask the same servers for much at once. The last ones are remembered.
 */
public final class Jobs implements AutoCloseable {
  private static final int REMEMBERED = 30;
  private static final long PATIENCE_MILLIS = 5_000;

  /** The newest first. */
  private final Deque<RunningJob> jobs = new ArrayDeque<>();

  private long begun;
  private boolean closed;

  /**
   * Begins one.
   *
   * @throws JobRefusedException if one of its kind runs
   */
  synchronized Job start(
      Job.Kind kind,
      String pipeline,
      String what,
      Object order,
      Function<JobProgress, Object> work) {
    if (closed) {
      throw new JobRefusedException("prejoin is stopping");
    }
    for (RunningJob job : jobs) {
      Job other = job.told();
      if (job.isRunning() && other.kind() == kind) {
        throw new JobRefusedException(
            "One runs already, since %s, of pipeline %s: %s (job %s); wait for its end or cancel it"
                .formatted(other.begun(), other.pipeline(), other.what(), other.id()));
      }
    }
    RunningJob job = new RunningJob(Long.toString(++begun), kind, pipeline, what, order, work);
    jobs.addFirst(job);
    if (jobs.size() > REMEMBERED) {
      forgetOne();
    }
    job.start();
    return job.told();
  }

  private void forgetOne() {
    List<RunningJob> ended = jobs.stream().filter(job -> !job.isRunning()).toList();
    jobs.remove(ended.get(ended.size() - 1));
  }

  /** Those of a pipeline, the newest first. */
  synchronized List<Job> of(String pipeline) {
    return jobs.stream()
        .map(RunningJob::told)
        .filter(job -> job.pipeline().equals(pipeline))
        .map(Job::withoutResult)
        .toList();
  }

  synchronized Optional<Job> job(String pipeline, String id) {
    return found(pipeline, id).map(RunningJob::told);
  }

  synchronized Optional<Job> cancel(String pipeline, String id) {
    Optional<RunningJob> job = found(pipeline, id);
    job.ifPresent(RunningJob::cancel);
    return job.map(RunningJob::told);
  }

  private Optional<RunningJob> found(String pipeline, String id) {
    return jobs.stream()
        .filter(job -> job.told().id().equals(id) && job.told().pipeline().equals(pipeline))
        .findFirst();
  }

  /** Cancels what runs, and gives it a while to take away what it has made. */
  @Override
  public void close() throws InterruptedException {
    List<RunningJob> running;
    synchronized (this) {
      closed = true;
      running = jobs.stream().filter(RunningJob::isRunning).toList();
      running.forEach(RunningJob::cancel);
    }
    for (RunningJob job : running) {
      job.join(PATIENCE_MILLIS);
    }
  }
}
