package dev.prejoin.app.status;

import dev.prejoin.app.definitions.ViewStandings;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be asked of a run.
 *
 * @param kafka properties of Kafka's clients; may hold secrets
 * @param applicationId of the stages' Kafka Streams applications
 * @param restateGroup whose offsets say which changes of dimensions are in the rows of history
 * @param restated the dimensions whose changes are to be
 * @param views tells whether the rows of views are of their present definitions
 * @param landed the topics that land
 * @param deadLetters the topics of records that were put aside
 */
public record StatusSettings(
    Map<String, String> kafka,
    CaptureSettings capture,
    List<Plan> plans,
    List<Stage> stages,
    String applicationId,
    String sinkGroup,
    String restateGroup,
    List<Relation> restated,
    ViewStandings views,
    List<String> landed,
    List<String> deadLetters) {
  public StatusSettings {
    kafka = Map.copyOf(kafka);
    plans = List.copyOf(plans);
    stages = List.copyOf(stages);
    restated = List.copyOf(restated);
    landed = List.copyOf(landed);
    deadLetters = List.copyOf(deadLetters);
  }

  /** The topics of the sources of facts. */
  public Set<String> facts() {
    return plans.stream()
        .flatMap(plan -> plan.sources().stream())
        .filter(source -> !source.isDimension())
        .map(source -> source.relation().name())
        .collect(Collectors.toSet());
  }

  /** Names no property of Kafka's clients: they may hold secrets. */
  @Override
  public String toString() {
    return "StatusSettings[%s, %s, %s]".formatted(capture, applicationId, sinkGroup);
  }
}
