package dev.prejoin.generate.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final long ROWS = 100_000;
  private static final Instant UNTIL = Instant.parse("2026-03-01T12:34:56Z");
  private static final double LIMIT = 100;

  private final Readings readings = new Readings(settings(42));

  @Test
  void shouldGiveTheSameRowsForTheSameSeedInAnyOrder() {
    List<Reading> forwards = LongStream.range(0, 5_000).mapToObj(this::reading).toList();
    Readings again = new Readings(settings(42));
    for (int i = forwards.size() - 1; i >= 0; i--) {
      assertThat(again.before(i, ROWS, UNTIL.getEpochSecond())).isEqualTo(forwards.get(i));
    }
  }

  @Test
  void shouldGiveOtherRowsForAnotherSeed() {
    Readings other = new Readings(settings(43));
    long alike =
        LongStream.range(0, 1_000)
            .filter(i -> other.before(i, ROWS, UNTIL.getEpochSecond()).equals(reading(i)))
            .count();
    assertThat(alike).isLessThan(50);
  }

  @Test
  void shouldHaveExactlyTheKnownSharesInvalidAndUnknown() {
    List<Reading> all = all();
    assertThat(all.stream().filter(r -> !isValid(r)).count())
        .isEqualTo(ROWS / 100)
        .isEqualTo(readings.invalidAmong(0, ROWS));
    assertThat(all.stream().filter(r -> r.deviceId() > 1_000).count())
        .isEqualTo(ROWS / 500)
        .isEqualTo(readings.unknownAmong(0, ROWS));
    assertThat(all.stream().filter(r -> r.deviceId() > 1_000 && isValid(r)).count())
        .as("unknown ones get through cleaning")
        .isEqualTo(ROWS / 500);
  }

  @Test
  void shouldTakeEachKindOfInvalidReadingInTurn() {
    List<Double> values = all().stream().filter(r -> !isValid(r)).map(Reading::kWh).toList();
    long each = ROWS / 400;
    assertThat(values.stream().filter(v -> v == null).count()).isEqualTo(each);
    assertThat(values.stream().filter(v -> v != null && v.isNaN()).count()).isEqualTo(each);
    assertThat(values.stream().filter(v -> v != null && v < 0).count()).isEqualTo(each);
    assertThat(values.stream().filter(v -> v != null && v >= LIMIT).count()).isEqualTo(each);
  }

  @Test
  void shouldGiveMultiplesOfA1024thSoThatSumsAreExact() {
    assertThat(all())
        .filteredOn(r -> r.kWh() != null && !r.kWh().isNaN())
        .allMatch(r -> r.kWh() * 1024 == Math.rint(r.kWh() * 1024));
  }

  @Test
  void shouldSpreadEachDeviceOverTheHoursBeforeTheEnd() {
    List<Reading> all = all();
    long first = UNTIL.getEpochSecond() - ROWS / 1_000 * 3_600;
    assertThat(all).allMatch(r -> r.epochSecond() >= first);
    assertThat(all).allMatch(r -> r.epochSecond() < UNTIL.getEpochSecond());
    assertThat(all.stream().filter(r -> r.deviceId() == 17).count()).isBetween(95L, 100L);
  }

  @Test
  void shouldMeetAllDevicesWithInvalidReadings() {
    assertThat(all().stream().filter(r -> !isValid(r)).map(Reading::deviceId).distinct().count())
        .isGreaterThan(500);
  }

  @Test
  void shouldUseMoreInOfficesOnWorkingDaysThanAtNightOrOnWeekends() {
    assertThat(mean(BuildingType.OFFICE, DayOfWeek.TUESDAY, 11))
        .isGreaterThan(3 * mean(BuildingType.OFFICE, DayOfWeek.TUESDAY, 2))
        .isGreaterThan(2 * mean(BuildingType.OFFICE, DayOfWeek.SUNDAY, 11));
    assertThat(mean(BuildingType.HOUSE, DayOfWeek.TUESDAY, 19))
        .isGreaterThan(2 * mean(BuildingType.HOUSE, DayOfWeek.TUESDAY, 3));
  }

  @Test
  void shouldKeepEveryBuildingBelowTheLimit() {
    double largest =
        all().stream().filter(ReadingsTest::isValid).mapToDouble(Reading::kWh).max().orElseThrow();
    assertThat(largest).isLessThan(LIMIT).isGreaterThan(20);
  }

  @Test
  void shouldKeepADeviceWhateverTheirNumber() {
    assertThat(new Devices(7, 10).device(3)).isEqualTo(new Devices(7, 1_000).device(3));
    assertThat(IntStream.range(0, 1_000).mapToObj(new Devices(7, 1_000)::device))
        .extracting(Device::id)
        .doesNotHaveDuplicates()
        .startsWith(1L)
        .endsWith(1_000L);
    assertThat(IntStream.range(0, 1_000).mapToObj(new Devices(7, 1_000)::device))
        .extracting(Device::buildingType)
        .contains(BuildingType.values());
  }

  private Reading reading(long index) {
    return readings.before(index, ROWS, UNTIL.getEpochSecond());
  }

  private List<Reading> all() {
    return LongStream.range(0, ROWS).mapToObj(this::reading).toList();
  }

  /** Of known devices at their local hour. */
  private double mean(BuildingType type, DayOfWeek day, int hour) {
    Devices devices = new Devices(42, 1_000);
    Instant monday = Instant.parse("2026-03-02T00:00:00Z");
    return IntStream.range(0, 1_000)
        .filter(i -> devices.device(i).buildingType() == type)
        .mapToObj(
            i -> {
              Instant local =
                  monday
                      .atOffset(ZoneOffset.UTC)
                      .plusDays(day.ordinal())
                      .plusHours(hour)
                      .toInstant();
              long utc = local.getEpochSecond() - devices.device(i).hoursAheadOfUtc() * 3_600L;
              return readings.at(i, utc, 1);
            })
        .filter(ReadingsTest::isValid)
        .mapToDouble(Reading::kWh)
        .average()
        .orElseThrow();
  }

  private static boolean isValid(Reading reading) {
    Double kWh = reading.kWh();
    return kWh != null && kWh >= 0 && kWh < LIMIT;
  }

  private static GeneratorSettings settings(long seed) {
    return new GeneratorSettings("jdbc:postgresql://nowhere/x", "u", "p", seed, 1_000, 0.01, 0.002);
  }
}
