package dev.prejoin.runtime;

/** What the process's exit status means. */
public enum ExitCode {
  OK(0, "all went well"),
  DIFFERENT(1, "a check found differences"),
  USAGE(2, "the command line was wrong"),
  CONFIGURATION(3, "the configuration, a pipeline or a schema is wrong"),
  ENVIRONMENT(4, "a server, a table, a port or a program that is needed is missing or unfit"),
  INTERNAL(5, "a defect of prejoin");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  public String meaning() {
    return meaning;
  }
}
