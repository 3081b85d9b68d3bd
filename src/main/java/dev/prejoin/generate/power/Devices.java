package dev.prejoin.generate.power;

import dev.prejoin.generate.Chance;
import java.util.Locale;
import java.util.SplittableRandom;

/** The devices of a seed: the one at an index is always the same, however many there are. */
final class Devices {
  private record City(String name, double latitude, double longitude) {}

  private static final City[] CITIES = {
    new City("Amsterdam", 52.3676, 4.9041),
    new City("Berlin", 52.5200, 13.4050),
    new City("Chicago", 41.8781, -87.6298),
    new City("Lisbon", 38.7223, -9.1393),
    new City("London", 51.5072, -0.1276),
    new City("Milan", 45.4642, 9.1900),
    new City("Singapore", 1.3521, 103.8198),
    new City("Toronto", 43.6532, -79.3832),
  };

  /** Kinds of buildings as often as a city has them. */
  private static final BuildingType[] KINDS = {
    BuildingType.APARTMENT, BuildingType.APARTMENT, BuildingType.APARTMENT,
    BuildingType.APARTMENT, BuildingType.HOUSE, BuildingType.HOUSE,
    BuildingType.HOUSE, BuildingType.OFFICE, BuildingType.OFFICE,
    BuildingType.RETAIL, BuildingType.RETAIL, BuildingType.WAREHOUSE,
    BuildingType.SCHOOL, BuildingType.HOSPITAL,
  };

  private static final long PURPOSE = 1;

  /** About a city's radius. */
  private static final double SPREAD_DEGREES = 0.12;

  private static final double DECIMALS = 1e5;
  private static final int CUSTOMERS = 300;

  private final long seed;
  private final int count;

  Devices(long seed, int count) {
    this.seed = seed;
    this.count = count;
  }

  int count() {
    return count;
  }

  /** The device of an index from 0; its id is one more. */
  Device device(int index) {
    SplittableRandom random = Chance.of(seed, PURPOSE, index);
    City city = CITIES[random.nextInt(CITIES.length)];
    return new Device(
        index + 1L,
        String.format(Locale.ROOT, "C-%04d", random.nextInt(CUSTOMERS) + 1),
        KINDS[random.nextInt(KINDS.length)],
        near(city.latitude(), random),
        near(city.longitude(), random),
        random.nextDouble(0.5, 1.5));
  }

  /** Most buildings are near the centre. */
  private static double near(double centre, SplittableRandom random) {
    double offset = Chance.aroundZero(random) * SPREAD_DEGREES;
    return Math.round((centre + offset) * DECIMALS) / DECIMALS;
  }
}
