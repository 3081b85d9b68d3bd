package dev.prejoin.sql;

/** A statement cannot be read from this offset on. */
public final class SyntaxException extends Exception {
  private final int offset;
  private final String words;

  /**
   * @param words what was found, what may stand there, what is likely meant
   */
  public SyntaxException(int offset, String words) {
    super(words);
    this.offset = offset;
    this.words = words;
  }

  public int offset() {
    return offset;
  }

  public String words() {
    return words;
  }
}
