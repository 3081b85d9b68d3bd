package dev.prejoin.sink.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileColumnsTest {
  @TempDir private Path folder;

  private static LandingTable table(String... columns) {
    return new LandingTable(
        new Relation(
            "made",
            Stream.of(columns).map(name -> new Column(name, ColumnType.of(Kind.INT64))).toList(),
            List.of(new Column("id", ColumnType.of(Kind.INT64)))),
        "",
        LandingTable.Kind.FACT,
        List.of());
  }

  @Test
  void shouldReadTheColumnsOfTheShippedFiles() {
    FileColumns columns = FileColumns.in(Path.of("clickhouse/ddl/power"));

    assertThat(columns.file("l3_power_joined", "power_usage_kWh"))
        .contains(Path.of("clickhouse/ddl/power/004_l3_power_joined.sql"));
    assertThat(columns.file("l3_power_joined", "_seen")).isPresent();
    assertThat(columns.file("l3_power_joined", "by_key")).isEmpty();
    assertThat(columns.file("l3_power_joined", "String")).isEmpty();
    assertThat(columns.knows("l4_power_agg_hourly")).isFalse();
  }

  @Test
  void shouldAddWhatATableLacksOnceAndInItsPlace() throws IOException {
    Files.writeString(
        folder.resolve("001_made.sql"),
        """
        -- CREATE TABLE other (no Int64);
        CREATE TABLE IF NOT EXISTS db.made (b Decimal(10, 2), `d` Nullable(Int64) DEFAULT (1, 2).1,
          _key Int64, PROJECTION p (SELECT * ORDER BY _key)) ENGINE = Memory;
        """);

    String text =
        AddedColumns.text(table("a", "b", "c", "d"), FileColumns.in(folder)).orElseThrow();
    assertThat(text)
        .contains(
            """
            ALTER TABLE made
                ADD COLUMN IF NOT EXISTS a Int64 FIRST,
                ADD COLUMN IF NOT EXISTS c Int64 AFTER b;
            """);
    Files.writeString(folder.resolve("002_made_columns.sql"), text);

    FileColumns after = FileColumns.in(folder);
    assertThat(after.file("made", "c")).contains(folder.resolve("002_made_columns.sql"));
    assertThat(AddedColumns.text(table("a", "b", "c", "d"), after)).isEmpty();
    assertThat(AddedColumns.text(table("e"), after)).isPresent();
  }

  @Test
  void shouldAddNothingWhereTheFilesDoNotTell() throws IOException {
    Files.writeString(
        folder.resolve("001_made.sql"), "CREATE TABLE made AS other ENGINE = Memory;");

    assertThat(AddedColumns.text(table("a"), FileColumns.in(folder))).isEmpty();
    assertThat(AddedColumns.text(table("a"), FileColumns.in(folder.resolve("none")))).isEmpty();
  }
}
