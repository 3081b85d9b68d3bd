package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.capture.TableState.Phase;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final List<Column> ID =
      List.of(new Column("id", ColumnType.of(ColumnType.Kind.INT64)));
  private static final TableState DONE =
      new TableState("public.a", 1, Phase.DONE, List.of(), List.of(), 7, 7, 0);

  private static CapturedTable table(String topic, String table) {
    return new CapturedTable(new Relation(topic, ID, ID), false, table);
  }

  private static final List<CapturedTable> A = List.of(table("a", "public.a"));

  @Test
  void shouldSnapshotWhatIsNewAndLeaveTheOthers() {
    assertThat(
            Agenda.next(
                Map.of("a", DONE),
                List.of(table("a", "public.a"), table("b", "public.b")),
                List.of()))
        .isEqualTo(Map.of("a", DONE, "b", TableState.due("public.b", 1, Phase.ADDED)));
  }

  @Test
  void shouldRememberWhatIsTakenOutAndSnapshotItAnewWhenItComesBack() {
    Map<String, TableState> without = Agenda.next(Map.of("a", DONE), List.of(), List.of());

    assertThat(without.get("a").phase()).isEqualTo(Phase.REMOVED);
    assertThat(Agenda.next(without, A, List.of()))
        .isEqualTo(Map.of("a", TableState.due("public.a", 2, Phase.ADDED)));
  }

  @Test
  void shouldSnapshotATopicAnewWhenAnotherTableFillsIt() {
    assertThat(Agenda.next(Map.of("a", DONE), List.of(table("a", "public.z")), List.of()))
        .isEqualTo(Map.of("a", TableState.due("public.z", 2, Phase.ADDED)));
  }

  @Test
  void shouldSnapshotAnewWhatIsAskedFor() {
    Map<String, TableState> before = Map.of("a", DONE);

    assertThat(Agenda.next(before, A, List.of(new SnapshotRequest(Set.of("public.a")))))
        .isEqualTo(Map.of("a", TableState.due("public.a", 2, Phase.SNAPSHOT)));
    assertThat(Agenda.next(before, A, List.of(new SnapshotRequest(Set.of("public.b")))))
        .isEqualTo(before);
    assertThat(
            Agenda.isAllAnew(
                before, Agenda.next(before, A, List.of(new SnapshotRequest(Set.of()))), A))
        .isTrue();
    assertThat(Agenda.isAllAnew(before, before, A)).isFalse();
  }

  @Test
  void shouldSayWhenAVersionHoldsNoMoreIncarnations() {
    TableState last = TableState.due("public.a", Agenda.LAST_INCARNATION, Phase.SNAPSHOT);

    assertThatThrownBy(
            () -> Agenda.next(Map.of("a", last), A, List.of(new SnapshotRequest(Set.of()))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("4095 times");
  }
}
