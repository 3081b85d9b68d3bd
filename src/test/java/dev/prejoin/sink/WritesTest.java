package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Histories of a few keys, cut into batches anywhere, with replays anywhere. */
class WritesTest {
  private static final Relation RELATION =
      new Relation(
          "facts",
          List.of(
              new Column("place", ColumnType.of(Kind.INT32)),
              new Column("amount", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  private static final TableShape SHAPE =
      new TableShape(List.of("place", "_key"), Optional.empty(), true);

  /** A ReplacingMergeTree and a view that counts rows of no correction, by place. */
  private static final class Table {
    final Map<List<Object>, TableRow> newest = new HashMap<>();
    final Map<Object, Long> counted = new HashMap<>();

    void insert(TableRow row) {
      newest.merge(
          List.of(row.key(), row.values()[0]),
          row,
          (old, now) -> now.version().compareTo(old.version()) >= 0 ? now : old);
      if (!row.correction()) {
        counted.merge(row.values()[0], 1L, Long::sum);
      }
    }

    List<Standing> standing(List<Object> key) {
      return newest.values().stream()
          .filter(row -> row.key().equals(key))
          .map(row -> new Standing(row.key(), row.values(), row.version(), row.deleted()))
          .toList();
    }

    void rebuild(List<Object> key) {
      for (Standing there : standing(key)) {
        Object place = there.values()[0];
        counted.put(
            place,
            newest.values().stream()
                .filter(row -> !row.deleted() && row.values()[0].equals(place))
                .count());
      }
    }
  }

  @Property(tries = 500)
  void shouldHoldTheLatestRowOfEachKeyAndCountItOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int length) {
    Random random = new Random(seed);
    List<Change> history = history(random, length);
    Table table = new Table();
    for (int from = 0; from < length; ) {
      int to = Math.min(length, from + 1 + random.nextInt(8));
      List<Change> batch = history.subList(from, to);
      boolean fails = random.nextInt(3) == 0;
      if (fails) {
        write(table, batch, false, random.nextInt(10));
      }
      write(table, batch, fails, Integer.MAX_VALUE);
      from = to;
    }
    assertLatest(table, history);
  }

  @Test
  void shouldTellOfARowThatCameAndWentWithinABatchWhereChangesAreTracked() {
    Writes writes = new Writes(RELATION, SHAPE, 0, new Segment(1, 1));
    Fold cameAndWent = Fold.of(List.of(change('c', 1, 5L), change('d', 2, null))).iterator().next();

    assertThat(writes.correcting(cameAndWent, List.of(), false)).isEmpty();
    assertThat(writes.tracking(cameAndWent, List.of(), false))
        .singleElement()
        .matches(TableRow::deleted)
        .matches(row -> row.version().equals(cameAndWent.last().version()));

    Standing newer = new Standing(List.of(1L), new Object[] {1, 5L}, Version.of(1, 9, 9, 0), false);
    assertThat(writes.tracking(cameAndWent, List.of(newer), false)).isEmpty();
  }

  private static Change change(char op, int at, Long amount) {
    return new Change(
        List.of(1L),
        amount == null ? null : new Object[] {1, amount},
        Origin.captured(op, 1).at(at),
        Version.of(1, at, at, 0),
        0,
        at);
  }

  private static List<Change> history(Random random, int length) {
    Map<Long, Boolean> exists = new HashMap<>();
    List<Change> history = new ArrayList<>();
    for (int at = 0; at < length; at++) {
      long id = random.nextInt(4);
      boolean was = exists.getOrDefault(id, false);
      boolean deletes = was && random.nextInt(3) == 0;
      exists.put(id, !deletes);
      Origin origin = Origin.captured(deletes ? 'd' : was ? 'u' : 'c', 1).at(at);
      Object[] row = deletes ? null : new Object[] {random.nextInt(3), (long) at};
      history.add(new Change(List.of(id), row, origin, Version.of(1, at, at, 0), 0, at));
    }
    return history;
  }

  /** Writes up to a number of rows, as a crash in between leaves them; then rebuilds. */
  private static void write(Table table, List<Change> batch, boolean doubtful, int limit) {
    Writes writes = new Writes(RELATION, SHAPE, 0, new Segment(1, 1));
    Collection<Fold> folds = Fold.of(batch);
    List<TableRow> rows = new ArrayList<>();
    List<List<Object>> corrected = new ArrayList<>();
    for (Fold fold : folds) {
      if (fold.fresh() && !doubtful) {
        rows.addAll(writes.fresh(fold));
      } else {
        List<Standing> there = table.standing(fold.last().key());
        rows.addAll(writes.correcting(fold, there, doubtful));
        if (doubtful || !there.isEmpty()) {
          corrected.add(fold.last().key());
        }
      }
    }
    rows.stream().limit(limit).forEach(table::insert);
    if (limit == Integer.MAX_VALUE) {
      corrected.forEach(table::rebuild);
    }
  }

  private static void assertLatest(Table table, List<Change> history) {
    Map<List<Object>, Object[]> expected = new HashMap<>();
    history.forEach(change -> expected.put(change.key(), change.row()));
    Map<Object, Long> perPlace = new HashMap<>();
    expected.forEach(
        (key, row) -> {
          List<Standing> live =
              table.standing(key).stream().filter(there -> !there.deleted()).toList();
          if (row == null) {
            assertThat(live).as("deleted %s", key).isEmpty();
          } else {
            assertThat(live).as("row of %s", key).hasSize(1);
            assertThat(live.get(0).values()).containsExactly(row);
            perPlace.merge(row[0], 1L, Long::sum);
          }
        });
    for (int place = 0; place < 3; place++) {
      assertThat(table.counted.getOrDefault(place, 0L))
          .as("count of place %d", place)
          .isEqualTo(perPlace.getOrDefault(place, 0L));
    }
  }
}
