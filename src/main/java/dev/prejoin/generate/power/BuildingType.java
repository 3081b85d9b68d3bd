package dev.prejoin.generate.power;

/** A kind of building and the shape of its day and week, by local hour. */
enum BuildingType {
  APARTMENT("Apartment", 0.9, 1.15, "322223686555655568AAA975"),
  HOUSE("House", 1.6, 1.2, "332223686556665579AA9864"),
  OFFICE("Office", 14, 0.3, "22222236AAA9AAA974322222"),
  RETAIL("Retail", 11, 0.9, "2222223469AAAAAAAAA96322"),
  WAREHOUSE("Warehouse", 20, 0.6, "5555679AAAAA8AAA98766555"),
  SCHOOL("School", 9, 0.2, "11111137AAAA998643221111"),
  HOSPITAL("Hospital", 32, 0.95, "77777789AAAAAAAA99988877");

  private static final int RADIX = 16;
  private static final double BUSIEST = 10;

  private final String label;
  private final double peak;
  private final double weekendFactor;
  private final String shape;

  /**
   * A kind of building.
   *
   * @param peak kWh of an average building's busiest hour on a working day
   * @param weekendFactor what Saturday and Sunday take of that
   * @param shape a digit for each of the 24 hours, in tenths of the busiest: A is all of it
   */
  BuildingType(String label, double peak, double weekendFactor, String shape) {
    this.label = label;
    this.peak = peak;
    this.weekendFactor = weekendFactor;
    this.shape = shape;
  }

  String label() {
    return label;
  }

  /** The usage of an average building of this kind in an hour, without noise. */
  double kWh(int hour, boolean weekend) {
    int tenths = Character.digit(shape.charAt(hour), RADIX);
    return peak * tenths / BUSIEST * (weekend ? weekendFactor : 1);
  }
}
