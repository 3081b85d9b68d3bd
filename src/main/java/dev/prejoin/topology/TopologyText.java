package dev.prejoin.topology;

import dev.prejoin.plan.Plan;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;

/** The topologies of pipelines as Kafka Streams describes them. */
public final class TopologyText {
  private TopologyText() {}

  /** Asks no server. Where there are several, each stands under the name of its application. */
  public static String of(Collection<Plan> plans, String applicationId, RowCodecs codecs) {
    List<Stage> stages = Stage.of(plans);
    StringBuilder text = new StringBuilder();
    for (Stage stage : stages) {
      if (stages.size() > 1) {
        text.append("Application ").append(stage.applicationId(applicationId)).append('\n');
      }
      text.append(TopologyBuilder.build(stage, codecs, new SimpleMeterRegistry()).describe());
    }
    return text.toString();
  }
}
