package dev.prejoin.sink.simulation;

import dev.prejoin.sink.simulation.Write.What;
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
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers().between(1, 6),
            write().list().ofMinSize(1).ofMaxSize(40),
            fault(kinds).list().ofMaxSize(7))
        .as(
            (seed, rows, writes, faults) ->
                new Scenario(
                    seed,
                    rows,
                    writes,
                    faults.stream().sorted((a, b) -> Integer.compare(a.at(), b.at())).toList()));
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
