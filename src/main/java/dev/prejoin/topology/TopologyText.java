package dev.prejoin.topology;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The topology of a plan as Kafka Streams describes it. */
public final class TopologyText {
  private TopologyText() {}

  /** Asks no server. */
  public static String of(Plan plan, RowCodecs codecs) {
    return TopologyBuilder.build(plan, codecs, new SimpleMeterRegistry()).describe().toString();
  }
}
