package dev.prejoin.app.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.console.Correction;
import dev.prejoin.console.Correction.Cell;
import dev.prejoin.console.Correction.Difference;
import dev.prejoin.console.Correction.Kind;
import dev.prejoin.console.CorrectionNews;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.CorrectedRows;
import dev.prejoin.sink.Segment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrectionLogTest {
  private static final ColumnType INT64 = ColumnType.of(ColumnType.Kind.INT64);
  private static final ColumnType STRING = ColumnType.of(ColumnType.Kind.STRING);
  private static final List<Column> ID = List.of(new Column("id", INT64));
  private static final Relation READINGS =
      new Relation(
          "readings",
          List.of(
              new Column("at", ColumnType.timestamp(0)),
              new Column("device", INT64),
              new Column("kwh", ColumnType.of(ColumnType.Kind.FLOAT64))),
          ID);
  private static final Relation DEVICES =
      new Relation(
          "devices",
          List.of(new Column("device", INT64), new Column("place", STRING)),
          List.of(new Column("device", INT64)));
  private static final Plan PLAN =
      Compiler.infer(
          PipelineFile.parse(
              Path.of("p.sql"),
              """
              CREATE TABLE readings ENGINE = ChangeStream('public.readings');
              CREATE TABLE devices ENGINE = ChangeTable('public.devices');
              CREATE MATERIALIZED VIEW a TO clean AS
              SELECT at, device AS unit, kwh FROM readings WHERE kwh >= 0;
              CREATE MATERIALIZED VIEW b TO joined AS
              SELECT c.at, c.unit AS machine, d.place, c.kwh
              FROM clean AS c LEFT JOIN devices AS d ON d.device = c.unit;
              """),
          name -> Optional.ofNullable(Map.of("readings", READINGS, "devices", DEVICES).get(name)));
  private static final Relation JOINED = PLAN.views().get(1).target();

  private static final Instant COMMITTED = Instant.parse("2026-03-01T12:00:00.100Z");
  private static final long LANDED = COMMITTED.toEpochMilli() + 400;

  private final CorrectionLog log =
      new CorrectionLog(PLAN, PLAN.views().subList(1, 2), Set.of("devices"));

  @Test
  void shouldTellWhichRowChangedHowAndWhenTheAggregatesKnew() {
    land(rows(3, 7).changed(1, joined(5, "north", 1.5), joined(5, "north", 2.5)), false, LANDED);
    Correction open = only();
    assertThat(open)
        .isEqualTo(
            new Correction(
                1,
                Kind.UPDATED,
                false,
                "joined",
                List.of(new Cell("id", "1")),
                List.of(new Cell("machine", "5"), new Cell("at", "2026-03-01 12:00:00")),
                List.of(new Difference("kwh", "1.5", "2.5")),
                0,
                COMMITTED,
                Instant.ofEpochMilli(LANDED),
                null,
                null,
                true));

    log.counted("joined", 2, segment(100), LANDED + 1);
    log.counted("joined", 3, segment(7), LANDED + 2);
    log.counted("other", 3, segment(100), LANDED + 3);
    assertThat(only()).as("of another shard, an earlier round, another table").isEqualTo(open);

    log.counted("joined", 3, segment(8), LANDED + 600);
    assertThat(only().countedAt()).isEqualTo(Instant.ofEpochMilli(LANDED + 600));
    assertThat(only().seconds()).isEqualTo(1.0);
    log.counted("joined", 3, segment(9), LANDED + 9_000);
    assertThat(only().seconds()).as("the first time counts").isEqualTo(1.0);
  }

  @Test
  void shouldTellWhatBecameOfARow() {
    land(
        rows(0, 1)
            .changed(1, joined(5, "north", 1), null)
            .changed(2, null, joined(5, "north", 2))
            .changed(3, joined(5, "north", 1), joined(6, "south", 1)),
        true,
        LANDED);
    assertThat(all())
        .extracting(Correction::kind)
        .containsExactly(Kind.UPDATED, Kind.RETURNED, Kind.REMOVED);
    assertThat(all()).allMatch(each -> Instant.ofEpochMilli(LANDED).equals(each.countedAt()));
    assertThat(all().get(0).changes())
        .containsExactly(
            new Difference("machine", "5", "6"), new Difference("place", "north", "south"));
    assertThat(all().get(2).changes())
        .as("what is no place of it")
        .containsExactly(new Difference("place", "north", null), new Difference("kwh", "1", null));
  }

  @Test
  void shouldTellRowsThatAreMadeAgainWithTheMetadataThatTheyLookUp() {
    land(devices().changed(5, null, device(5, "north")), true, LANDED);
    land(devices().changed(6, device(6, "a"), device(6, "b")), true, LANDED);
    assertThat(all()).extracting(Correction::rows).containsExactly(0L, 0L);
    assertThat(all()).extracting(Correction::countedAt).containsOnlyNulls();

    land(
        rows(0, 4)
            .restated(1, joined(5, "", 1), joined(5, "north", 1))
            .restated(2, joined(5, "", 2), joined(5, "north", 2))
            .restated(3, joined(6, "a", 3), joined(6, "b", 3)),
        false,
        LANDED + 100);
    land(rows(1, 9).restated(4, joined(5, "", 1), joined(5, "north", 1)), false, LANDED + 200);
    assertThat(all()).extracting(Correction::rows).containsExactly(1L, 3L);

    log.counted("joined", 0, segment(5), LANDED + 500);
    assertThat(all()).extracting(Correction::seconds).containsExactly(0.9, null);
    log.counted("joined", 1, segment(10), LANDED + 600);
    assertThat(all()).extracting(Correction::seconds).containsExactly(0.9, 1.0);
    assertThat(all()).extracting(Correction::kind).containsExactly(Kind.UPDATED, Kind.ADDED);
  }

  @Test
  void shouldTellRowsThatAreMadeAgainAlikeTogetherIfNobodyKnowsWhatFor() {
    land(
        rows(0, 4)
            .restated(1, joined(5, "a", 1), joined(5, "b", 1))
            .restated(2, joined(8, "a", 2), joined(8, "b", 2))
            .restated(3, joined(9, "a", 3), joined(9, "c", 3)),
        true,
        LANDED);
    assertThat(all()).extracting(Correction::kind).containsOnly(Kind.RESTATED);
    assertThat(all()).extracting(Correction::rows).containsExactly(1L, 2L);
    assertThat(all()).extracting(Correction::committedAt).containsOnlyNulls();
    assertThat(all().get(1).changes()).containsExactly(new Difference("place", "a", "b"));
  }

  @Test
  void shouldOnlyCountWhatComesTooFastAndForgetTheOldest() {
    CorrectedRows burst = rows(0, 1);
    IntStream.rangeClosed(1, 40)
        .forEach(id -> burst.changed(id, joined(5, "a", 1), joined(5, "a", 2)));
    land(burst, true, LANDED);
    assertThat(all()).hasSize(CorrectionLog.LISTED_PER_SECOND);
    assertThat(log.since(0).unlisted()).isEqualTo(40 - CorrectionLog.LISTED_PER_SECOND);

    for (int second = 1; second <= 300; second++) {
      land(
          rows(0, 1).changed(second, joined(5, "a", 1), joined(5, "a", 2)),
          false,
          LANDED + second * 1_000L);
    }
    assertThat(all()).hasSize(CorrectionLog.KEPT);
    CorrectionNews news = log.since(0);
    assertThat(news.oldest()).isEqualTo(CorrectionLog.LISTED_PER_SECOND + 101);
    assertThat(news.unlisted()).isEqualTo(40 - CorrectionLog.LISTED_PER_SECOND);
  }

  @Test
  void shouldTellOnlyWhatIsNew() {
    assertThat(log.since(0)).isEqualTo(new CorrectionNews(true, 0, 1, 0, List.of()));
    land(rows(3, 7).changed(1, joined(5, "a", 1), joined(5, "a", 2)), false, LANDED);
    long first = log.since(0).revision();
    land(rows(4, 7).changed(2, joined(5, "a", 1), joined(5, "a", 2)), false, LANDED);
    CorrectionNews second = log.since(first);
    assertThat(second.corrections()).extracting(Correction::id).containsExactly(2L);
    assertThat(log.since(second.revision()).corrections()).isEmpty();
    log.counted("joined", 3, segment(8), LANDED);
    assertThat(log.since(second.revision()).corrections())
        .extracting(Correction::id)
        .containsExactly(1L);
  }

  @Test
  void shouldSayThatAnotherProcessCountsWhatItTookOver() {
    land(rows(3, 7).changed(1, joined(5, "a", 1), joined(5, "a", 2)), false, LANDED);
    log.lost("joined", 4);
    assertThat(only().followed()).isTrue();
    log.lost("joined", 3);
    assertThat(only().followed()).isFalse();
    log.counted("joined", 3, segment(8), LANDED);
    assertThat(only().countedAt()).as("nobody said so").isNull();
  }

  private void land(CorrectedRows rows, boolean counted, long now) {
    log.landed(rows.made(), counted, now);
  }

  private List<Correction> all() {
    return log.since(0).corrections();
  }

  private Correction only() {
    assertThat(all()).hasSize(1);
    return all().get(0);
  }

  private static CorrectedRows rows(int shard, int segment) {
    return new CorrectedRows(JOINED, shard, segment(segment), true, COMMITTED.toEpochMilli());
  }

  private static CorrectedRows devices() {
    return new CorrectedRows(DEVICES, 0, segment(1), false, COMMITTED.toEpochMilli());
  }

  private static Segment segment(int counter) {
    return new Segment(1, counter);
  }

  private static Object[] joined(long device, String place, double kwh) {
    return new Object[] {Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(), device, place, kwh};
  }

  private static Object[] device(long device, String place) {
    return new Object[] {device, place};
  }
}
