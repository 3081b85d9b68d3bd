package dev.prejoin.app;

import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a stage may start: its dimensions must hold the source's first snapshot, also those that
 * another stage makes, or facts would be enriched with metadata that is half there.
 */
final class DimensionsReady {
  private final List<String> dimensions;
  private final List<GroupProgress> making;
  private final Supplier<Optional<CaptureProgress>> capture;

  DimensionsReady(
      Stage stage,
      List<Stage> all,
      String applicationId,
      Map<String, String> kafka,
      Supplier<Optional<CaptureProgress>> capture) {
    this.capture = capture;
    dimensions = stage.dimensions().stream().map(Relation::name).toList();
    making = new ArrayList<>();
    for (Stage other : all) {
      other
          .dimension()
          .filter(stage.derived()::contains)
          .ifPresent(
              dimension ->
                  making.add(
                      new GroupProgress(
                          kafka,
                          other.applicationId(applicationId),
                          dimension,
                          other.facts().get(0).relation().name())));
    }
  }

  /** What is not there yet, or empty. */
  Optional<String> missing() {
    if (dimensions.isEmpty()) {
      return Optional.empty();
    }
    if (capture.get().filter(CaptureProgress::snapshotCompleted).isEmpty()) {
      return Optional.of("the first snapshot of " + String.join(", ", dimensions));
    }
    while (!making.isEmpty()) {
      Optional<String> behind = making.get(0).behind();
      if (behind.isPresent()) {
        return behind;
      }
      making.remove(0);
    }
    return Optional.empty();
  }
}
