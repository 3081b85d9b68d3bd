package dev.prejoin.app.peer;

import dev.prejoin.console.Drift;
import dev.prejoin.console.Drift.Amount;
import dev.prejoin.console.Drift.Group;
import dev.prejoin.console.Drift.Value;
import dev.prejoin.sink.clickhouse.Answer;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks ClickHouse how far the peer is from what prejoin has landed. */
final class DriftMeasure {
  private static final int MOST_VALUES = 10;

  private final PeerFile file;
  private final PlainTables tables;
  private final DriftSql sql;
  private final long mostRows;

  /** The first second that was compared last; 0 for all. It only grows, as the peer does. */
  private long from;

  /**
   * Measures from the peer's own database.
   *
   * @param truth prejoin's database
   * @param peer the peer's, which is that of the tables
   */
  DriftMeasure(PeerFile file, PlainTables tables, String truth, String peer, long mostRows) {
    this.file = file;
    this.tables = tables;
    this.sql = new DriftSql(file, truth, peer, tables.columns(file.rows()));
    this.mostRows = mostRows;
  }

  /**
   * Measures, while the peer is not fed.
   *
   * @param positions the facts that it was given; prejoin has landed them
   */
  Drift measure(DriftSql.Span positions, Drift.Fed fed) {
    long begun = System.nanoTime();
    Instant at = Instant.now();
    List<Answer> hours = tables.query(sql.hours(from));
    int shown = newest(hours);
    long since = shown == 0 ? 0 : hours.get(shown - 1).number("hour");
    boolean whole = from == 0 && shown == hours.size();
    if (!whole) {
      from = since;
    }
    Answer rows = tables.query(sql.rows(from, positions)).get(0);
    Answer buckets = tables.query(sql.buckets(from, positions)).get(0);
    List<Group> groups = new ArrayList<>();
    for (String column : file.groups()) {
      groups.add(group(column, tables.query(sql.group(column, from, positions))));
    }
    return new Drift(
        at,
        Instant.ofEpochSecond(since),
        whole,
        file.unit(),
        amount(rows, "truth"),
        amount(rows, "peer"),
        amount(rows, "blank"),
        amount(rows, "former"),
        amount(rows, "twice"),
        amount(rows, "gone"),
        amount(rows, "missing"),
        file.aggregate(),
        buckets.number("buckets"),
        buckets.number("off"),
        groups,
        tables.query(sql.inFlight(from, positions)).get(0).number("n"),
        fed,
        (System.nanoTime() - begun) / 1e9,
        tables.bytes());
  }

  /** How many of the hours are compared. */
  private int newest(List<Answer> hours) {
    long rows = 0;
    for (int i = 0; i < hours.size(); i++) {
      rows += hours.get(i).number("n");
      if (rows > mostRows && i > 0) {
        return i;
      }
    }
    return hours.size();
  }

  private static Amount amount(Answer row, String kind) {
    return new Amount(row.number(kind + "_rows"), row.real(kind + "_sum"));
  }

  private static Group group(String column, List<Answer> values) {
    return new Group(
        column,
        values.size(),
        values.stream().filter(value -> value.number("off") > 0).count(),
        values.stream()
            .limit(MOST_VALUES)
            .map(
                value ->
                    new Value(
                        value.text("value"),
                        new Amount(value.number("tc"), value.real("ts")),
                        new Amount(value.number("pcs"), value.real("pss"))))
            .toList());
  }
}
