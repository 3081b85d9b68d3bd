package dev.prejoin.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells in {@link dev.prejoin.schema.TopicNames#LOOKUPS} how new the dimensions are in which a
 * view's task looks rows up. What is told is raised in {@link UsedPositions} before: no row of this
 * partition is looked up in anything older any more, whoever runs the task. It is committed
 * together with the rows that were looked up before; so whoever reads it as committed knows that
 * those stand before the ends that their topics have then.
 */
final class Announcements {
  private static final Duration EVERY = Duration.ofMillis(100);

  private final String view;
  private final List<LookupStore> lookups;
  private final UsedPositions positions;
  private final Branches branches;
  private final Map<String, Long> told = new TreeMap<>();

  Announcements(
      String view, List<LookupStore> lookups, UsedPositions positions, Branches branches) {
    this.branches = branches;
    this.view = view;
    this.lookups = lookups;
    this.positions = positions;
  }

  void init(ProcessorContext<byte[], Outcome> context) {
    told.clear();
    context.schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, timestamp -> tell(context, timestamp));
  }

  private void tell(ProcessorContext<byte[], Outcome> context, long timestamp) {
    Map<String, Long> now = new TreeMap<>();
    for (LookupStore lookup : lookups) {
      now.put(lookup.dimension(), positions.raise(lookup.dimension(), lookup::position));
    }
    if (now.equals(told)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    now.forEach(
        (dimension, position) ->
            text.append(text.isEmpty() ? "" : " ")
                .append("%s=%d..%d".formatted(dimension, positions.first(dimension), position)));
    String key = "%s %s %d".formatted(context.applicationId(), view, context.taskId().partition());
    branches.forward(
        context,
        new Record<>(
            bytes(key),
            new Outcome.LookedUp(bytes(text.toString())),
            timestamp,
            new RecordHeaders()));
    told.putAll(now);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
