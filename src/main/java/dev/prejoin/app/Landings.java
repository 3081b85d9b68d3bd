package dev.prejoin.app;

import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.Landing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which topics land in ClickHouse: every view's rows and rejects, the dimensions, and the sources
 * of facts whose rows may be made again, or all of them if asked.
 */
final class Landings {
  private Landings() {}

  static List<Landing> of(Pipelines pipelines, RowCodecs codecs, Set<String> landedSources) {
    List<Landing> landings = new ArrayList<>();
    for (Source source : pipelines.sources()) {
      if (source.isDimension() || landedSources.contains(source.relation().name())) {
        landings.add(rows(source.relation(), kind(source), codecs.keys(source.relation()), codecs));
      }
    }
    for (Plan plan : pipelines.plans()) {
      for (View view : plan.views()) {
        RowCodec keys = codecs.keys(plan.facts(view).relation());
        landings.add(
            view.dimension()
                ? rows(view.target(), Landing.Kind.DIMENSION, codecs.keys(view.target()), codecs)
                : rows(view.target(), Landing.Kind.FACT, keys, codecs));
        if (view.keepRejects()) {
          landings.add(
              new Landing(
                  TopicNames.rejects(view.target().name()),
                  view.from(),
                  keys,
                  codecs.values(view.from()),
                  Landing.Kind.REJECTS));
        }
      }
    }
    return landings;
  }

  private static Landing.Kind kind(Source source) {
    if (source.isDimension()) {
      return Landing.Kind.DIMENSION;
    }
    return source.ignoresDeletes() ? Landing.Kind.LASTING_SOURCE : Landing.Kind.SOURCE;
  }

  private static Landing rows(
      Relation relation, Landing.Kind kind, RowCodec keys, RowCodecs codecs) {
    return new Landing(relation.name(), relation, keys, codecs.values(relation), kind);
  }
}
