package dev.prejoin.generate.power;

import dev.prejoin.generate.Chance;
import dev.prejoin.generate.Share;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The readings of a seed. The one at an index depends on the index and its time alone, so it does
 * not matter how fast or in how many runs they are written.
 */
final class Readings {
  /** How many ids without metadata there are, right above those that have it. */
  static final int UNKNOWN_DEVICES = 5;

  private static final long PURPOSE = 2;

  /** About a watt-hour; a power of two, so that sums are exact in any order. */
  private static final double STEPS_PER_KWH = 1024;

  private static final double LEAST_TOO_LARGE = 100;
  private static final double LARGEST_VALID = LEAST_TOO_LARGE - 1 / STEPS_PER_KWH;
  private static final double NOISE = 0.25;
  private static final long SECONDS_PER_HOUR = 3_600;

  /** Moves the devices on in each round, so that invalid readings meet them all. */
  private static final long ROUND_SHIFT = 37;

  private final long seed;
  private final Device[] devices;
  private final Share invalid;
  private final Share unknown;

  Readings(GeneratorSettings settings) {
    Devices all = new Devices(settings.seed(), settings.devices());
    seed = settings.seed();
    devices = new Device[all.count()];
    for (int i = 0; i < devices.length; i++) {
      devices[i] = all.device(i);
    }
    invalid = new Share(settings.invalidShare(), 0);
    unknown = new Share(settings.unknownDeviceShare(), 0.5);
  }

  /** Of the readings from one index to before another, how many the cleaning view rejects. */
  long invalidAmong(long from, long to) {
    return invalid.before(to) - invalid.before(from);
  }

  /** Of the readings from one index to before another, how many are of unknown devices. */
  long unknownAmong(long from, long to) {
    return unknown.before(to) - unknown.before(from);
  }

  /**
   * A reading of this very second.
   *
   * @param hours since the device's last reading: what it used in them is what is read
   */
  Reading at(long index, long epochSecond, double hours) {
    Device device = deviceOf(index);
    SplittableRandom random = Chance.of(seed, PURPOSE, index);
    long id =
        unknown.has(index)
            ? devices.length + 1 + unknown.before(index) % UNKNOWN_DEVICES
            : device.id();
    if (invalid.has(index)) {
      return new Reading(epochSecond, id, broken(index, random));
    }
    return new Reading(epochSecond, id, usage(device, epochSecond, hours, random));
  }

  /**
   * One of {@code total} readings that end at a time: each device about once an hour, at a second
   * of its own.
   */
  Reading before(long index, long total, long untilEpochSecond) {
    long rounds = (total + devices.length - 1) / devices.length;
    long hoursAgo = rounds - index / devices.length;
    long within = Chance.of(seed, PURPOSE + 1, index).nextLong(SECONDS_PER_HOUR);
    return at(index, untilEpochSecond - hoursAgo * SECONDS_PER_HOUR + within, 1);
  }

  private Device deviceOf(long index) {
    long round = index / devices.length;
    return devices[(int) ((index + round * ROUND_SHIFT) % devices.length)];
  }

  private @Nullable Double broken(long index, SplittableRandom random) {
    long steps = random.nextInt(20_000);
    return switch ((int) (invalid.before(index) % 4)) {
      case 0 -> -(steps + 1) / STEPS_PER_KWH;
      case 1 -> LEAST_TOO_LARGE + steps / STEPS_PER_KWH;
      case 2 -> null;
      default -> Double.NaN;
    };
  }

  /** kWh of a device in some hours. */
  static double usage(Device device, long epochSecond, double hours, SplittableRandom random) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            epochSecond + device.hoursAheadOfUtc() * SECONDS_PER_HOUR, 0, ZoneOffset.UTC);
    boolean weekend = local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    double noise = 1 + NOISE * Chance.aroundZero(random);
    double kWh =
        device.buildingType().kWh(local.getHour(), weekend) * device.size() * noise * hours;
    // Rounded up as often as the rest is large, so that small readings add up to the same.
    double steps = Math.floor(kWh * STEPS_PER_KWH + random.nextDouble());
    return Math.min(steps / STEPS_PER_KWH, LARGEST_VALID);
  }
}
