package dev.prejoin.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {
  @TempDir private Path directory;

  @Test
  void shouldLetOneThreadInAtATime() throws Exception {
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    Turn turn = Turn.at(file());
    Thread thread = new Thread(() -> other.completeAsync(this::taken, Runnable::run));
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(other).isNotDone();

    turn.close();

    assertThat(other.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldLetOneProcessInAtATimeAndEndWithIt() throws Exception {
    Process other =
        new ProcessBuilder(
                JavaChild.command(List.of(), Taker.class.getName(), List.of(file().toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<Boolean> own;
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      own = CompletableFuture.supplyAsync(this::taken);
      assertThat(own).isNotDone();
    } finally {
      other.destroyForcibly();
    }

    assertThat(own.get(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Takes its turn and keeps it until it is killed. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) throws Exception {
      try (Turn turn = Turn.at(Path.of(arguments[0]))) {
        System.out.println("taken");
        System.in.read();
      }
    }
  }

  private boolean taken() {
    try (Turn turn = Turn.at(file())) {
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file() {
    return directory.resolve("turn");
  }
}
