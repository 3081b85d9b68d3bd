package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  @Test
  void shouldBeTheSameForASeed() {
    assertThat(FaultPlan.of(7, 500, ALL)).isEqualTo(FaultPlan.of(7, 500, ALL));
    assertThat(FaultPlan.of(7, 500, ALL)).isNotEqualTo(FaultPlan.of(8, 500, ALL));
    assertThat(FaultPlan.of(7, 500, ALL)).startsWith(FaultPlan.of(7, 20, ALL).toArray(new Cell[0]));
  }

  @Test
  void shouldLeaveNoCellOut() {
    for (long seed = 0; seed < 20; seed++) {
      List<Cell> cells = Cell.all();
      assertThat(FaultPlan.of(seed, cells.size(), ALL)).containsExactlyInAnyOrderElementsOf(cells);
    }
  }

  @Test
  void shouldMeetEveryPhaseAndEveryFaultInAShortRun() {
    for (long seed = 0; seed < 20; seed++) {
      List<Cell> plan = FaultPlan.of(seed, Phase.values().length, ALL);

      Set<Phase> phases = plan.stream().map(Cell::phase).collect(Collectors.toSet());
      Set<Fault> faults = plan.stream().map(Cell::fault).collect(Collectors.toSet());
      assertThat(phases).hasSizeGreaterThanOrEqualTo(Phase.values().length - 2);
      assertThat(faults).isEqualTo(EnumSet.allOf(Fault.class));
    }
  }

  @Test
  void shouldHaveOnlyTheKindsThatAreAskedFor() {
    List<Cell> plan = FaultPlan.of(7, 60, EnumSet.of(Fault.KILL_CLIENT));

    assertThat(plan).hasSize(60).allMatch(cell -> cell.fault() == Fault.KILL_CLIENT);
    assertThat(plan.stream().map(Cell::phase)).contains(Phase.values());
  }

  @Test
  void shouldReadACellFromItsId() {
    assertThat(Cell.all()).allSatisfy(cell -> assertThat(Cell.parse(cell.id())).isEqualTo(cell));
  }
}
