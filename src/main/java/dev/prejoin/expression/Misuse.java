package dev.prejoin.expression;

/** A function cannot take these arguments; the message is for the statement's author. */
public final class Misuse extends Exception {
  private final int argument;
  private final boolean ofUsage;

  /** All arguments together are wrong. */
  public Misuse(String words) {
    this(-1, words);
  }

  /**
   * One argument is wrong.
   *
   * @param argument its index from 0
   */
  public Misuse(int argument, String words) {
    this(argument, words, false);
  }

  private Misuse(int argument, String words, boolean ofUsage) {
    super(words);
    this.argument = argument;
    this.ofUsage = ofUsage;
  }

  /** Arguments are too many, too few or in the wrong places: the function's usage tells more. */
  static Misuse ofUsage(int argument, String words) {
    return new Misuse(argument, words, true);
  }

  /** Whether the function's usage tells more. */
  public boolean isOfUsage() {
    return ofUsage;
  }

  /** The index of the argument that is wrong, or -1 if all are. */
  public int argument() {
    return argument;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
