package dev.prejoin.runtime;

import java.util.List;

/**
 * Something that a user can mend. The message says what was wrong, where, what is allowed and what
 * to do; it is shown without a stack trace.
 */
public final class ProblemException extends RuntimeException {
  private final ExitCode exitCode;
  private final List<String> problems;

  public ProblemException(ExitCode exitCode, String problem) {
    this(exitCode, List.of(problem));
  }

  /** All problems of one kind at once, so that they can be mended at once. */
  public ProblemException(ExitCode exitCode, List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public List<String> problems() {
    return problems;
  }
}
