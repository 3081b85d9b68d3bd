package dev.prejoin.generate.experiments;

import dev.prejoin.generate.Chance;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.LiveWriter;
import dev.prejoin.generate.Pace;
import dev.prejoin.generate.SourceServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Refunds, events that are removed, users who change their plan, variants that get another name,
 * and the outbox, which is emptied. While PostgreSQL is away it waits and then goes on.
 */
final class LiveExperimentChanges extends LiveWriter {
  /** How long a row stays in the outbox. */
  static final int OUTBOX_SECONDS = 30;

  private static final long TICK_MILLIS = 200;
  private static final int PURGES_PER_MINUTE = 12;
  private static final long PURPOSE = 13;

  /** One change in so many of metadata is of a variant, whose events are all restated. */
  private static final int OF_VARIANTS = 30;

  /** Ids are even: the first event from a random one on is any of them. */
  private static final String MEND =
      "UPDATE public.events SET properties = jsonb_set(properties, '{value}',"
          + " to_jsonb(floor((properties->>'value')::float8 * 2) / 4))"
          + " WHERE event_id = (SELECT event_id FROM public.events"
          + " WHERE event_type = 'conversion' AND event_id >= ? ORDER BY event_id LIMIT 1)";

  private static final String REMOVE =
      "DELETE FROM public.events WHERE event_id ="
          + " (SELECT event_id FROM public.events WHERE event_id >= ? ORDER BY event_id LIMIT 1)";
  private static final String CHANGE_USER =
      "UPDATE public.users SET plan = CASE plan WHEN 'free' THEN 'pro' WHEN 'pro' THEN 'team'"
          + " ELSE 'free' END WHERE user_id = ?";
  private static final String CHANGE_VARIANT =
      "UPDATE public.variants SET name = CASE WHEN name LIKE '% (new)' THEN replace(name, ' (new)', '')"
          + " ELSE name || ' (new)' END WHERE experiment_id = ? AND variant_id = ?";

  private final ChangeRates rates;
  private final SplittableRandom random;

  LiveExperimentChanges(SourceServer server, long seed, ChangeRates rates) {
    super(server, "changes");
    this.rates = rates;
    // Not the same changes at each start: those of before have been made.
    this.random = Chance.of(seed, PURPOSE, System.currentTimeMillis());
  }

  @Override
  protected void write() throws SQLException, InterruptedException {
    try (ExperimentsWriter writer = new ExperimentsWriter(server())) {
      Pace updates = Pace.ofMinute(rates.updates());
      Pace deletes = Pace.ofMinute(rates.deletes());
      Pace metadata = Pace.ofMinute(rates.metadataChanges());
      Pace purges = Pace.ofMinute(PURGES_PER_MINUTE);
      status()
          .running(
              String.format(
                  Locale.ROOT,
                  "%d mended, %d removed, %d users or variants changed in a minute",
                  rates.updates(),
                  rates.deletes(),
                  rates.metadataChanges()));
      while (goesOn(TICK_MILLIS)) {
        repeat(updates, () -> writer.update(MEND, List.of(anyId())));
        repeat(deletes, () -> writer.update(REMOVE, List.of(anyId())));
        repeat(metadata, () -> changeMetadata(writer));
        repeat(
            purges, () -> writer.update(ExperimentsSource.PURGE, List.of((double) OUTBOX_SECONDS)));
      }
    }
  }

  private UUID anyId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private void changeMetadata(ExperimentsWriter writer) throws SQLException {
    if (random.nextInt(OF_VARIANTS) == 0) {
      Experiment experiment = Experiment.ALL.get(random.nextInt(Experiment.ALL.size()));
      String variant = experiment.variants().get(random.nextInt(experiment.variants().size())).id();
      writer.update(CHANGE_VARIANT, List.of(experiment.id(), variant));
    } else {
      long users = writer.count(ExperimentsSource.COUNT_USERS);
      writer.update(CHANGE_USER, List.of(Journey.userId(random.nextLong(Math.max(1, users)))));
    }
  }

  /** A change of the source. */
  @FunctionalInterface
  private interface Change {
    void make() throws SQLException;
  }

  private static void repeat(Pace pace, Change change) throws SQLException {
    for (int due = pace.due(); due > 0; due--) {
      change.make();
    }
  }
}
