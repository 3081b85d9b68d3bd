package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The subjects of the schema registry, with their Avro schemas. */
final class SubjectNeeds {
  private record Subject(String name, Schema schema) {}

  private SubjectNeeds() {}

  static Needs of(Pipelines pipelines, Settings settings, boolean ask) {
    if (settings.topics().json()) {
      return Needs.of("Schema registry: none, as topic.format is json", List.of());
    }
    String url = settings.registry().url();
    String server = "Schema registry " + url;
    List<Subject> subjects = subjects(pipelines);
    if (!ask) {
      return Needs.of(server, notAsked(subjects));
    }
    if (!Reach.at(URI.create(url))) {
      return Needs.away(server, notAsked(subjects));
    }
    SchemaRegistry registry = Pipelines.registry(settings);
    List<Need> needs = new ArrayList<>();
    try {
      for (Subject subject : subjects) {
        needs.add(need(subject, registry.standing(subject.name, subject.schema)));
      }
    } catch (UncheckedIOException e) {
      return new Needs(
          server, Optional.of(String.valueOf(e.getMessage())), List.of(), notAsked(subjects));
    } catch (ProblemException e) {
      return new Needs(server, Optional.empty(), e.problems(), notAsked(subjects));
    }
    return Needs.of(server, needs);
  }

  private static List<Subject> subjects(Pipelines pipelines) {
    AvroSchemas schemas = pipelines.schemas();
    List<Subject> subjects = new ArrayList<>();
    for (Source source : pipelines.sources()) {
      subjects.add(key(source.relation().name(), schemas));
      subjects.add(value(source.relation().name(), schemas));
    }
    for (Plan plan : pipelines.plans()) {
      for (View view : plan.views()) {
        if (view.dimension()) {
          subjects.add(key(view.target().name(), schemas));
        }
        subjects.add(value(view.target().name(), schemas));
      }
    }
    return subjects;
  }

  private static Subject key(String name, AvroSchemas schemas) {
    return new Subject(RowCodecs.keySubject(name), schemas.key(name));
  }

  private static Subject value(String name, AvroSchemas schemas) {
    return new Subject(RowCodecs.valueSubject(name), schemas.value(name));
  }

  private static Need need(Subject subject, SchemaRegistry.Standing standing) {
    return switch (standing) {
      case REGISTERED -> Need.of(subject.name, shape(subject), Standing.THERE);
      case ABSENT -> Need.of(subject.name, shape(subject), Standing.WILL_BE_MADE);
      case COMPATIBLE ->
          Need.of(subject.name, shape(subject) + ", a new version", Standing.WILL_BE_MADE);
      case INCOMPATIBLE ->
          new Need(
              subject.name,
              shape(subject),
              Standing.UNFIT,
              List.of(
                  "the registry would refuse the schema for subject %s, as readers of its earlier"
                          .formatted(subject.name)
                      + " versions could not read it: give a new field null or a default, or"
                      + " change the subject's compatibility"));
    };
  }

  private static List<Need> notAsked(List<Subject> subjects) {
    return subjects.stream()
        .map(subject -> Need.of(subject.name, shape(subject), Standing.NOT_ASKED))
        .toList();
  }

  private static String shape(Subject subject) {
    int fields = subject.schema.getFields().size();
    return fields + (fields == 1 ? " field" : " fields");
  }
}
