package dev.prejoin.console;

import dev.prejoin.runtime.Status.State;
import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether this process lives, and whether it works. It lives as long as waiting can mend what is
 * wrong: a server that is away is no reason to start it again, which would help nobody.
 */
final class Health {
  private final Supplier<List<ComponentState>> components;
  private final ConsoleJson json;
  private volatile Predicate<Context> mayKnowMore = context -> true;

  Health(Supplier<List<ComponentState>> components, ConsoleJson json) {
    this.components = components;
    this.json = json;
  }

  /** What components say of themselves, servers' names among it, is not for everybody. */
  void tellsMoreTo(Predicate<Context> whom) {
    mayKnowMore = whom;
  }

  void live(Context context) {
    List<String> problems = new ArrayList<>();
    components.get().stream()
        .filter(component -> component.state() == State.FAILED)
        .forEach(component -> problems.add(component.name() + " failed"));
    List<String> deadlocked = deadlocked();
    if (!deadlocked.isEmpty()) {
      problems.add("threads wait for each other for ever: " + String.join(", ", deadlocked));
    }
    boolean live = problems.isEmpty();
    json.answer(context, live ? 200 : 503, new Liveness(live, problems));
  }

  void ready(Context context) {
    List<ComponentState> states = components.get();
    // A process that only has the console runs nothing else to wait for.
    boolean ready = states.stream().allMatch(component -> component.state() == State.RUNNING);
    json.answer(
        context,
        ready ? 200 : 503,
        new Readiness(ready, mayKnowMore.test(context) ? states : List.of()));
  }

  private static List<String> deadlocked() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids = threads.findDeadlockedThreads();
    return ids == null
        ? List.of()
        : Arrays.stream(threads.getThreadInfo(ids))
            .filter(Objects::nonNull)
            .map(ThreadInfo::getThreadName)
            .toList();
  }

  record Liveness(boolean live, List<String> problems) {}

  record Readiness(boolean ready, List<ComponentState> components) {}
}
