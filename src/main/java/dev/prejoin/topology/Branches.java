package dev.prejoin.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where the outcomes of a step go: each kind to those nodes behind it that take it, so that no
 * record is shown to all of them. It is filled while the topology is built, and not changed after.
 */
final class Branches {
  private final Map<Class<? extends Outcome>, List<String>> nodes = new HashMap<>();

  /** Sends outcomes of a kind to one more node. */
  void add(Class<? extends Outcome> kind, String node) {
    nodes.computeIfAbsent(kind, each -> new ArrayList<>()).add(node);
  }

  /** Hands an outcome on; one that nobody takes is passed over. */
  void forward(
      ProcessorContext<byte[], Outcome> context, Record<byte[], ? extends Outcome> record) {
    List<String> takers = nodes.get(record.value().getClass());
    if (takers != null) {
      for (int i = 0; i < takers.size(); i++) {
        context.forward(record, takers.get(i));
      }
    }
  }
}
