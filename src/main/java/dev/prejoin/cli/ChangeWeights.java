package dev.prejoin.cli;

import dev.prejoin.proof.chaos.Change;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of changes with their usual weights, as the command line has them. */
final class ChangeWeights implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.of(Change.values())
        .map(change -> change.name().toLowerCase(Locale.ROOT) + "=" + change.weight())
        .iterator();
  }
}
