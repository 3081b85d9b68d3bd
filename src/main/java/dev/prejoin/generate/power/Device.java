package dev.prejoin.generate.power;

/**
 * A row of {@code device_metadata}, and what its readings follow from.
 *
 * @param latitude degrees, five decimals
 * @param longitude degrees, five decimals
 * @param size how much it uses, of what an average building of its kind does
 */
record Device(
    long id,
    String customerId,
    BuildingType buildingType,
    double latitude,
    double longitude,
    double size) {
  private static final double DEGREES_PER_HOUR = 15;

  /** Hours that the sun's time here is ahead of UTC: near enough for the shape of a day. */
  int hoursAheadOfUtc() {
    return (int) Math.round(longitude / DEGREES_PER_HOUR);
  }
}
