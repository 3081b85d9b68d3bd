package dev.prejoin.app.corrections;

import dev.prejoin.app.corrections.LookupLinks.Target;
import dev.prejoin.console.Correction;
import dev.prejoin.console.Correction.Cell;
import dev.prejoin.console.Correction.Difference;
import dev.prejoin.console.Correction.Kind;
import dev.prejoin.console.CorrectionNews;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.plan.layout.LookupKeys;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Corrected;
import dev.prejoin.sink.CorrectionListener;
import dev.prejoin.sink.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last corrections of a pipeline that this process has landed, one by one: of the tables that
 * no view reads, where a row is joined last, and of dimensions. Rows that are made again for the
 * sake of a row of metadata are told with that one, as far as their own columns hold its key. What
 * comes faster than anyone can read is only counted.
 */
public final class CorrectionLog implements CorrectionListener {
  static final int KEPT = 200;
  static final int LISTED_PER_SECOND = 25;

  /** A row that is made again later than that is so for something else. */
  private static final Duration RESTATED_WITHIN = Duration.ofMinutes(10);

  private final Set<String> dimensions;
  private final Map<String, List<String>> places = new HashMap<>();
  private final LookupLinks links;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** The newest entry of each row of a dimension. */
  private final Map<Target, Entry> changed = new HashMap<>();

  private long lastId;
  private long revision;
  private long unlisted;
  private long second;
  private int listedInSecond;

  /**
   * An empty one.
   *
   * @param last views whose rows no other view reads
   * @param dimensions tables of metadata
   */
  public CorrectionLog(Plan plan, List<View> last, Set<String> dimensions) {
    this.dimensions = Set.copyOf(dimensions);
    this.links = new LookupLinks(plan, last);
    LookupKeys keys = LookupKeys.of(plan);
    for (View view : last) {
      Relation target = view.target();
      List<String> place = new ArrayList<>(keys.of(target.name()));
      target.columns().stream()
          .filter(column -> column.type().isTime() && !place.contains(column.name()))
          .findFirst()
          .map(Column::name)
          .ifPresent(place::add);
      places.put(target.name(), place);
    }
  }

  /** What has begun or changed since a revision; 0 for all that is kept. */
  public synchronized CorrectionNews since(long known) {
    List<Correction> news = new ArrayList<>();
    entries
        .descendingIterator()
        .forEachRemaining(
            entry -> {
              if (entry.revision() > known) {
                news.add(entry.shown());
              }
            });
    long oldest = entries.isEmpty() ? lastId + 1 : entries.getFirst().id();
    return new CorrectionNews(true, revision, oldest, unlisted, news);
  }

  @Override
  public synchronized void landed(Corrected corrected, boolean counted, long millis) {
    String table = corrected.relation().name();
    Instant now = Instant.ofEpochMilli(millis);
    if (dimensions.contains(table)) {
      corrected.rows().forEach(row -> dimension(corrected.relation(), row, now));
    } else if (places.containsKey(table)) {
      Entry.Place shard = new Entry.Place(table, corrected.shard());
      Segment written = corrected.segment();
      Map<List<Difference>, Entry> alike = new HashMap<>();
      for (Corrected.Row row : corrected.rows()) {
        Optional<Entry> entry =
            row.restated()
                ? restated(corrected.relation(), row, alike, now)
                : fact(corrected.relation(), row, now);
        entry.ifPresent(
            of -> {
              if (row.stale() && !counted) {
                of.waitFor(shard, written);
              }
              of.counted(now);
              of.revised(++revision);
            });
      }
    } else {
      return;
    }
    unlisted += corrected.unlisted();
  }

  @Override
  public synchronized void counted(String table, int shard, Segment before, long millis) {
    Entry.Place place = new Entry.Place(table, shard);
    Instant now = Instant.ofEpochMilli(millis);
    for (Entry entry : entries) {
      if (entry.isOpen() && entry.counted(place, before, now)) {
        entry.revised(++revision);
      }
    }
  }

