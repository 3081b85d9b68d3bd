package dev.prejoin.sink.simulation;

import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code prejoin_fills} and {@code prejoin_filled}: of aggregates of the one table that has any.
 */
final class ModelFills {
  private static final String BEGIN = "";
  private static final String WHOLE = "whole";

  /** The last request of each aggregate. */
  private final Map<String, Long> requests = new LinkedHashMap<>();

  private final Map<Place, Long> filled = new LinkedHashMap<>();

  private record Place(String aggregate, long request, int shard, String part) {}

  void become(ModelFills backup) {
    requests.clear();
    requests.putAll(backup.requests);
    filled.clear();
    filled.putAll(backup.filled);
  }

  void request(String aggregate) {
    requests.merge(aggregate, 1L, (before, first) -> before + 1);
  }

  List<Fill> all() {
    List<Fill> fills = new ArrayList<>();
    requests.forEach(
        (aggregate, request) -> {
          Map<Integer, Fill.Standing> shards = new HashMap<>();
          for (int shard = 0; shard < Tables.TOPICS.get(Tables.READINGS.name()); shard++) {
            Long since = filled.get(new Place(aggregate, request, shard, BEGIN));
            if (since != null) {
              Long whole = filled.get(new Place(aggregate, request, shard, WHOLE));
              shards.put(shard, new Fill.Standing(Segment.unpack(since), since.equals(whole)));
            }
          }
          fills.add(new Fill(aggregate, Tables.READINGS.name(), request, false, shards));
        });
    return fills;
  }

  void begin(Fill fill, int shard, Segment since) {
    record(fill, shard, BEGIN, since);
  }

  void record(Fill fill, int shard, String part, Segment since) {
    Place place = new Place(fill.aggregate(), fill.request(), shard, part);
    filled.merge(place, since.packed(), Math::max);
  }

  Map<Integer, Set<String>> parts(Fill fill) {
    Map<Integer, Set<String>> parts = new HashMap<>();
    filled.forEach(
        (place, since) -> {
          if (place.aggregate().equals(fill.aggregate())
              && place.request() == fill.request()
              && since == fill.since(place.shard()).packed()) {
            parts.computeIfAbsent(place.shard(), key -> new HashSet<>()).add(place.part());
          }
        });
    return parts;
  }

  void recordWhole(Fill fill, int shard, Segment since, List<String> parts) {
    if (parts.stream()
        .allMatch(
            part ->
                filled.getOrDefault(new Place(fill.aggregate(), fill.request(), shard, part), 0L)
                    == since.packed())) {
      record(fill, shard, WHOLE, since);
    }
  }

  /** In how many shards an aggregate that is asked for is not whole. */
  long open(String aggregate) {
    return all().stream()
        .filter(fill -> fill.aggregate().equals(aggregate))
        .mapToLong(
            fill ->
                Tables.TOPICS.get(fill.table())
                    - fill.shards().values().stream().filter(Fill.Standing::whole).count())
        .sum();
  }

  long open() {
    return requests.keySet().stream().mapToLong(this::open).sum();
  }
}
