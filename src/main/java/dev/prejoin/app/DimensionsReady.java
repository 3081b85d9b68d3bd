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
  /** The sources whose snapshots are waited for. */
  private final List<String> sources = new ArrayList<>();

  private final List<GroupProgress> making;
  private final Supplier<Optional<CaptureProgress>> capture;

  DimensionsReady(
      Stage stage,
      List<Stage> all,
      String applicationId,
      Map<String, String> kafka,
      Supplier<Optional<CaptureProgress>> capture) {
    this.capture = capture;
    stage.dimensions().stream()
        .map(Relation::name)
        .filter(name -> !stage.derived().contains(name))
        .forEach(sources::add);
    making = new ArrayList<>();
    for (Stage other : all) {
      other
          .dimension()
          .filter(stage.derived()::contains)
          .ifPresent(
              dimension -> {
                String source = other.facts().get(0).relation().name();
                sources.add(source);
                making.add(
                    new GroupProgress(
                        kafka, other.applicationId(applicationId), dimension, source));
              });
    }
  }

  /** What is not there yet, or empty. */
  Optional<String> missing() {
    if (!sources.isEmpty()) {
      Optional<CaptureProgress> progress = capture.get();
      sources.removeIf(source -> progress.filter(p -> p.isComplete(source)).isPresent());
    }
    if (!sources.isEmpty()) {
      return Optional.of("the first snapshot of " + String.join(", ", sources));
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
