package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastChangesTest {
  private static final List<Object> KEY = List.of(1L);

  private static Change change(long offset, String name) {
    return change(offset, name, 1);
  }

  private static Change change(long offset, String name, int incarnation) {
    return new Change(
        KEY,
        name == null ? null : new Object[] {name},
        Origin.captured('u', incarnation),
        Version.of(incarnation, offset, offset, 0),
        0,
        offset);
  }

  private static Standing standing(long offset, String name, long changed) {
    return new Standing(
        KEY,
        new Object[] {name == null ? "before" : name},
        Version.of(1, offset, offset, 0),
        name == null,
        changed);
  }

  private static long at(List<Standing> standing, Change... changes) {
    return LastChanges.of(List.of(changes)).at(KEY, standing);
  }

  @Test
  void shouldTellWhereARowCameChangedAndWent() {
    assertThat(at(List.of(), change(5, "a"))).isEqualTo(5);
    assertThat(at(List.of(standing(5, "a", 5)), change(9, "b"))).isEqualTo(9);
    assertThat(at(List.of(standing(5, "a", 5)), change(9, null))).isEqualTo(9);
    assertThat(at(List.of(standing(5, null, 5)), change(9, "before"))).isEqualTo(9);
  }

  @Test
  void shouldKeepWhatASecondSnapshotReadsAgain() {
    assertThat(at(List.of(standing(5, "a", 3)), change(9, "a", 2))).isEqualTo(3);
    assertThat(at(List.of(standing(5, null, 4)), change(9, null))).isEqualTo(4);
    assertThat(at(List.of(), change(9, null))).as("it was never there").isEqualTo(-1);
  }

  @Test
  void shouldTakeThereAndBackForAChange() {
    assertThat(at(List.of(standing(5, "a", 3)), change(8, "b"), change(9, "a"), change(10, "a")))
        .isEqualTo(9);
    assertThat(at(List.of(), change(8, "a"), change(9, null))).isEqualTo(9);
  }

  @Test
  void shouldNotTakeForNewWhatHasLandedAlreadyInARangeThatIsWrittenAgain() {
    Change[] range = {change(8, "b"), change(9, "a")};
    long first = at(List.of(standing(5, "a", 3)), range);

    assertThat(at(List.of(standing(9, "a", first)), range)).isEqualTo(first);
    assertThat(at(List.of(standing(12, "c", 12)), range)).isEqualTo(12);
  }

  @Test
  void shouldTakeTheRowForWhatStandsWhereItHasMovedAndLeftATombstoneOfItsVersion() {
    assertThat(at(List.of(standing(9, null, 9), standing(9, "a", 9)), change(10, "a")))
        .isEqualTo(9);
    assertThat(at(List.of(standing(9, "a", 9), standing(9, null, 9)), change(10, "a")))
        .isEqualTo(9);
  }
}
