package dev.prejoin.speed;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two views of topology/power.sql, as one would write them in Java. */
final class HandWrittenPower {
  private static final int TIMESTAMP = 0;
  private static final int DEVICE_ID = 1;
  private static final int KWH = 2;
  private static final int CUSTOMER_ID = 1;
  private static final int BUILDING_TYPE = 2;
  private static final int LATITUDE = 3;
  private static final int LONGITUDE = 4;
  private static final Double ZERO = 0d;

  private final Map<Object, @Nullable Object[]> devices;

  HandWrittenPower(Map<Object, @Nullable Object[]> devices) {
    this.devices = devices;
  }

  @Nullable Object @Nullable [] cleaned(@Nullable Object[] row) {
    Double kWh = (Double) row[KWH];
    if (kWh == null || !(kWh >= 0 && kWh < 100)) {
      return null;
    }
    return new Object[] {row[TIMESTAMP], row[DEVICE_ID], kWh};
  }

  @Nullable Object[] joined(@Nullable Object[] row) {
    Object[] device = devices.get(row[DEVICE_ID]);
    if (device == null) {
      return new Object[] {row[TIMESTAMP], row[DEVICE_ID], "", "", ZERO, ZERO, row[KWH]};
    }
    return new Object[] {
      row[TIMESTAMP],
      row[DEVICE_ID],
      device[CUSTOMER_ID],
      device[BUILDING_TYPE],
      device[LATITUDE],
      device[LONGITUDE],
      row[KWH]
    };
  }
}
