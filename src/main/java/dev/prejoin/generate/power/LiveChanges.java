package dev.prejoin.generate.power;

import dev.prejoin.generate.Chance;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.LiveWriter;
import dev.prejoin.generate.Pace;
import dev.prejoin.generate.power.LateDevices.Step;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Mends and removes readings, moves devices, and lets some send readings before their metadata
 * comes, at even rates. While PostgreSQL is away it waits and then goes on.
 */
public final class LiveChanges extends LiveWriter {
  private static final long TICK_MILLIS = 100;
  private static final long PURPOSE = 4;

  /** Of each reading of a late device: so much use that it is seen where it is missing. */
  private static final double HOURS_READ = 1 / 60d;

  private final GeneratorSettings settings;
  private final ChangeRates rates;
  private final Clock clock;
  private final Devices devices;
  private final SplittableRandom random;
  private final AtomicLong mended = new AtomicLong();
  private final AtomicLong removed = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  /** Changes of what a generator with the same settings writes. */
  public LiveChanges(GeneratorSettings settings, ChangeRates rates) {
    this(settings, rates, Clock.systemUTC());
  }

  LiveChanges(GeneratorSettings settings, ChangeRates rates, Clock clock) {
    super(settings.server(), "changes");
    this.settings = settings;
    this.rates = rates;
    this.clock = clock;
    devices = new Devices(settings.seed(), settings.devices());
    // Not the same changes at each start: those of before have been made.
    random = Chance.of(settings.seed(), PURPOSE, clock.millis());
  }

  /** What this run has changed: readings, readings, devices, and devices with late metadata. */
  public ChangeCounts counts() {
    return new ChangeCounts(mended.get(), removed.get(), moved.get(), late.get());
  }

  /** How much was changed. */
  public record ChangeCounts(long mended, long removed, long moved, long late) {}

  @Override
  protected void write() throws SQLException, InterruptedException {
    try (Changes changes = new Changes(settings)) {
      int firstLate = devices.count() + Readings.UNKNOWN_DEVICES;
      LateDevices lateDevices = new LateDevices(devices, firstLate, changes.knownAbove(firstLate));
      Pace updates = Pace.ofMinute(rates.updates());
      Pace deletes = Pace.ofMinute(rates.deletes());
      Pace moves = Pace.ofMinute(rates.metadataChanges());
      Pace begins = Pace.ofMinute(rates.late());
      status()
          .running(
              String.format(
                  Locale.ROOT,
                  "%d mended, %d removed, %d moved, %d late in a minute",
                  rates.updates(),
                  rates.deletes(),
                  rates.metadataChanges(),
                  rates.late()));
      while (goesOn(TICK_MILLIS)) {
        mend(changes, updates.due());
        remove(changes, deletes.due());
        move(changes, moves.due());
        for (Step step : lateDevices.steps(begins.due(), clock.instant().getEpochSecond())) {
          take(changes, step);
        }
      }
    }
  }

  private void mend(Changes changes, int due) throws SQLException {
    if (due > 0) {
      double factor =
          random.nextBoolean() ? random.nextDouble(0.5, 0.95) : random.nextDouble(1.05, 1.5);
      mended.addAndGet(changes.mend(changes.some(due, random), factor));
    }
  }

  private void remove(Changes changes, int due) throws SQLException {
    if (due > 0) {
      removed.addAndGet(changes.remove(changes.some(due, random)));
    }
  }

  private void move(Changes changes, int due) throws SQLException {
    for (int i = 0; i < due; i++) {
      // Like one that there is not, so that it is another customer in most cases.
      Device like = devices.device(random.nextInt(Integer.MAX_VALUE));
      changes.move(random.nextLong(devices.count()) + 1, like, (int) moved.getAndIncrement());
    }
  }

  private void take(Changes changes, Step step) throws SQLException {
    if (step instanceof Step.Begins begins) {
      changes.forget(begins.device());
    } else if (step instanceof Step.Arrives arrives) {
      changes.know(arrives.device());
      late.incrementAndGet();
    } else if (step instanceof Step.Reads reads) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      changes.read(
          reads.device(),
          now,
          Readings.usage(reads.device(), now.getEpochSecond(), HOURS_READ, random));
    }
  }
}