  @Override
  public synchronized void lost(String table, int shard) {
    Entry.Place place = new Entry.Place(table, shard);
    for (Entry entry : entries) {
      if (entry.lost(place)) {
        entry.revised(++revision);
      }
    }
  }

  private void dimension(Relation relation, Corrected.Row row, Instant now) {
    Set<String> key = new HashSet<>();
    relation.key().forEach(column -> key.add(column.name()));
    Kind kind = row.before() == null ? Kind.ADDED : kind(row);
    add(
            kind,
            true,
            relation,
            CellText.key(relation, row.key()),
            List.of(),
            CellText.differences(relation, row.before(), row.after(), key),
            row.restated() ? null : Instant.ofEpochMilli(row.committedAt()),
            now)
        .ifPresent(
            entry -> {
              changed.put(Target.of(relation.name(), row.key()), entry);
              entry.revised(++revision);
            });
  }

  private Optional<Entry> fact(Relation relation, Corrected.Row row, Instant now) {
    List<String> place = places.getOrDefault(relation.name(), List.of());
    Object[] known = row.after() == null ? row.before() : row.after();
    List<Cell> cells = known == null ? List.of() : CellText.some(relation, place, known);
    return add(
        kind(row),
        false,
        relation,
        CellText.key(relation, row.key()),
        cells,
        CellText.differences(relation, row.before(), row.after(), Set.copyOf(place)),
        Instant.ofEpochMilli(row.committedAt()),
        now);
  }

  private static Kind kind(Corrected.Row row) {
    if (row.after() == null) {
      return Kind.REMOVED;
    }
    return row.before() == null ? Kind.RETURNED : Kind.UPDATED;
  }

  /**
   * The entry of the metadata that it was made again for; else that of those which differ alike.
   */
  private Optional<Entry> restated(
      Relation relation, Corrected.Row row, Map<List<Difference>, Entry> alike, Instant now) {
    Optional<Entry> entry = cause(relation, row, now);
    if (entry.isEmpty()) {
      List<String> place = places.getOrDefault(relation.name(), List.of());
      List<Difference> changes =
          CellText.differences(relation, row.before(), row.after(), Set.copyOf(place));
      entry = Optional.ofNullable(alike.get(changes));
      if (entry.isEmpty()) {
        entry = add(Kind.RESTATED, false, relation, List.of(), List.of(), changes, null, now);
        entry.ifPresent(made -> alike.put(changes, made));
      }
    }
    entry.ifPresent(of -> of.addRow(now));
    return entry;
  }

  /** Of several that it looks up, the one that changed last. */
  private Optional<Entry> cause(Relation relation, Corrected.Row row, Instant now) {
    Object[] known = row.after() == null ? row.before() : row.after();
    if (known == null) {
      return Optional.empty();
    }
    Instant earliest = now.minus(RESTATED_WITHIN);
    Entry newest = null;
    for (Target target : links.of(relation.name(), known)) {
      Entry entry = changed.get(target);
      if (entry != null
          && entry.landedAfter(earliest)
          && (newest == null || entry.id() > newest.id())) {
        newest = entry;
      }
    }
    return Optional.ofNullable(newest);
  }

  private Optional<Entry> add(
      Kind kind,
      boolean dimension,
      Relation relation,
      List<Cell> key,
      List<Cell> place,
      List<Difference> changes,
      @Nullable Instant committedAt,
      Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      listedInSecond = 0;
    }
    if (listedInSecond == LISTED_PER_SECOND) {
      unlisted++;
      return Optional.empty();
    }
    listedInSecond++;
    Entry entry =
        new Entry(
            ++lastId, kind, dimension, relation.name(), key, place, changes, committedAt, now);
    entries.addLast(entry);
    if (entries.size() > KEPT) {
      Entry forgotten = entries.removeFirst();
      changed.values().removeIf(of -> of == forgotten);
    }
    return Optional.of(entry);
  }
}
