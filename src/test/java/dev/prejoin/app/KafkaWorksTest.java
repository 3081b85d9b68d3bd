package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.capture.BackfillRange;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.capture.CaptureProgress.Backfill;
import dev.prejoin.capture.CaptureProgress.Table;
import dev.prejoin.console.Work;
import dev.prejoin.console.Work.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaWorksTest {
  private static final BackfillRange KEYS = BackfillRange.ofKeys(List.of("1000"), List.of("2000"));

  @Test
  void shouldTellTablesAndRangesThatAreBeingReadAndNoOthers() {
    CaptureProgress progress =
        new CaptureProgress(
            Map.of(
                "readings", new Table("public.readings", false, 2, 120, 1_000),
                "visits", new Table("public.visits", false, 1, 7, -1),
                "devices", new Table("public.devices", true, 1, 5, 5)),
            Map.of(),
            Map.of(
                "readings", range(true, false, ""),
                "devices", range(false, true, ""),
                "visits", range(false, false, "no such column")));

    Map<String, List<Work>> works =
        KafkaWorks.works(Optional.of(progress), new DefinitionState(), Set.of("readings"));

    assertThat(works).containsOnlyKeys("readings", "visits");
    assertThat(works.get("visits"))
        .containsExactly(
            new Work(Kind.SNAPSHOT, "public.visits", "", 7, -1, Double.NaN, false, ""));
    assertThat(works.get("readings"))
        .containsExactly(
            new Work(Kind.SNAPSHOT, "public.readings", "", 120, 1_000, Double.NaN, false, ""),
            new Work(Kind.BACKFILL, "public.t", KEYS.text(), 30, -1, Double.NaN, true, ""));
  }

  @Test
  void shouldGiveAPipelineWhatIsOfItsSources() {
    Work work = new Work(Kind.SNAPSHOT, "public.t", "", 1, 2, Double.NaN, false, "");
    KafkaWorks.Known known = new KafkaWorks.Known(Map.of("t", List.of(work)), null);
    assertThat(known.of(Set.of("t", "u"))).containsExactly(work);
    assertThat(known.of(Set.of("u"))).isEmpty();
  }

  @Test
  void shouldTellNothingOfACaptureThatNeverRan() {
    assertThat(KafkaWorks.works(Optional.empty(), new DefinitionState(), Set.of("t"))).isEmpty();
  }

  private static Backfill range(boolean paused, boolean done, String failure) {
    return new Backfill("id", "public.t", true, KEYS, Map.of(), 30, 0, done, paused, failure);
  }
}
