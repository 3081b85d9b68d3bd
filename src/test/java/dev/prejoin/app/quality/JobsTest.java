package dev.prejoin.app.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.Job.Kind;
import dev.prejoin.console.quality.Job.State;
import dev.prejoin.console.quality.JobRefusedException;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private final Jobs jobs = new Jobs();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() throws InterruptedException {
    jobs.close();
  }

  @Test
  void shouldTellHowFarAJobIsAndThenWhatItFound() {
    Job job =
        start(
            Kind.REPLAY,
            "power",
            progress -> {
              progress.step("one");
              progress.now("two");
              return wait(end, "found");
            });
    await().until(() -> told(job).now(), "two"::equals);
    assertThat(told(job).steps()).containsExactly("one");
    assertThat(told(job).state()).isEqualTo(State.RUNNING);
    end.countDown();
    await().until(() -> told(job).state() == State.DONE);
    assertThat(told(job).result()).isEqualTo("found");
    assertThat(told(job).ended()).isNotNull();
    assertThat(jobs.of("power").get(0).result()).isNull();
    assertThat(jobs.of("other")).isEmpty();
    assertThat(jobs.job("other", job.id())).isEmpty();
  }

  @Test
  void shouldRefuseASecondOfAKindWhileOneRuns() {
    start(Kind.REPLAY, "power", progress -> wait(end, ""));
    assertThatThrownBy(() -> start(Kind.REPLAY, "other", progress -> ""))
        .isInstanceOf(JobRefusedException.class)
        .hasMessageContainingAll("One runs already", "pipeline power", "job 1");
    Job another = start(Kind.RECONCILIATION, "power", progress -> "");
    await().until(() -> told(another).state() == State.DONE);
    end.countDown();
    await().until(() -> jobs.of("power").stream().noneMatch(job -> job.state() == State.RUNNING));
    assertThat(start(Kind.REPLAY, "power", progress -> "").id()).isEqualTo("3");
  }

  @Test
  void shouldCancelAJobAndLetItTakeAwayWhatItHasMade() {
    CountDownLatch tidied = new CountDownLatch(1);
    Job job =
        start(
            Kind.VERIFICATION,
            "power",
            progress -> {
              try {
                return wait(end, "");
              } finally {
                tidied.countDown();
              }
            });
    jobs.cancel("power", job.id());
    await().until(() -> told(job).state() == State.CANCELLED);
    assertThat(tidied.getCount()).isZero();
    assertThat(told(job).error()).isNull();
  }

  @Test
  void shouldSayWhyAJobFailedAndNothingOfDefects() {
    Job away =
        start(
            Kind.REPLAY,
            "power",
            progress -> {
              throw new ProblemException(ExitCode.ENVIRONMENT, "Kafka is away: start it");
            });
    await().until(() -> told(away).state() == State.FAILED);
    assertThat(told(away).error()).isEqualTo("Kafka is away: start it");
    Job defect =
        start(
            Kind.REPLAY,
            "power",
            progress -> {
              throw new IllegalStateException("secret");
            });
    await().until(() -> told(defect).state() == State.FAILED);
    assertThat(told(defect).error()).isEqualTo("This is a defect; the log says more");
  }

  @Test
  void shouldForgetTheOldestAndNoneThatRuns() {
    Job running = start(Kind.REPLAY, "power", progress -> wait(end, ""));
    for (int i = 0; i < 40; i++) {
      Job job = start(Kind.RECONCILIATION, "power", progress -> "");
      await().until(() -> told(job).state() == State.DONE);
    }
    assertThat(jobs.of("power")).hasSize(30);
    assertThat(told(running).state()).isEqualTo(State.RUNNING);
  }

  @Test
  void shouldEndWhatRunsWhenItIsClosed() throws InterruptedException {
    Job job = start(Kind.REPLAY, "power", progress -> wait(end, ""));
    jobs.close();
    assertThat(told(job).state()).isEqualTo(State.CANCELLED);
    assertThatThrownBy(() -> start(Kind.REPLAY, "power", progress -> ""))
        .hasMessage("prejoin is stopping");
  }

  private Job start(Kind kind, String pipeline, Function<JobProgress, Object> work) {
    return jobs.start(kind, pipeline, "Something", "", work);
  }

  private Job told(Job job) {
    return jobs.job(job.pipeline(), job.id()).orElseThrow();
  }

  private static Object wait(CountDownLatch until, Object found) {
    try {
      until.await();
      return found;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
