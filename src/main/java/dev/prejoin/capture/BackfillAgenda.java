package dev.prejoin.capture;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Which ranges are to be read again, as follows from what was and from what was asked for. */
final class BackfillAgenda {
  /** All ranges together: a record has at most 1 MB unless Kafka is told otherwise. */
  private static final long MOST_BYTES = 500_000;

  private BackfillAgenda() {}

  /**
   * The readings from now on, by topic: one at a time, so that a later one replaces an earlier one.
   *
   * @param ends where a topic's partitions end now
   */
  static Map<String, BackfillState> next(
      Map<String, BackfillState> before,
      List<CapturedTable> tables,
      Collection<BackfillRequest> requests,
      Function<String, Map<Integer, Long>> ends) {
    Map<String, BackfillState> next = new TreeMap<>();
    for (CapturedTable table : tables) {
      String topic = table.topic();
      BackfillState known = before.get(topic);
      if (known != null) {
        next.put(topic, known);
      }
      requests.stream()
          .filter(request -> request.table().equals(table.table()))
          .forEach(request -> take(next, topic, request, ends));
    }
    return next;
  }

  private static void take(
      Map<String, BackfillState> next,
      String topic,
      BackfillRequest request,
      Function<String, Map<Integer, Long>> ends) {
    BackfillState known = next.get(topic);
    boolean same = known != null && known.id().equals(request.id());
    if (request.wish() == BackfillRequest.Wish.BEGIN) {
      if (!same) {
        request
            .range()
            .ifPresent(range -> next.put(topic, begun(next, topic, request.id(), range, ends)));
      }
    } else if (known != null && same && known.isOpen()) {
      switch (request.wish()) {
        case PAUSE -> next.put(topic, known.in(BackfillState.Phase.PAUSED));
        case RESUME -> next.put(topic, known.in(BackfillState.Phase.READING));
        default -> next.remove(topic);
      }
    }
  }

  private static BackfillState begun(
      Map<String, BackfillState> next,
      String topic,
      String id,
      BackfillRange range,
      Function<String, Map<Integer, Long>> ends) {
    long own = BackfillJson.bytes(range);
    long others =
        next.entrySet().stream()
            .filter(other -> !other.getKey().equals(topic))
            .mapToLong(other -> BackfillJson.bytes(other.getValue().range()))
            .sum();
    return own + others <= MOST_BYTES
        ? BackfillState.due(id, range, ends.apply(topic))
        : BackfillState.refused(
            id,
            range,
            "it is too large, with %,d bytes of keys and %,d of other tables that are read again; %,d are taken in all: choose fewer keys, or wait"
                .formatted(own, others, MOST_BYTES));
  }
}
