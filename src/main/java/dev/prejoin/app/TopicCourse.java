package dev.prejoin.app;

import dev.prejoin.console.NodeDetail.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How a topic has grown and was read in the last day, by the minute. */
final class TopicCourse {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(1);

  /** So soon after the last one, the speed since would jump. */
  private static final Duration LEAST = Duration.ofSeconds(10);

  private record Mark(Instant at, long end, long lag) {}

  private final Deque<Mark> marks = new ArrayDeque<>();
  private Mark newest = new Mark(Instant.MIN, 0, 0);

  /**
   * The topic stands there now.
   *
   * @param end offsets behind the last records, of all partitions together
   */
  synchronized void add(Instant now, long end, long lag) {
    newest = new Mark(now, end, lag);
    if (marks.isEmpty() || !now.isBefore(marks.getLast().at.plus(STEP))) {
      marks.addLast(newest);
    }
    while (marks.getFirst().at.isBefore(now.minus(KEPT))) {
      marks.removeFirst();
    }
  }

  /** Each minute with what came since the one before; the newest is last. */
  synchronized List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    Mark before = null;
    for (Mark mark : marks) {
      if (before != null) {
        moments.add(moment(before, mark));
      }
      before = mark;
    }
    if (before != null && !newest.at.isBefore(before.at.plus(LEAST))) {
      moments.add(moment(before, newest));
    }
    return moments;
  }

  private static Moment moment(Mark before, Mark mark) {
    double seconds = Duration.between(before.at, mark.at).toMillis() / 1e3;
    // A topic that was made anew begins at 0 again.
    double rows = Math.max(0, mark.end - before.end);
    return new Moment(mark.at, rows / seconds, mark.lag);
  }
}
