package dev.prejoin.sink.simulation;

import dev.prejoin.sink.simulation.Write.What;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * One run: the same scenario gives the same run.
 *
 * @param seed decides what comes first wherever things happen at once
 * @param batchRows the sink's setting
 * @param writes what happens in the source, in order
 * @param faults what goes wrong, in order
 */
record Scenario(long seed, int batchRows, List<Write> writes, List<Fault> faults) {
  private static final int CALLS = 250;

  static Arbitrary<Scenario> any() {
    return with(EnumSet.allOf(Fault.Kind.class));
  }

  /** With these kinds of faults only. */
  static Arbitrary<Scenario> with(Set<Fault.Kind> kinds) {
    return of(
        Arbitraries.integers().between(1, 6),
        write().list().ofMinSize(1).ofMaxSize(40),
        fault(kinds).list().ofMaxSize(7));
  }

  private static Arbitrary<Scenario> of(
      Arbitrary<Integer> batchRows, Arbitrary<List<Write>> writes, Arbitrary<List<Fault>> faults) {
    return Combinators.combine(Arbitraries.longs(), batchRows, writes, faults)
        .as(
            (seed, rows, written, wrong) ->
                new Scenario(
                    seed,
                    rows,
                    written,
                    wrong.stream().sorted(Comparator.comparingInt(Fault::at)).toList()));
  }

  /** Two rows of one shard, and processes that stand still or whose requests come late. */
  static Arbitrary<Scenario> ofLateWriters() {
    return ofLateWriters(Arbitraries.of(What.PUT, What.PUT, What.DELETE));
  }

  /** The same, where all rows go and come again. */
  static Arbitrary<Scenario> ofLateSweepers() {
    return ofLateWriters(Arbitraries.of(What.PUT, What.PUT, What.PUT, What.TRUNCATE));
  }

  private static Arbitrary<Scenario> ofLateWriters(Arbitrary<What> what) {
    Arbitrary<Write> write =
        Combinators.combine(Arbitraries.of(0, 2), what, Arbitraries.integers().between(0, 3))
            .as(Write::new);
    Arbitrary<Fault> fault =
        Combinators.combine(
                Arbitraries.integers().between(20, 160),
                Arbitraries.of(
                    Fault.Kind.FREEZE_BEFORE,
                    Fault.Kind.FREEZE_BEFORE,
                    Fault.Kind.REQUEST_LATE,
                    Fault.Kind.CRASH_LATE,
                    Fault.Kind.EXPELLED,
                    Fault.Kind.ANSWER_LOST),
                Arbitraries.integers().between(0, 60))
            .as(Fault::new);
    return of(
        Arbitraries.integers().between(1, 3),
        write.list().ofMinSize(8).ofMaxSize(24),
        fault.list().ofMinSize(2).ofMaxSize(8));
  }

  /** Two rows of one shard that are corrected again and again, and backups that are restored. */
  static Arbitrary<Scenario> ofFolds() {
    Arbitrary<Write> write =
        Combinators.combine(
                Arbitraries.of(0, 2),
                Arbitraries.of(What.PUT, What.PUT, What.PUT, What.DELETE, What.APPEND),
                Arbitraries.integers().between(0, 3))
            .as(Write::new);
    Arbitrary<Fault> fault =
        Combinators.combine(
                Arbitraries.integers().between(20, 400),
                Arbitraries.of(
                    Fault.Kind.FREEZE_BEFORE,
                    Fault.Kind.FREEZE_AFTER,
                    Fault.Kind.REQUEST_LATE,
                    Fault.Kind.CRASH_LATE,
                    Fault.Kind.CRASH_AFTER,
                    Fault.Kind.ANSWER_LOST,
                    Fault.Kind.EXPELLED,
                    Fault.Kind.RESTORED),
                Arbitraries.integers().between(0, 60))
            .as(Fault::new);
    return of(
        Arbitraries.integers().between(1, 3),
        write.list().ofMinSize(12).ofMaxSize(50),
        fault.list().ofMaxSize(8));
  }

  /** Aggregates that are made, and counted anew, while rows come, move and go. */
  static Arbitrary<Scenario> ofFills() {
    return ofFills(EnumSet.allOf(Fault.Kind.class));
  }

  /** The same, with these kinds of faults only. */
  static Arbitrary<Scenario> ofFills(Set<Fault.Kind> kinds) {
    Arbitrary<Write> write =
        Combinators.combine(
                Arbitraries.integers().between(0, 3),
                Arbitraries.frequency(
                    Tuple.of(8, What.PUT),
                    Tuple.of(3, What.DELETE),
                    Tuple.of(3, What.APPEND),
                    Tuple.of(3, What.FILL),
                    Tuple.of(1, What.TRUNCATE)),
                Arbitraries.integers().between(0, 11))
            .as(Write::new);
    return of(
        Arbitraries.integers().between(1, 6),
        write.list().ofMinSize(6).ofMaxSize(40),
        fault(kinds).list().ofMaxSize(6));
  }

  /** Rows that are kept out, and replayed. */
  static Arbitrary<Scenario> ofReplays() {
    Arbitrary<Write> write =
        Combinators.combine(
                Arbitraries.integers().between(0, 5),
                Arbitraries.frequency(
                    Tuple.of(4, What.PUT),
                    Tuple.of(4, What.KEEP_OUT),
                    Tuple.of(6, What.REPLAY),
                    Tuple.of(2, What.DELETE),
                    Tuple.of(1, What.TRUNCATE),
                    Tuple.of(1, What.SNAPSHOT_AGAIN),
                    Tuple.of(1, What.GAP)),
                Arbitraries.integers().between(0, 11))
            .as(Write::new);
    return of(
        Arbitraries.integers().between(1, 6),
        write.list().ofMinSize(4).ofMaxSize(40),
        fault(EnumSet.allOf(Fault.Kind.class)).list().ofMaxSize(5));
  }

  private static Arbitrary<Write> write() {
    Arbitrary<What> what =
        Arbitraries.frequency(
            Tuple.of(10, What.PUT),
            Tuple.of(4, What.DELETE),
            Tuple.of(1, What.READ_AGAIN),
            Tuple.of(4, What.APPEND),
            Tuple.of(1, What.JUNK),
            Tuple.of(1, What.REJECT),
            Tuple.of(1, What.TRUNCATE),
            Tuple.of(1, What.SNAPSHOT_AGAIN),
            Tuple.of(1, What.FILL),
            Tuple.of(1, What.GAP));
    Arbitrary<Integer> key =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.integers().between(0, 2)),
            Tuple.of(1, Arbitraries.integers().between(0, 9)));
    return Combinators.combine(key, what, Arbitraries.integers().between(0, 11)).as(Write::new);
  }

  private static Arbitrary<Fault> fault(Set<Fault.Kind> kinds) {
    return Combinators.combine(
            Arbitraries.integers().between(1, CALLS),
            Arbitraries.of(kinds),
            Arbitraries.integers().between(0, 60))
        .as(Fault::new);
  }
}
