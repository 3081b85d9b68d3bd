package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.GroupStanding;
import dev.prejoin.app.status.StatusReport;
import dev.prejoin.app.status.StatusReport.Asked;
import dev.prejoin.app.status.StatusReport.Capture;
import dev.prejoin.app.status.StatusReport.Landing;
import dev.prejoin.app.status.StatusReport.Range;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.SlotStanding;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.sink.ShardStanding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Optional<SlotStanding> READ = slot(true, "reserved");
  private static final String MISSING = "the log is gone. prejoin snapshot takes them anew";

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

  @Test
  void shouldTellHowFarSnapshotsAre() {
    Capture capture =
        new Capture(
            "prejoin",
            false,
            List.of(
                new CaptureProgress.Table("public.a", false, 1, 12_000, 50_000),
                new CaptureProgress.Table("public.b", false, 3, 7, -1),
                new CaptureProgress.Table("public.c", true, 1, 9, 9, true)),
            Map.of(),
            READ,
            Optional.empty(),
            List.of());

    assertThat(lines(report(capture, 1, 1, Map.of())))
        .containsSubsequence(
            "  not all snapshots are complete; slot active, 1.5 MB behind, 2.0 MB of log kept"
                + " (reserved)",
            "  snapshot of public.a: 12,000 of about 50,000 rows read",
            "  snapshot anew of public.b: 7 rows read",
            "  snapshot of public.c: asked for; the capture takes it up when it runs");
  }

  @Test
  void shouldSayFirstWhatKeepsRowsFromLanding() {
    StatusReport report = report(capture(Optional.empty(), Optional.of(MISSING)), 0, 0, Map.of());

    assertThat(lines(report))
        .startsWith(
            "1970-01-01 00:00:00 UTC",
            "✗ " + MISSING,
            "✗ nobody runs the topology: group prejoin has no member",
            "✗ nobody runs the sink: group prejoin-sink has no member",
            "",
            "Capture prejoin",
            "  all snapshots are complete; no replication slot");
    assertThat(lines(report(capture(slot(false, "reserved"), Optional.empty()), 1, 1, Map.of())))
        .contains("✗ nobody runs the capture, as it seems: no one reads its replication slot");
    assertThat(lines(report(capture(slot(true, "unreserved"), Optional.empty()), 1, 1, Map.of())))
        .anyMatch(line -> line.startsWith("✗ PostgreSQL gives up log that the capture has not"));
  }

  @Test
  void shouldNotSayNoneOfWhatCouldNotBeAskedFor() {
    StatusReport away =
        report(
            capture(Optional.empty(), Optional.empty()),
            1,
            1,
            Map.of(Asked.POSTGRESQL, "PostgreSQL is away", Asked.CLICKHOUSE, "ClickHouse is away"));

    assertThat(lines(away))
        .startsWith("1970-01-01 00:00:00 UTC", "✗ PostgreSQL is away", "✗ ClickHouse is away", "")
        .contains(
            "  all snapshots are complete; its replication slot is not known",
            "Rejects: not known",
            "Dead letters: none",
            "Stale buckets: not known",
            "Changed keys: not known",
            "Changed views: not known");
  }

  @Test
  void shouldShowRangesThatWereBegun() {
    Landing begun = new Landing("l3", 2, 90, new ShardStanding(40, 60, Optional.of(40L), 3));

    assertThat(
            lines(
                report(
                    capture(READ, Optional.empty()),
                    1,
                    1,
                    Map.of(),
                    begun,
                    new Landing("l3", 1, 90, new ShardStanding(40, 40, Optional.of(40L), 3)))))
        .filteredOn(line -> line.contains("intent"))
        .containsExactly("  open intent: l3-2 from 40 to 60");
  }

  @Test
  void shouldEndAsTheHelpSays() {
    StatusReport well = report(capture(READ, Optional.empty()), 1, 1, Map.of());
    StatusReport idle = report(capture(READ, Optional.empty()), 1, 0, Map.of());
    StatusReport gone = report(capture(READ, Optional.of(MISSING)), 1, 1, Map.of());
    StatusReport away =
        report(capture(READ, Optional.empty()), 1, 1, Map.of(Asked.CLICKHOUSE, "away"));
    List<Balance> onTheWay = List.of(new Balance("a", "b", 5, 2, 0, 0, 0, 3, 0, 0, 0, true));
    List<Balance> lost = List.of(new Balance("a", "b", 5, 4, 0, 0, 0, 0, 1, 0, 0, true));

    assertThat(StatusCommand.exitCode(well, onTheWay)).isEqualTo(ExitCode.OK);
    assertThat(StatusCommand.exitCode(well, lost)).isEqualTo(ExitCode.DIFFERENT);
    assertThat(StatusCommand.exitCode(idle, lost)).isEqualTo(ExitCode.DIFFERENT);
    assertThat(StatusCommand.exitCode(idle, onTheWay)).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(StatusCommand.exitCode(gone, List.of())).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(StatusCommand.exitCode(away, List.of())).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(StatusText.of(onTheWay.get(0)).lines())
        .containsExactly(
            "a to b, by key",
            "  5 rows = 2 landed + 0 rejected + 0 filtered + 0 dead letters + 3 on their way",
            "  ✓ it adds up");
    assertThat(StatusText.of(lost.get(0)))
        .contains("0 dead letters + 1 unaccounted for", "✗ it does not add up");
  }

  private static Optional<SlotStanding> slot(boolean active, String walStatus) {
    return Optional.of(new SlotStanding(active, 1_500_000, 2_000_000, walStatus));
  }

  private static Capture capture(
      Optional<SlotStanding> slot, Optional<String> missing, Range... ranges) {
    return new Capture("prejoin", true, List.of(), Map.of(), slot, missing, List.of(ranges));
  }

  private static List<String> text(Range... ranges) {
    return lines(report(capture(READ, Optional.empty(), ranges), 1, 1, Map.of()));
  }

  private static List<String> lines(StatusReport report) {
    return StatusText.of(report).lines().toList();
  }

  private static StatusReport report(
      Capture capture, int topology, int sink, Map<Asked, String> away, Landing... landings) {
    return new StatusReport(
        Instant.EPOCH,
        Optional.of(capture),
        List.of(new GroupStanding("prejoin", topology, List.of())),
        Optional.of(new GroupStanding("prejoin-sink", sink, List.of())),
        List.of(landings),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        List.of(),
        away);
  }
}
