package dev.prejoin.app.definitions;

import dev.prejoin.app.definitions.ViewHistory.State;
import dev.prejoin.plan.Definition;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.RunningDefinition;
import dev.prejoin.topology.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares the definitions of views with those by which their rows were made. */
public final class ViewHistories {
  private final Collection<Plan> plans;
  private final Collection<Stage> stages;
  private final String applicationId;
  private final Map<String, Definition> definitions = new HashMap<>();

  /**
   * That of some pipelines.
   *
   * @param applicationId what the stages' applications are named after
   */
  public ViewHistories(Collection<Plan> plans, Collection<Stage> stages, String applicationId) {
    this.plans = List.copyOf(plans);
    this.stages = List.copyOf(stages);
    this.applicationId = applicationId;
    for (Plan plan : plans) {
      plan.views().forEach(view -> definitions.put(view.target().name(), Definition.of(view)));
    }
  }

  /**
   * Each view's, in the order of the files.
   *
   * @param partitions of the sources' topics; one that is not there has none
   */
  public List<ViewHistory> of(DefinitionState state, Map<String, Set<Integer>> partitions) {
    List<ViewHistory> all = new ArrayList<>();
    for (Plan plan : plans) {
      for (View view : plan.views()) {
        Source source = plan.facts(view);
        all.add(
            of(
                state,
                view,
                source,
                partitions.getOrDefault(source.relation().name(), Set.of()),
                Objects.requireNonNull(definitions.get(view.target().name()))));
      }
    }
    return all;
  }

  private ViewHistory of(
      DefinitionState state,
      View view,
      Source source,
      Set<Integer> partitions,
      Definition definition) {
    String target = view.target().name();
    long fingerprint = definition.fingerprint();
    Map<Integer, Long> before = new TreeMap<>();
    List<String> differences = List.of();
    boolean other = false;
    boolean isNew = state.made(target).isEmpty();
    boolean untold = false;
    for (String application : applications(view)) {
      for (int partition : partitions) {
        Optional<RunningDefinition> running = state.running(application, target, partition);
        if (running.isEmpty()) {
          untold = true;
          continue;
        }
        RunningDefinition now = running.get();
        if (now.fingerprint() != fingerprint) {
          other = true;
          differences = definition.since(Definition.parse(now.text()));
        } else if (now.since() > 0
            && state
                .made(target)
                .filter(made -> made.covers(fingerprint, partition, now.since()))
                .isEmpty()) {
          before.merge(partition, now.since(), Math::max);
          isNew &= now.isNew();
          differences =
              state
                  .former(application, target, partition)
                  .map(former -> definition.since(Definition.parse(former.text())))
                  .orElse(differences);
        }
      }
    }
    State standing;
    if (untold || partitions.isEmpty()) {
      standing = isRead(state, source) && !knows(state, view) ? State.NEW_AT_START : State.UNKNOWN;
    } else if (other) {
      standing = State.CHANGES_AT_START;
    } else if (before.isEmpty()) {
      standing = State.CURRENT;
    } else {
      standing = isNew ? State.NEW : State.CHANGED;
    }
    boolean known = standing == State.NEW || standing == State.CHANGED;
    return new ViewHistory(
        view,
        source,
        standing,
        known ? before : Map.of(),
        isNew && known ? List.of() : differences);
  }

  /** Those that compute a view, whether they write its rows or only pass them on. */
  List<String> applications(View view) {
    return stages.stream()
        .filter(stage -> stage.views().contains(view))
        .map(stage -> stage.applicationId(applicationId))
        .toList();
  }

  private boolean knows(DefinitionState state, View view) {
    return applications(view).stream()
        .anyMatch(application -> state.knows(application, view.target().name()));
  }

  /** Whether an application that will compute a view has read its source for another one. */
  private boolean isRead(DefinitionState state, Source source) {
    return plans.stream()
        .anyMatch(
            plan ->
                plan.views().stream()
                    .filter(view -> plan.facts(view).relation().equals(source.relation()))
                    .anyMatch(view -> knows(state, view)));
  }
}
