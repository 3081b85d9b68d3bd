package dev.prejoin.generate.power;

import dev.prejoin.generate.LiveWriter;
import dev.prejoin.generate.Pace;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes readings of the present time at an even rate, in small transactions. While PostgreSQL is
 * away it waits and then goes on; the readings of that time are not made up for.
 */
public final class LiveGenerator extends LiveWriter {
  private static final long TICK_MILLIS = 50;
  private static final double HIGHEST_RATE = 1_000_000;
  private static final double SECONDS_PER_HOUR = 3_600;

  private final GeneratorSettings settings;
  private final double rate;
  private final Clock clock;
  private final AtomicLong written = new AtomicLong();

  /**
   * @param rate readings per second
   */
  public LiveGenerator(GeneratorSettings settings, double rate) {
    this(settings, rate, Clock.systemUTC());
  }

  LiveGenerator(GeneratorSettings settings, double rate, Clock clock) {
    super(settings.server(), "generator");
    if (!(rate > 0 && rate <= HIGHEST_RATE)) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "the rate must be above 0 and at most 1000000 readings per second, not " + rate);
    }
    this.settings = settings;
    this.rate = rate;
    this.clock = clock;
  }

  /** Readings that this run has committed. */
  public long written() {
    return written.get();
  }

  @Override
  protected void write() throws SQLException, InterruptedException {
    Readings readings = new Readings(settings);
    try (ReadingWriter writer = new ReadingWriter(settings)) {
      // Asked anew each time: whether the last transaction before a break was committed is unknown.
      long next = writer.count();
      Pace pace = Pace.ofSecond(rate);
      double hours = settings.devices() / rate / SECONDS_PER_HOUR;
      status().running(rate + " readings a second into " + server().address());
      while (goesOn(TICK_MILLIS)) {
        int due = pace.due();
        if (due > 0) {
          long now = clock.instant().getEpochSecond();
          writer.write(next, next + due, index -> readings.at(index, now, hours));
          next += due;
          written.addAndGet(due);
        }
      }
    }
  }
}
