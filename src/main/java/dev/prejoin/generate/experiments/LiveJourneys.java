package dev.prejoin.generate.experiments;

import dev.prejoin.generate.LiveWriter;
import dev.prejoin.generate.Pace;
import dev.prejoin.generate.SourceServer;
import dev.prejoin.generate.experiments.Journey.Tempo;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * Users who come, are assigned and do what they do while one looks on, at an even rate of events.
 * While PostgreSQL is away it waits and then goes on with new users.
 */
final class LiveJourneys extends LiveWriter {
  private static final long TICK_MILLIS = 100;

  /** How long after it was first sent an event is sent again. */
  private static final Duration REPEATED_AFTER = Duration.ofSeconds(5);

  private final long seed;
  private final double rate;
  private final boolean late;
  private final Clock clock = Clock.systemUTC();

  /** What is to be written at a time. */
  private record Due<T>(Instant at, T what) {}

  /** What is still to be written of one kind. */
  private static final class Waiting<T> {
    private final PriorityQueue<Due<T>> queue = new PriorityQueue<>(Comparator.comparing(Due::at));

    void add(Instant at, T what) {
      queue.add(new Due<>(at, what));
    }

    List<T> due(Instant now) {
      List<T> due = new ArrayList<>();
      for (Due<T> first = queue.peek();
          first != null && !first.at().isAfter(now);
          first = queue.peek()) {
        due.add(queue.remove().what());
      }
      return due;
    }
  }

  /**
   * @param rate events a second
   * @param late whether some of it comes late
   */
  LiveJourneys(SourceServer server, long seed, double rate, boolean late) {
    super(server, "generator");
    this.seed = seed;
    this.rate = rate;
    this.late = late;
  }

  @Override
  protected void write() throws SQLException, InterruptedException {
    try (ExperimentsWriter writer = new ExperimentsWriter(server())) {
      long next = writer.count(ExperimentsSource.COUNT_USERS);
      Pace pace = Pace.ofSecond(rate / Journey.EVENTS_PER_USER);
      Waiting<User> users = new Waiting<>();
      Waiting<Assignment> assignments = new Waiting<>();
      Waiting<Event> events = new Waiting<>();
      Waiting<Event> repeated = new Waiting<>();
      status()
          .running(
              String.format(Locale.ROOT, "%.0f events a second into %s", rate, server().address()));
      while (goesOn(TICK_MILLIS)) {
        Instant now = clock.instant();
        for (int due = pace.due(); due > 0; due--) {
          Journey journey = Journey.of(seed, next++, now, Tempo.LIVE);
          users.add(late ? journey.userWrittenAt() : now, journey.user());
          journey
              .assignments()
              .forEach(each -> assignments.add(late ? each.writtenAt() : each.assignedAt(), each));
          journey.events().forEach(each -> events.add(late ? each.writtenAt() : each.at(), each));
          journey
              .repeated()
              .forEach(each -> repeated.add(each.writtenAt().plus(REPEATED_AFTER), each));
        }
        writer.users(users.due(now));
        writer.assignments(assignments.due(now));
        writer.events(events.due(now));
        writer.events(repeated.due(now));
      }
    }
  }
}
