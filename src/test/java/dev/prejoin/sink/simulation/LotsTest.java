package dev.prejoin.sink.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Lot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that are restated together move from bucket to bucket together. */
class LotsTest {
  private static final Duration A_WHILE = Duration.ofMillis(500);
  private static final Duration LONGER_THAN_PATIENCE = Duration.ofMillis(1_500);
  private static final int HERE = 0;
  private static final int THERE = 1;

  private final CountedRounds sink = new CountedRounds();
  private final World world = sink.world;
  private int before;

  @BeforeEach
  void rowsOfTwoPartitions() {
    for (int key = 0; key < 4; key++) {
      world.source().write(new Write(key, Write.What.PUT, HERE));
    }
    sink.turns(A_WHILE);
    before = sink.rounds();
  }

  private int rounds() {
    return sink.rounds() - before;
  }

  private void landed() {
    assertThat(world.checks().missing()).isEmpty();
    world.checks().atRest();
  }

  @Test
  void shouldNotCountBucketsBeforeTheWholeLotHasLanded() {
    Lot lot = Lot.of(-1, List.of(1, 0, 1));
    world.source().restate(lot, 0, THERE);
    world.source().restate(lot, 1, THERE);
    sink.turns(A_WHILE);
    assertThat(rounds()).isZero();

    world.source().restate(lot, 3, THERE);
    sink.turns(A_WHILE);
    assertThat(rounds()).isEqualTo(1);
    landed();
  }

  @Test
  void shouldNotWaitForEverForWhatDoesNotCome() {
    world.source().restate(Lot.of(5, List.of(0, 1)), 0, THERE);
    sink.turns(A_WHILE);
    assertThat(rounds()).isZero();

    sink.turns(LONGER_THAN_PATIENCE);
    assertThat(rounds()).isEqualTo(1);
    landed();
  }

  @Test
  void shouldNotHaveOtherCorrectionsWaitForOneLotAfterTheOther() {
    for (int id = 0; id < 4; id++) {
      world.source().restate(Lot.of(id, List.of(0, 1)), 0, id);
      sink.turns(A_WHILE);
    }
    assertThat(rounds()).isPositive();
    sink.turns(LONGER_THAN_PATIENCE);
    landed();
  }

  @Test
  void shouldNotWaitForPartitionsThatAreNobodys() {
    world.source().restate(Lot.of(5, List.of(0, 7)), 0, THERE);
    sink.turns(A_WHILE);
    assertThat(rounds()).isEqualTo(1);
    landed();
  }
}
