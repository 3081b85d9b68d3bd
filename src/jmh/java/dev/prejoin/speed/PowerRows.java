package dev.prejoin.speed;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Decoded rows of the power pipeline, with the generator's shares of invalid and unknown ones. */
final class PowerRows {
  static final int COUNT = 4_000;
  private static final int DEVICES = 1_000;
  private static final int INVALID_EVERY = 100;
  private static final int UNKNOWN_EVERY = 500;
  private static final long START = 1_700_000_000_000L;
  private static final String[] BUILDINGS = {"apartment", "house", "office", "school"};

  private PowerRows() {}

  /** Of l1_power_raw: timestamp, device_id, power_usage_kWh. */
  static @Nullable Object[][] readings() {
    SplittableRandom random = new SplittableRandom(42);
    @Nullable Object[][] readings = new Object[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      long device = i % UNKNOWN_EVERY == 1 ? DEVICES + 1L : 1L + random.nextInt(DEVICES);
      Double kWh = i % INVALID_EVERY == 0 ? invalid(i / INVALID_EVERY) : (Double) random.nextDouble(100);
      readings[i] = new Object[] {START + i * 1_000L, device, kWh};
    }
    return readings;
  }

  private static @Nullable Double invalid(int number) {
    return switch (number % 4) {
      case 0 -> (Double) (-3.25);
      case 1 -> (Double) 100.5;
      case 2 -> null;
      default -> (Double) Double.NaN;
    };
  }

  /** By device_id: device_id, customer_id, building_type, latitude, longitude. */
  static Map<Object, @Nullable Object[]> devices() {
    Map<Object, @Nullable Object[]> devices = new HashMap<>();
    for (long id = 1; id <= DEVICES; id++) {
      String building = BUILDINGS[(int) (id % BUILDINGS.length)];
      devices.put(id, new Object[] {id, "C-" + id % 300, building, 52.5 + id / 1e5, 13.4});
    }
    return devices;
  }
}
