package dev.prejoin.app;

import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.Landing;
import java.util.ArrayList;
import java.util.List;

/**
 * Which topics land in ClickHouse: every view's rows and rejects, the dimensions, and L1 if asked.
 */
final class Landings {
  private Landings() {}

  static List<Landing> of(Pipeline pipeline, RowCodecs codecs, boolean landL1) {
    List<Landing> landings = new ArrayList<>();
    for (Source dimension : pipeline.dimensions()) {
      landings.add(source(dimension, Landing.Kind.DIMENSION, codecs));
    }
    if (landL1) {
      for (Source facts : pipeline.facts()) {
        landings.add(source(facts, Landing.Kind.FACT, codecs));
      }
    }
    for (View view : pipeline.plan().views()) {
      RowCodec keys = codecs.keys(pipeline.factsOf(view).relation());
      landings.add(
          new Landing(
              view.target().name(),
              view.target(),
              keys,
              codecs.values(view.target()),
              Landing.Kind.FACT));
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
    return landings;
  }

  private static Landing source(Source source, Landing.Kind kind, RowCodecs codecs) {
    return new Landing(
        source.relation().name(),
        source.relation(),
        codecs.keys(source.relation()),
        codecs.values(source.relation()),
        kind);
  }
}
