package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectedTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("n", ColumnType.of(ColumnType.Kind.INT64)));
  private static final List<Object> KEY = List.of(1L);

  private final Corrected corrected =
      new Corrected(new Relation("t", COLUMNS, COLUMNS), 0, new Segment(1, 1), true);

  @Test
  void shouldCountWhatBecameOfRowsThatWereThere() {
    add('u', 2L, there(1, 1L));
    add('d', null, there(1, 1L));
    add('a', 2L, there(1, 1L));
    assertThat(List.of(corrected.updated(), corrected.removed(), corrected.restated()))
        .containsExactly(1L, 1L, 1L);
    assertThat(corrected.rows()).hasSize(3).allMatch(Corrected.Row::stale);
  }

  @Test
  void shouldNotCountWhatChangesNothing() {
    add('u', 1L, there(1, 1L));
    add('d', null, gone(1, 1L));
    add('u', 1L);
    add('d', null);
    assertThat(List.of(corrected.updated(), corrected.removed(), corrected.restated()))
        .as("read again, deleted before it ever landed or twice, and let in for the first time")
        .containsOnly(0L);
    assertThat(corrected.rows()).isEmpty();
  }

  @Test
  void shouldCountARowThatIsMadeAgainAlsoIfItIsTheSameOrWasNotThere() {
    add('a', 1L, there(1, 1L));
    add('a', 1L);
    assertThat(corrected.restated()).isEqualTo(2);
    assertThat(corrected.rows()).extracting(Corrected.Row::stale).containsExactly(true, false);
  }

  @Test
  void shouldCompareWithWhereTheRowIsAndNotWithWhereItWas() {
    add('u', 2L, gone(5, 1L), there(5, 2L), there(3, 7L));
    assertThat(corrected.rows()).isEmpty();
    add('u', 3L, there(5, 2L), gone(5, 1L));
    assertThat(corrected.rows().get(0).before()).containsExactly(2L);
    add('c', 3L, there(3, 7L), gone(5, 7L));
    assertThat(corrected.rows().get(1).before()).as("it was gone").isNull();
    assertThat(corrected.updated()).isEqualTo(2);
  }

  @Test
  void shouldTellOfMetadataThatWasNotThereUnlessTheFirstSnapshotReadsIt() {
    corrected.add(change('c', 1L), List.of(), true, false);
    corrected.add(change('r', 1L), List.of(), true, false);
    assertThat(corrected.rows()).hasSize(1);
    assertThat(corrected.updated()).as("but it corrects nothing").isZero();
  }

  @Test
  void shouldKeepSomeAndCountAll() {
    for (int i = 0; i < Corrected.MOST_ROWS + 10; i++) {
      add('u', 2L, there(1, 1L));
    }
    assertThat(corrected.rows()).hasSize(Corrected.MOST_ROWS);
    assertThat(corrected.unlisted()).isEqualTo(10);
    assertThat(corrected.updated()).isEqualTo(Corrected.MOST_ROWS + 10);
  }

  private void add(char op, Long value, Standing... standing) {
    corrected.add(change(op, value), List.of(standing), false, false);
  }

  private static Change change(char op, Long value) {
    Object[] row = value == null ? null : new Object[] {value};
    return new Change(KEY, row, Origin.captured(op, 1), Version.of(1, 9, 9, 0), 5, 9);
  }

  private static Standing there(long at, Long value) {
    return new Standing(KEY, new Object[] {value}, Version.of(1, at, at, 0), false);
  }

  private static Standing gone(long at, Long value) {
    return new Standing(KEY, new Object[] {value}, Version.of(1, at, at, 0), true);
  }
}
