package dev.prejoin.expression;

/** A function cannot take these arguments; the message is for the statement's author. */
public final class Misuse extends Exception {
  private final int argument;

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
    super(words);
    this.argument = argument;
  }

  /** The index of the argument that is wrong, or -1 if all are. */
  public int argument() {
    return argument;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
