package dev.prejoin.app;

import java.util.List;
import java.util.Optional;

/**
 * What a pipeline needs of one server.
 *
 * @param server which, and where it is
 * @param away why it was not asked although it should have been
 * @param problems what concerns none of the needs alone, one line each
 */
public record Needs(String server, Optional<String> away, List<String> problems, List<Need> needs) {
  public Needs {
    problems = List.copyOf(problems);
    needs = List.copyOf(needs);
  }

  static Needs of(String server, List<Need> needs) {
    return new Needs(server, Optional.empty(), List.of(), needs);
  }

  static Needs away(String server, List<Need> needs) {
    return new Needs(server, Optional.of("nothing answers there"), List.of(), needs);
  }

  /** Whether all fits, as far as it was asked. */
  public boolean fit() {
    return problems.isEmpty()
        && needs.stream().noneMatch(need -> need.standing() == Need.Standing.UNFIT);
  }
}
