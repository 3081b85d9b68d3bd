package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;

/**
 * Metadata that comes when rows are there already, changes and goes, of devices of their own: each
 * time, all of a device's rows belong into other buckets.
 */
final class Metadata implements Writer.Step {
  private static final String[] BUILDINGS = {"Hospital", "Office", "School"};
  private static final int CUSTOMERS = 5;

  private final SplittableRandom random;

  Metadata(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public void write(Connection connection) throws SQLException, InterruptedException {
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> set(connection, device());
      case 3 -> delete(connection, device());
      case 4 ->
          Shapes.transaction(
              connection,
              () -> {
                set(connection, device());
                delete(connection, device());
              });
      default -> {
        // There and back: rows may have met what was there between.
        long device = device();
        set(connection, device);
        delete(connection, device);
        set(connection, device);
      }
    }
  }

  private long device() {
    return random.nextInt(Rows.DEVICES + 1, Rows.DEVICES + 1 + Rows.CHANGING);
  }

  private void set(Connection connection, long device) throws SQLException {
    Shapes.execute(
        connection,
        """
        INSERT INTO public.device_metadata
          (device_id, customer_id, building_type, latitude, longitude)
        VALUES (%d, 'C-%d', '%s', %d, %d.5)
        ON CONFLICT (device_id) DO UPDATE SET customer_id = EXCLUDED.customer_id,
          building_type = EXCLUDED.building_type, latitude = EXCLUDED.latitude,
          longitude = EXCLUDED.longitude"""
            .formatted(
                device,
                random.nextInt(CUSTOMERS),
                BUILDINGS[random.nextInt(BUILDINGS.length)],
                random.nextInt(-60, 60),
                random.nextInt(-150, 150)));
  }

  private static void delete(Connection connection, long device) throws SQLException {
    Shapes.execute(connection, "DELETE FROM public.device_metadata WHERE device_id = " + device);
  }
}
