package dev.prejoin.proof.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Devices of whose readings every correction is known, one at a time for each device: so what the
 * aggregates may say of it is what held before, or what holds now, and nothing else.
 */
final class Watched {
  /** Above all others. */
  static final long FIRST_DEVICE = 3_000_000_000L;

  /** 2001-01-01. */
  private static final long HOUR = 978_307_200L;

  private static final int READINGS = 20;
  private static final int LEAST_READINGS = 10;
  private static final int STEPS = 1_024;

  /** What is corrected. */
  enum Kind {
    MEASURE(6),
    REMOVAL(2),
    METADATA(2);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    private static Kind next(SplittableRandom random) {
      int left = random.nextInt(10);
      for (Kind kind : values()) {
        left -= kind.weight;
        if (left < 0) {
          return kind;
        }
      }
      return MEASURE;
    }
  }

  private static final class Device {
    private final Map<Long, Double> readings = new HashMap<>();
    private int customer;
    private boolean seen;
    private @Nullable Seen before;
    private @Nullable Kind pending;
    private long committed;

    Seen truth() {
      return new Seen(
          "bench-" + customer,
          readings.size(),
          readings.values().stream().mapToDouble(Double::doubleValue).sum());
    }
  }

  private final int count;
  private final SplittableRandom random;
  private final Map<Long, Device> devices = new HashMap<>();
  private final Map<Kind, List<Long>> latencies = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> between = new EnumMap<>(Kind.class);
  private int wrong;

  Watched(int count, SplittableRandom random) {
    this.count = count;
    this.random = random;
  }

  /** Writes the devices with their readings. */
  synchronized void load(Connection connection) throws SQLException {
    for (long id = FIRST_DEVICE; id < FIRST_DEVICE + count; id++) {
      Device device = new Device();
      devices.put(id, device);
      setCustomer(connection, id, 0);
      for (int i = 0; i < READINGS; i++) {
        insert(connection, id, device);
      }
    }
  }

  private void insert(Connection connection, long id, Device device) throws SQLException {
    double measure = measure();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
                + " VALUES (to_timestamp(?), ?, ?) RETURNING id")) {
      statement.setLong(1, HOUR + random.nextInt(3_600));
      statement.setLong(2, id);
      statement.setDouble(3, measure);
      try (ResultSet made = statement.executeQuery()) {
        made.next();
        device.readings.put(made.getLong(1), measure);
      }
    }
  }

  private double measure() {
    return random.nextInt(100 * STEPS) / (double) STEPS;
  }

  private static void setCustomer(Connection connection, long id, int customer)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO public.device_metadata
              (device_id, customer_id, building_type, latitude, longitude)
            VALUES (?, ?, 'Office', 1, 2)
            ON CONFLICT (device_id) DO UPDATE SET customer_id = EXCLUDED.customer_id""")) {
      statement.setLong(1, id);
      statement.setString(2, "bench-" + customer);
      statement.executeUpdate();
    }
  }

  /** Corrects something of a device that has nothing on its way; false if all have. */
  boolean correct(Connection connection) throws SQLException {
    long first = FIRST_DEVICE + random.nextInt(count);
    for (int i = 0; i < count; i++) {
      long id = FIRST_DEVICE + (first - FIRST_DEVICE + i) % count;
      synchronized (this) {
        Device device = devices.get(id);
        if (device != null && device.pending == null) {
          device.before = device.truth();
          Kind kind = Kind.next(random);
          change(connection, id, device, kind);
          device.pending = kind;
          device.committed = System.nanoTime();
          return true;
        }
      }
    }
    return false;
  }

  private void change(Connection connection, long id, Device device, Kind kind)
      throws SQLException {
    List<Long> ids = new ArrayList<>(device.readings.keySet());
    long reading = ids.get(random.nextInt(ids.size()));
    switch (kind) {
      case METADATA -> setCustomer(connection, id, ++device.customer);
      case MEASURE -> {
        double measure = measure();
        SourceSql.execute(
            connection,
            String.format(
                Locale.ROOT,
                "UPDATE public.power_readings SET \"power_usage_kWh\" = %.10f WHERE id = %d",
                measure,
                reading));
        device.readings.put(reading, measure);
      }
      case REMOVAL -> {
        if (ids.size() > LEAST_READINGS) {
          SourceSql.execute(connection, "DELETE FROM public.power_readings WHERE id = " + reading);
          device.readings.remove(reading);
        } else {
          insert(connection, id, device);
        }
      }
    }
  }

  /**
   * Takes a look at the aggregates.
   *
   * @param asked when the look began, by {@link System#nanoTime}
   * @param answered when it ended
   * @param seen what they say, by device; several if its readings are in several buckets
   */
  synchronized void look(long asked, long answered, Map<Long, List<Seen>> seen) {
    devices.forEach(
        (id, device) -> {
          List<Seen> says = seen.getOrDefault(id, List.of());
          boolean now = says.equals(List.of(device.truth()));
          Kind kind = device.pending;
          device.seen |= now;
          if (kind == null) {
            wrong += now || !device.seen || device.committed - asked > 0 ? 0 : 1;
          } else if (now) {
            latencies
                .computeIfAbsent(kind, k -> new ArrayList<>())
                .add(Math.max(0, answered - device.committed));
            device.pending = null;
          } else if (!says.equals(List.of(device.before))) {
            between.merge(kind, 1, Integer::sum);
          }
        });
  }

  /** Whether all that was loaded has been in the aggregates. */
  synchronized boolean isSeen() {
    return devices.values().stream().allMatch(device -> device.seen);
  }

  synchronized boolean isAtRest() {
    return devices.values().stream().allMatch(device -> device.pending == null);
  }

  /** Forgets what was measured so far, as of a start that is to be warm. */
  synchronized void forget() {
    latencies.clear();
    between.clear();
    wrong = 0;
  }

  synchronized Map<Kind, Latencies> latencies() {
    Map<Kind, Latencies> all = new EnumMap<>(Kind.class);
    latencies.forEach((kind, nanos) -> all.put(kind, Latencies.of(nanos)));
    return all;
  }

  synchronized Latencies all() {
    return Latencies.of(latencies.values().stream().flatMap(List::stream).toList());
  }

  /** Looks at a device that showed neither what held before nor what holds now. */
  synchronized int between(Kind kind) {
    return between.getOrDefault(kind, 0);
  }

  /** Looks at a device without a correction on its way that showed something else. */
  synchronized int wrong() {
    return wrong;
  }
}
