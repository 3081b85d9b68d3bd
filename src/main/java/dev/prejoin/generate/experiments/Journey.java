package dev.prejoin.generate.experiments;

import dev.prejoin.generate.Chance;
import dev.prejoin.generate.ChangeRates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that one user does: given by the seed, the user's index and a time, so that it does not
 * matter how fast or in how many runs it is written.
 *
 * @param userWrittenAt when the user comes into the table: for some, after their events
 * @param repeated events that are sent a second time
 */
record Journey(
    User user,
    Instant userWrittenAt,
    List<Assignment> assignments,
    List<Event> events,
    List<Event> repeated) {
  /** Of 100,000 users of the default seed; {@code JourneyTest} says so. */
  static final double EVENTS_PER_USER = 7.42;

  private static final long PURPOSE = 11;

  private static final String[] COUNTRIES = {"DE", "DE", "FR", "US", "US", "US", "BR", "IN", "JP"};
  private static final String[] PLANS = {"free", "free", "free", "pro", "team"};
  private static final String[] DEVICES = {"mobile", "mobile", "desktop", "desktop", "tablet"};
  private static final String[] ENTRIES = {"/", "/search", "/product", "/newsletter"};
  private static final String[] PAGES = {"/", "/search", "/product", "/cart", "/help"};

  private static final double TAKES_PART = 0.7;
  private static final double IS_EXPOSED = 0.85;
  private static final double SWITCHES_DEVICE = 0.2;
  private static final double LATE = 0.05;
  private static final double REPEATED = 0.03;
  private static final double BEFORE_ASSIGNMENT = 0.04;
  private static final double WITHOUT_DEVICE = 0.02;
  private static final double ANONYMOUS = 0.004;

  /** Prices are multiples of it: a power of two, so that their sums are exact in any order. */
  private static final double PRICE_STEP = 0.25;

  /**
   * How fast a user goes on.
   *
   * @param step between two events, on average
   * @param late how long what is late comes after its time
   */
  record Tempo(Duration step, Duration late) {
    /** As people do. */
    static final Tempo HISTORY = new Tempo(Duration.ofMinutes(12), Duration.ofHours(3));

    /** So that one can look on. */
    static final Tempo LIVE =
        new Tempo(Duration.ofSeconds(4), Duration.ofSeconds(ChangeRates.LATE_SECONDS));
  }

  static String userId(long index) {
    return String.format(Locale.ROOT, "u-%07d", index + 1);
  }

  /**
   * The journey of a user.
   *
   * @param index from 0
   * @param start when the user comes
   */
  static Journey of(long seed, long index, Instant start, Tempo tempo) {
    return new Maker(seed, index, start, tempo).journey();
  }

  /** A journey that is being made up. */
  private static final class Maker {
    private final SplittableRandom random;
    private final Tempo tempo;
    private final Instant start;
    private final User user;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Event> repeated = new ArrayList<>();
    private String device;

    Maker(long seed, long index, Instant start, Tempo tempo) {
      this.random = Chance.of(seed, PURPOSE, index);
      this.tempo = tempo;
      this.start = start;
      this.device = any(DEVICES);
      this.user =
          new User(
              userId(index),
              any(COUNTRIES),
              any(PLANS),
              start.minus(Duration.ofDays(random.nextInt(1, 400))));
    }

    Journey journey() {
      Instant writtenAt = chance(LATE) ? start.plus(tempo.late) : start;
      for (Experiment experiment : Experiment.ALL) {
        if (chance(TAKES_PART)) {
          takePart(experiment);
        }
      }
      return new Journey(
          user, writtenAt, List.copyOf(assignments), List.copyOf(events), List.copyOf(repeated));
    }

    private void takePart(Experiment experiment) {
      Experiment.Variant variant = experiment.variant(random.nextDouble());
      Instant at = start.plus(wait(1));
      assignments.add(
          new Assignment(
              experiment.id(),
              user.id(),
              variant.id(),
              at,
              chance(LATE) ? at.plus(tempo.late) : at));
      if (chance(BEFORE_ASSIGNMENT)) {
        add(experiment, "page_view", at.minus(wait(1)), any(PAGES), null);
      }
      if (!chance(IS_EXPOSED)) {
        return;
      }
      int touches = random.nextInt(1, 4);
      for (int i = 0; i < touches; i++) {
        at = at.plus(wait(i == 0 ? 1 : 6));
        add(experiment, "exposure", at, any(ENTRIES), null);
        for (int views = random.nextInt(3); views > 0; views--) {
          at = at.plus(wait(1));
          add(experiment, "page_view", at, any(PAGES), null);
        }
        if (chance(SWITCHES_DEVICE)) {
          device = any(DEVICES);
        }
      }
      if (chance(variant.rate())) {
        add(experiment, "conversion", at.plus(wait(1)), "/checkout", price());
      }
    }

    private void add(
        Experiment experiment, String type, Instant at, String page, @Nullable Double value) {
      Event event =
          new Event(
              new UUID(random.nextLong(), random.nextLong()),
              experiment.id(),
              type.equals("page_view") && chance(ANONYMOUS) ? "" : user.id(),
              type,
              at,
              chance(LATE) ? at.plus(tempo.late) : at,
              properties(page, value));
      events.add(event);
      if (chance(REPEATED)) {
        repeated.add(event);
      }
    }

    private String properties(String page, @Nullable Double value) {
      StringBuilder json = new StringBuilder("{\"page\": \"").append(page).append('"');
      if (!chance(WITHOUT_DEVICE)) {
        json.append(", \"device\": \"").append(device).append('"');
      }
      if (value != null) {
        json.append(", \"value\": ").append(value.doubleValue());
      } else if (random.nextInt(4) == 0) {
        json.append(", \"score\": ").append(random.nextInt(1, 6));
      }
      return json.append('}').toString();
    }

    private Double price() {
      return random.nextInt(20, 480) * PRICE_STEP;
    }

    /** Some steps, whole milliseconds; rarely much longer than on average. */
    private Duration wait(int steps) {
      double share = -Math.log(1 - random.nextDouble());
      return Duration.ofMillis(1 + (long) (tempo.step.toMillis() * steps * Math.min(share, 8)));
    }

    private boolean chance(double probability) {
      return random.nextDouble() < probability;
    }

    private String any(String[] all) {
      return all[random.nextInt(all.length)];
    }
  }
}
