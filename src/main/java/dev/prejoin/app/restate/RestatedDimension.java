package dev.prejoin.app.restate;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewSql;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A dimension whose changes change rows that have passed.
 *
 * @param inputs what looks it up, by source of facts
 * @param announcers who tells how new it is where rows are looked up in it
 * @param writers who makes the rows that are looked through for its keys, where others tell: they
 *     may be further behind
 */
public record RestatedDimension(
    Relation relation, List<Inputs> inputs, List<Announcer> announcers, List<Writer> writers) {
  public RestatedDimension {
    inputs = List.copyOf(inputs);
    announcers = List.copyOf(announcers);
    writers = List.copyOf(writers);
  }

  /** Of its topic, which has one. */
  TopicPartition partition() {
    return new TopicPartition(name(), 0);
  }

  /** An application that reads a source's topic. */
  public record Writer(String application, String source) {}

  /** Lookups in the dimension of rows that come from one source. */
  public record Inputs(Source source, List<ViewSql.Use> uses) {
    public Inputs {
      uses = List.copyOf(uses);
    }

    /**
     * The topics, and tables, whose rows tell by which key they look the dimension up: those of the
     * facts, and of the dimensions that are looked up before it.
     */
    Set<String> topics() {
      Set<String> topics = new LinkedHashSet<>(Set.of(source.relation().name()));
      for (ViewSql.Use use : uses) {
        topics.add(use.view().from().name());
        use.view().lookups().subList(0, use.lookup()).stream()
            .map(lookup -> lookup.table().name())
            .forEach(topics::add);
      }
      return topics;
    }
  }

  /**
   * A view as an application computes it.
   *
   * @param source the topic, each of whose partitions has a task that tells
   */
  public record Announcer(String application, String view, String source) {}

  String name() {
    return relation.name();
  }

  /**
   * All dimensions of some pipelines that are looked up in views that restate.
   *
   * @param applicationId what the stages' applications are named after
   */
  public static List<RestatedDimension> of(
      Collection<Plan> plans, Collection<Stage> stages, String applicationId) {
    Map<String, Relation> relations = new LinkedHashMap<>();
    Map<String, Map<String, List<ViewSql.Use>>> uses = new LinkedHashMap<>();
    Map<String, Set<Announcer>> announcers = new LinkedHashMap<>();
    Map<String, Set<Writer>> writers = new LinkedHashMap<>();
    Map<String, Source> sources = new LinkedHashMap<>();
    for (Plan plan : plans) {
      for (View view : plan.views().stream().filter(View::restates).toList()) {
        Source source = plan.facts(view);
        String from = source.relation().name();
        sources.put(from, source);
        for (int i = 0; i < view.lookups().size(); i++) {
          Lookup lookup = view.lookups().get(i);
          String name = lookup.table().name();
          relations.putIfAbsent(name, lookup.table());
          uses.computeIfAbsent(name, n -> new LinkedHashMap<>())
              .computeIfAbsent(from, n -> new ArrayList<>())
              .add(new ViewSql.Use(view, i));
          stages.stream()
              .filter(stage -> stage.views().contains(view))
              .map(stage -> new Announcer(stage.applicationId(applicationId), view.name(), from))
              .forEach(announcers.computeIfAbsent(name, n -> new LinkedHashSet<>())::add);
          boolean others =
              stages.stream()
                  .anyMatch(stage -> stage.dimension().isPresent() && stage.views().contains(view));
          if (others && !view.from().name().equals(from)) {
            // What is between is computed there, too, but only the main application writes it.
            writers
                .computeIfAbsent(name, n -> new LinkedHashSet<>())
                .add(new Writer(applicationId, from));
          }
        }
      }
    }
    List<RestatedDimension> all = new ArrayList<>();
    relations.forEach(
        (name, relation) -> {
          List<Inputs> inputs = new ArrayList<>();
          uses.getOrDefault(name, Map.of())
              .forEach(
                  (from, found) -> {
                    Source source = sources.get(from);
                    if (source != null) {
                      inputs.add(new Inputs(source, found));
                    }
                  });
          all.add(
              new RestatedDimension(
                  relation,
                  inputs,
                  List.copyOf(announcers.getOrDefault(name, Set.of())),
                  List.copyOf(writers.getOrDefault(name, Set.of()))));
        });
    return all;
  }
}
