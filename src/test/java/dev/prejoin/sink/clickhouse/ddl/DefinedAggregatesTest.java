package dev.prejoin.sink.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.sink.clickhouse.DdlOutline.WantedAggregate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinedAggregatesTest {
  @TempDir private Path folder;

  @Test
  void shouldFindThoseOfTheShippedFiles() {
    assertThat(DefinedAggregates.in(Path.of("clickhouse/ddl/power")))
        .containsExactly(new WantedAggregate("l4_power_agg_stats", "l3_power_joined"));
    assertThat(DefinedAggregates.in(folder.resolve("none"))).isEmpty();
  }

  @Test
  void shouldForgetWhatALaterFileDrops() throws Exception {
    Files.writeString(
        folder.resolve("001_a.sql"),
        """
        -- CREATE MATERIALIZED VIEW no TO no_data AS SELECT 1 FROM t;
        CREATE MATERIALIZED VIEW IF NOT EXISTS mv_a TO db.`a_data` AS SELECT ';' FROM db.t GROUP BY k;
        CREATE MATERIALIZED VIEW mv_b TO b_data AS SELECT 1 FROM t;
        CREATE MATERIALIZED VIEW mv_c TO c_data AS SELECT 1 FROM t;
        CREATE MATERIALIZED VIEW mv_d TO elsewhere AS SELECT 1 FROM t
        """);
    Files.writeString(
        folder.resolve("002_b.sql"), "DROP VIEW IF EXISTS mv_b; DROP TABLE db.c_data SYNC;");

    assertThat(DefinedAggregates.in(folder)).containsExactly(new WantedAggregate("a", "t"));
  }
}
