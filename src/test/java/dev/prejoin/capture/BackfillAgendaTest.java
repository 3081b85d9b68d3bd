package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.BackfillRequest.Wish;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackfillAgendaTest {
  private static final List<Column> ID =
      List.of(new Column("id", ColumnType.of(ColumnType.Kind.INT64)));
  private static final List<CapturedTable> TABLES =
      List.of(new CapturedTable(new Relation("a", ID, ID), false, "public.a"));
  private static final BackfillRange RANGE = BackfillRange.ofKeys(List.of("1"), List.of("9"));
  private static final Map<Integer, Long> ENDS = Map.of(0, 17L);
  private static final BackfillState DUE = BackfillState.due("one", RANGE, ENDS);

  private static BackfillRequest request(String id, Wish wish) {
    return new BackfillRequest(
        id, "public.a", wish, wish == Wish.BEGIN ? Optional.of(RANGE) : Optional.empty());
  }

  private static Map<String, BackfillState> next(
      Map<String, BackfillState> before, BackfillRequest... requests) {
    return BackfillAgenda.next(before, TABLES, List.of(requests), topic -> ENDS);
  }

  @Test
  void shouldBeginWhereTheTopicEnds() {
    assertThat(next(Map.of(), request("one", Wish.BEGIN))).isEqualTo(Map.of("a", DUE));
  }

  @Test
  void shouldPauseGoOnAndEndOnlyWhatIsMeant() {
    Map<String, BackfillState> before = Map.of("a", DUE);
    Map<String, BackfillState> paused = next(before, request("one", Wish.PAUSE));

    assertThat(paused.get("a").phase()).isEqualTo(BackfillState.Phase.PAUSED);
    assertThat(next(paused, request("one", Wish.RESUME))).isEqualTo(before);
    assertThat(next(before, request("other", Wish.PAUSE))).isEqualTo(before);
    assertThat(next(paused, request("one", Wish.CANCEL))).isEmpty();
    assertThat(next(before, request("one", Wish.PAUSE), request("one", Wish.RESUME)))
        .isEqualTo(before);
  }

  @Test
  void shouldNotBeginTheSameTwiceAndReplaceAnother() {
    BackfillState done = DUE.in(BackfillState.Phase.DONE);

    assertThat(next(Map.of("a", done), request("one", Wish.BEGIN)).get("a")).isEqualTo(done);
    assertThat(next(Map.of("a", done), request("two", Wish.BEGIN)).get("a").id()).isEqualTo("two");
    assertThat(next(Map.of("a", done), request("one", Wish.RESUME)).get("a")).isEqualTo(done);
  }

  @Test
  void shouldForgetTablesThatAreNotCaptured() {
    assertThat(BackfillAgenda.next(Map.of("z", DUE), TABLES, List.of(), topic -> ENDS)).isEmpty();
  }

  @Test
  void shouldKeepItsPlaceThroughChunksAndEndWithTheLast() {
    Chunk some = Chunk.ofBackfill("a", List.of(), List.of("4"), List.of("9"), "one", false);
    BackfillState read = DUE.with(some, 0);

    assertThat(read.after()).containsExactly("4");
    assertThat(read.isRead()).isTrue();
    assertThat(
            read.with(Chunk.ofBackfill("a", List.of(), List.of("9"), List.of("9"), "one", true), 0))
        .matches(state -> state.phase() == BackfillState.Phase.DONE);
    assertThat(read.with(Chunk.failed("a", List.of("4"), "one", "no such type"), 0))
        .matches(state -> state.phase() == BackfillState.Phase.FAILED)
        .matches(state -> state.failure().equals("no such type"));
  }

  @Test
  void shouldRefuseAloneWhatTheStateCannotHold() {
    BackfillRange large = RANGE.listed(Collections.nCopies(3_000, List.of("\"".repeat(100))));
    BackfillRequest request =
        new BackfillRequest("large", "public.a", Wish.BEGIN, Optional.of(large));

    BackfillState refused = next(Map.of(), request).get("a");

    assertThat(refused.phase()).isEqualTo(BackfillState.Phase.FAILED);
    assertThat(refused.failure()).contains("too large", "500,000");
    assertThat(BackfillJson.of(refused).toString()).hasSizeLessThan(1_000);
    assertThat(next(Map.of("a", refused), request("one", Wish.BEGIN)))
        .as("what is asked for next is taken")
        .isEqualTo(Map.of("a", DUE));
  }

  @Test
  void shouldListOnlyKeysThatTheStateHolds() {
    List<List<String>> keys = Collections.nCopies(5_000, List.of("\u0001".repeat(50)));

    List<List<String>> some = BackfillRange.fitting(keys);

    assertThat(some).hasSizeBetween(100, 1_000);
    assertThat(BackfillJson.of(RANGE.listed(some)).toString()).hasSizeLessThan(110_000);
    assertThat(BackfillRange.fitting(keys.subList(0, 100))).hasSize(100);
    assertThat(BackfillRange.fitting(List.of(List.of("x".repeat(200_000))))).hasSize(1);
    assertThat(BackfillRange.fitting(List.of())).isEmpty();
  }

  @Test
  void shouldReadARequestAsItWasWritten() {
    for (Wish wish : Wish.values()) {
      BackfillRequest request = request("one", wish);

      assertThat(BackfillRequest.parse("power", key("backfill/power/x"), request.toBytes()))
          .contains(request);
      assertThat(BackfillRequest.parse("other", key("backfill/power/x"), request.toBytes()))
          .isEmpty();
      assertThat(SnapshotRequest.parse("power", key("backfill/power/x"), request.toBytes()))
          .isEmpty();
    }
    assertThat(BackfillRequest.parse("power", key("backfill/power/x"), key("{}"))).isEmpty();
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
