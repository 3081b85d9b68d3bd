package dev.prejoin.app;

import java.util.List;

/**
 * A topic, subject or table that a pipeline needs.
 *
 * @param shape what it must be, in a few words
 * @param problems what does not fit and how to mend it, one line each
 * @param notes what is to be known though it fits, one line each
 */
public record Need(
    String name, String shape, Standing standing, List<String> problems, List<String> notes) {

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
    notes = List.copyOf(notes);
  }

  /** One of which there is nothing more to know. */
  public Need(String name, String shape, Standing standing, List<String> problems) {
    this(name, shape, standing, problems, List.of());
  }

  /** The same with what is to be known. */
  Need withNotes(List<String> lines) {
    return new Need(name, shape, standing, problems, lines);
  }

  static Need of(String name, String shape, Standing standing) {
    return new Need(name, shape, standing, List.of());
  }

  /** Something that is there: unfit if there are problems. */
  static Need there(String name, String shape, List<String> problems) {
    return new Need(name, shape, problems.isEmpty() ? Standing.THERE : Standing.UNFIT, problems);
  }
}
