package dev.prejoin.generate.power;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** Changes what is in the tables, through one connection: a transaction per call. */
final class Changes implements AutoCloseable {
  private static final String VALID = " AND \"power_usage_kWh\" >= 0 AND \"power_usage_kWh\" < 100";

  /** Another multiple of 1/1024 below 100, so that sums stay exact. */
  private static final String MEND =
      "UPDATE public.power_readings SET \"power_usage_kWh\" ="
          + " CASE WHEN \"power_usage_kWh\" = 0 THEN 1 / 1024.0"
          + " ELSE least(floor(\"power_usage_kWh\" * 1024 * ?) / 1024, 99.9990234375) END"
          + " WHERE id = ANY (?)"
          + VALID;

  private static final String REMOVE =
      "DELETE FROM public.power_readings WHERE id = ANY (?)" + VALID;
  private static final String READ =
      "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
          + " VALUES (?, ?, ?)";
  private static final String FORGET = "DELETE FROM public.device_metadata WHERE device_id = ?";
  private static final String KNOW =
      "INSERT INTO public.device_metadata"
          + " (device_id, customer_id, building_type, latitude, longitude)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET customer_id ="
          + " excluded.customer_id, building_type = excluded.building_type,"
          + " latitude = excluded.latitude, longitude = excluded.longitude";

  /** What of a device another one's takes the place of, in turn. */
  private static final String[] MOVES = {
    "UPDATE public.device_metadata SET customer_id = ? WHERE device_id = ?",
    "UPDATE public.device_metadata SET building_type = ? WHERE device_id = ?",
    "UPDATE public.device_metadata SET latitude = ?, longitude = ? WHERE device_id = ?"
  };

  private final Connection connection;

  Changes(GeneratorSettings settings) throws SQLException {
    connection = settings.server().connect();
  }

  /** Devices with metadata whose id is above another. */
  int knownAbove(long id) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement(
            "SELECT count(*) FROM public.device_metadata WHERE device_id > ?")) {
      count.setLong(1, id);
      try (ResultSet result = count.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  /** The ids of some readings, those of all times alike; not all of them need be there. */
  Long[] some(int number, SplittableRandom random) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT min(id), max(id) FROM public.power_readings")) {
      result.next();
      long first = result.getLong(1);
      long last = result.getLong(2);
      Long[] ids = new Long[last == 0 ? 0 : number];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = random.nextLong(first, last + 1);
      }
      return ids;
    }
  }

  /** Returns how many there were. */
  int mend(Long[] ids, double factor) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(MEND)) {
      update.setDouble(1, factor);
      update.setArray(2, bigints(ids));
      return update.executeUpdate();
    }
  }

  /** Returns how many there were. */
  int remove(Long[] ids) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
      delete.setArray(1, bigints(ids));
      return delete.executeUpdate();
    }
  }

  private Array bigints(Long[] ids) throws SQLException {
    return connection.createArrayOf("bigint", ids);
  }

  /**
   * Gives a device what another one has.
   *
   * @param turn which part of it
   */
  void move(long id, Device like, int turn) throws SQLException {
    int which = Math.floorMod(turn, MOVES.length);
    try (PreparedStatement update = connection.prepareStatement(MOVES[which])) {
      int at = 1;
      if (which == 0) {
        update.setString(at++, like.customerId());
      } else if (which == 1) {
        update.setString(at++, like.buildingType().label());
      } else {
        update.setDouble(at++, like.latitude());
        update.setDouble(at++, like.longitude());
      }
      update.setLong(at, id);
      update.executeUpdate();
    }
  }

  void read(Device device, Instant time, double kWh) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(READ)) {
      insert.setObject(1, time.atOffset(ZoneOffset.UTC));
      insert.setLong(2, device.id());
      insert.setDouble(3, kWh);
      insert.executeUpdate();
    }
  }

  void forget(Device device) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setLong(1, device.id());
      delete.executeUpdate();
    }
  }

  void know(Device device) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(KNOW)) {
      Generator.bind(device, insert);
      insert.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
