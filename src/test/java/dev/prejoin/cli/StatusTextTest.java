package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.status.StatusReport;
import dev.prejoin.app.status.StatusReport.Capture;
import dev.prejoin.app.status.StatusReport.Range;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  @Test
  void shouldTellOfRangesThatAreReadAgain() {
    assertThat(
            text(
                new Range("public.a", "keys 1..10", false, false, 0),
                new Range("public.b", "t from 2026-01-01", true, true, 12_345),
                new Range("public.c", "7 keys", true, false, 7)))
        .containsSubsequence(
            "Capture prejoin",
            "  backfill of public.a, keys 1..10: asked for; the capture takes it up when it runs",
            "  backfill of public.b, t from 2026-01-01: 12,345 rows read, paused",
            "  backfill of public.c, 7 keys: 7 rows read",
            "Rejects: none");
  }

  @Test
  void shouldNotSpeakOfRangesWhereThereAreNone() {
    assertThat(text()).noneMatch(line -> line.contains("backfill"));
  }

  private static List<String> text(Range... ranges) {
    return StatusText.of(
            new StatusReport(
                Instant.EPOCH,
                Optional.of(
                    new Capture("prejoin", true, Map.of(), Optional.empty(), List.of(ranges))),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of()))
        .lines()
        .toList();
  }
}
