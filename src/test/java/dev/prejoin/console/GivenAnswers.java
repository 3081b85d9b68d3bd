package dev.prejoin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Queries by their names, each with one answer. */
final class GivenAnswers extends StubFigures {
  private final Function<String, List<SavedQuery.Parameter>> parameters;
  private final Map<String, String> rows = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  volatile @Nullable RuntimeException failure;

  /**
   * @param parameters those of a query by its name
   */
  GivenAnswers(Function<String, List<SavedQuery.Parameter>> parameters) {
    this.parameters = parameters;
  }

  void give(String query, String... given) {
    rows.put(query, String.join(",", given));
  }

  /** Places for the map, all over the world. */
  void givePlaces(int places) {
    give(
        "usage_map",
        IntStream.range(0, places)
            .mapToObj(
                i ->
                    place(
                        -60 + i % 131 + i / 20_000.0,
                        -170 + i % 337 + i / 30_000.0,
                        i % 2 == 0 ? "Office" : "School",
                        places - i,
                        places))
            .toArray(String[]::new));
  }

  static String place(double latitude, double longitude, String type, double usage, int all) {
    return String.format(
        Locale.ROOT,
        "{\"latitude\":%.5f,\"longitude\":%.5f,\"building_type\":\"%s\",\"devices\":1,\"total_usage\":%s,\"all_places\":%d}",
        latitude,
        longitude,
        type,
        usage,
        all);
  }

  /** What a query was told last; nothing if it was not asked. */
  Map<String, String> asked(String query) {
    return asked.getOrDefault(query, Map.of());
  }

  /** How often anything was asked. */
  int questions() {
    return questions.get();
  }

  @Override
  public List<SavedQuery> queries() {
    return rows.keySet().stream()
        .map(name -> new SavedQuery(name, "", parameters.apply(name), ""))
        .toList();
  }

  @Override
  public byte[] answer(SavedQuery query, Map<String, String> told) {
    questions.incrementAndGet();
    if (failure != null) {
      throw failure;
    }
    asked.put(query.name(), told);
    return ("{\"data\":[" + rows.get(query.name()) + "]}").getBytes(UTF_8);
  }
}
