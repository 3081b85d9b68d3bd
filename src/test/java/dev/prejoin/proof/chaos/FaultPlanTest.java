package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final List<Cell> ALL = Cell.all();

  @Test
  void shouldBeTheSameForASeed() {
    assertThat(FaultPlan.of(7, 500, ALL, List.of()))
        .isEqualTo(FaultPlan.of(7, 500, ALL, List.of()));
    assertThat(FaultPlan.of(7, 500, ALL, List.of()))
        .isNotEqualTo(FaultPlan.of(8, 500, ALL, List.of()));
    assertThat(FaultPlan.of(7, 500, ALL, List.of()))
        .startsWith(FaultPlan.of(7, 20, ALL, List.of()).toArray(new Cell[0]));
  }

  @Test
  void shouldLeaveNoCellOut() {
    for (long seed = 0; seed < 20; seed++) {
      List<Cell> cells = Cell.all();
      assertThat(FaultPlan.of(seed, cells.size(), ALL, List.of()))
          .containsExactlyInAnyOrderElementsOf(cells);
    }
  }

  @Test
  void shouldMeetEveryPhaseAndEveryFaultInAShortRun() {
    for (long seed = 0; seed < 20; seed++) {
      List<Cell> plan = FaultPlan.of(seed, Phase.values().length, ALL, List.of());

      Set<Phase> phases = plan.stream().map(Cell::phase).collect(Collectors.toSet());
      Set<Fault> faults = plan.stream().map(Cell::fault).collect(Collectors.toSet());
      assertThat(phases).hasSizeGreaterThanOrEqualTo(Phase.values().length - 2);
      assertThat(faults).isEqualTo(EnumSet.allOf(Fault.class));
    }
  }

  @Test
  void shouldHaveOnlyTheKindsThatAreAskedFor() {
    List<Cell> plan =
        FaultPlan.of(
            7,
            60,
            Cell.all().stream().filter(cell -> cell.fault() == Fault.KILL_CLIENT).toList(),
            List.of());

    assertThat(plan).hasSize(60).allMatch(cell -> cell.fault() == Fault.KILL_CLIENT);
    assertThat(plan.stream().map(Cell::phase)).contains(Phase.values());
  }

  @Test
  void shouldTryAgainFirstWhatItDidNotMeet() {
    List<Cell> first = FaultPlan.of(7, Cell.all().size(), ALL, List.of());
    List<Cell> missed = first.subList(100, 103);
    List<Outcome> done =
        first.stream()
            .map(cell -> new Outcome(1, cell.id(), 0, "", !missed.contains(cell), 1, 0))
            .toList();

    List<Cell> plan = FaultPlan.of(7, first.size() + 5, ALL, done);

    assertThat(plan.subList(0, first.size())).isEqualTo(first);
    assertThat(plan.subList(first.size(), first.size() + 3))
        .containsExactlyInAnyOrderElementsOf(missed);
    assertThat(missed).doesNotContainAnyElementsOf(plan.subList(first.size() + 3, plan.size()));
  }

  @Test
  void shouldReadACellFromItsId() {
    assertThat(Cell.all()).allSatisfy(cell -> assertThat(Cell.parse(cell.id())).isEqualTo(cell));
  }
}
