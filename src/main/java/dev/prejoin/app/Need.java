package dev.prejoin.app;

import java.util.List;

/**
 * A topic, subject or table that a pipeline needs.
 *
 * @param shape what it must be, in a few words
 * @param problems what does not fit and how to mend it, one line each
 */
public record Need(String name, String shape, Standing standing, List<String> problems) {

  /** How it stands with what is there. */
  public enum Standing {
    NOT_ASKED,
    THERE,
    /** Not there; prejoin makes it when it starts. */
    WILL_BE_MADE,
    UNFIT
  }

  public Need {
    problems = List.copyOf(problems);
  }

  static Need of(String name, String shape, Standing standing) {
    return new Need(name, shape, standing, List.of());
  }

  /** Something that is there: unfit if there are problems. */
  static Need there(String name, String shape, List<String> problems) {
    return new Need(name, shape, problems.isEmpty() ? Standing.THERE : Standing.UNFIT, problems);
  }
}
