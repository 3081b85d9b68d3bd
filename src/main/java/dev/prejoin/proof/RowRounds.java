package dev.prejoin.proof;

import dev.prejoin.devstack.Progress;
import dev.prejoin.proof.KeyedComparison.Found;
import dev.prejoin.proof.KeyedComparison.Look;
import dev.prejoin.proof.VerifyReport.Counts;
import dev.prejoin.proof.VerifyReport.Difference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Looks at all keys of all tables, and then again at those that did not agree. */
final class RowRounds {
  static final int MOST_SHOWN = 20;

  private static final long HOUR_SECONDS = 3_600;

  private final Sources sources;
  private final KeyedComparison comparison;
  private final Barrier barrier;
  private final Progress progress;
  private final Map<String, Map<Long, Counts>> hours = new HashMap<>();
  private final Map<String, Look> firstLooks = new HashMap<>();
  private final Map<String, List<Difference>> differences = new HashMap<>();
  private final Map<Key, Long> hourOfKey = new HashMap<>();
  private Rounds<Key> rounds = Rounds.none();

  /** A row of a table. */
  private record Key(String table, String key) {}

  RowRounds(Sources sources, KeyedComparison comparison, Barrier barrier, Progress progress) {
    this.sources = sources;
    this.comparison = comparison;
    this.barrier = barrier;
    this.progress = progress;
  }

  int looks() {
    return rounds.looks();
  }

  List<VerifyReport.Table> compare(List<KeyedTable> tables) {
    List<KeyedTable> open = tables;
    while (!rounds.done()) {
      look(open, rounds.looks() == 0);
      open =
          tables.stream()
              .filter(
                  t -> rounds.open().keySet().stream().anyMatch(k -> k.table().equals(t.name())))
              .toList();
    }
    return tables.stream().map(this::result).toList();
  }

  private void look(List<KeyedTable> tables, boolean first) {
    String keys = "%,d keys".formatted(rounds.open().size());
    progress.update(first ? "Running the SQL over the source" : "Looking again at " + keys);
    Map<String, Map<Integer, Long>> ends = barrier.ends();
    if (first) {
      sources.read(tables);
      progress.step("The SQL ran over the source, in ClickHouse");
    } else {
      sources.readAgain(openKeys(tables), tables);
    }
    barrier.await(progress::update);
    if (first) {
      progress.step("All that the source had committed by then has landed");
    }
    Map<Key, Boolean> found = new LinkedHashMap<>();
    for (KeyedTable table : tables) {
      progress.update("Comparing " + table.name());
      Look look = comparison.look(table, ends.getOrDefault(table.source(), Map.of()), first);
      for (Found one : look.keys()) {
        Key key = new Key(table.name(), one.key());
        found.put(key, one.changed());
        hourOfKey.put(key, one.hour());
      }
      if (first) {
        firstLooks.put(table.name(), look);
        hours.put(table.name(), comparison.hours(table));
      }
    }
    Set<Key> before = rounds.different();
    rounds = rounds.after(found);
    describe(tables, before);
    if (first) {
      progress.step("Compared every row; %,d keys are looked at again".formatted(found.size()));
    } else {
      progress.step("Looked again at %s; %,d are open".formatted(keys, rounds.open().size()));
    }
  }

  private Map<String, Set<String>> openKeys(List<KeyedTable> tables) {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (KeyedTable table : tables) {
      rounds.open().keySet().stream()
          .filter(key -> key.table().equals(table.name()))
          .forEach(
              key -> keys.computeIfAbsent(table.source(), s -> new HashSet<>()).add(key.key()));
    }
    return keys;
  }

  /** While the rows are at hand of which it was just found that they differ. */
  private void describe(List<KeyedTable> tables, Set<Key> before) {
    for (KeyedTable table : tables) {
      List<Difference> known = differences.computeIfAbsent(table.name(), name -> new ArrayList<>());
      List<String> keys =
          rounds.different().stream()
              .filter(key -> key.table().equals(table.name()) && !before.contains(key))
              .map(Key::key)
              .sorted(Comparator.comparing(String::length).thenComparing(key -> key))
              .limit(MOST_SHOWN - known.size())
              .toList();
      if (!keys.isEmpty()) {
        Map<String, Map<String, String>> expected = comparison.expected(table, keys);
        Map<String, Map<String, String>> landed = comparison.landed(table, keys);
        keys.forEach(
            key ->
                known.add(
                    new Difference(
                        key,
                        begin(
                            table,
                            Objects.requireNonNull(hourOfKey.get(new Key(table.name(), key)))),
                        expected.getOrDefault(key, Map.of()),
                        landed.getOrDefault(key, Map.of()))));
      }
    }
  }

  private VerifyReport.Table result(KeyedTable table) {
    Map<Long, Counts> byHour = new TreeMap<>(Objects.requireNonNull(hours.get(table.name())));
    Look first = Objects.requireNonNull(firstLooks.get(table.name()));
    for (Found found : first.keys()) {
      Key key = new Key(table.name(), found.key());
      boolean different = rounds.different().contains(key);
      byHour.merge(
          hourOfKey.getOrDefault(key, found.hour()),
          new Counts(
              0,
              0,
              found.changed() ? 1 : 0,
              different ? 1 : 0,
              rounds.open().containsKey(key) ? 1 : 0),
          Counts::plus);
    }
    Counts all =
        byHour.values().stream()
            .reduce(
                new Counts(0, 0, first.changed(), first.different(), first.changed()),
                Counts::plus);
    return new VerifyReport.Table(
        table.name(),
        all,
        byHour.entrySet().stream()
            .map(hour -> new VerifyReport.Hour(begin(table, hour.getKey()), hour.getValue()))
            .toList(),
        differences.getOrDefault(table.name(), List.of()));
  }

  private static Optional<Instant> begin(KeyedTable table, long hour) {
    return table.dimension() || table.table().timeColumn().isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(hour * HOUR_SECONDS));
  }
}
