package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class InsertPartsTest {
  @Property(tries = 200)
  void shouldKeepEachRowOnceAndBoundRowsAndMonths(
      @ForAll @Size(max = 400) List<@LongRange(max = 4_000_000_000L) Long> seconds,
      @ForAll @IntRange(min = 1, max = 300) int maxRows) {
    List<TableRow> rows = seconds.stream().map(second -> row(second * 1000)).toList();
    List<List<TableRow>> parts = InsertParts.of(rows, 0, 1000, maxRows);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rows);
    for (List<TableRow> part : parts) {
      assertThat(part).hasSizeLessThanOrEqualTo(maxRows);
      assertThat(part.stream().map(InsertPartsTest::month).distinct().count())
          .isLessThanOrEqualTo(InsertParts.MAX_MONTHS);
    }
  }

  @Property(tries = 200)
  void shouldBoundTheMonthsOfDates(
      @ForAll @Size(max = 400) List<@IntRange(max = 60_000) Integer> days) {
    List<TableRow> rows = days.stream().map(InsertPartsTest::row).toList();
    List<List<TableRow>> parts = InsertParts.of(rows, 0, 1000, 1_000_000);
    assertThat(parts.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(rows);
    for (List<TableRow> part : parts) {
      assertThat(
              part.stream()
                  .map(row -> YearMonth.from(LocalDate.ofEpochDay((Integer) row.values()[0])))
                  .distinct()
                  .count())
          .isLessThanOrEqualTo(InsertParts.MAX_MONTHS);
    }
  }

  private static TableRow row(Object time) {
    return new TableRow(
        new Object[] {time},
        List.of(time),
        0,
        new Version(0, 0),
        false,
        false,
        0,
        Origin.captured('c', 1));
  }

  private static YearMonth month(TableRow row) {
    return YearMonth.from(Instant.ofEpochMilli((Long) row.values()[0]).atZone(ZoneOffset.UTC));
  }
}
