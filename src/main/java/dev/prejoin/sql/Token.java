package dev.prejoin.sql;

/**
 * A piece of a file's text.
 *
 * @param text of a name or a string without its quotes and escapes; of an error its words
 * @param start the offset of its first character
 * @param end the offset behind its last character
 */
public record Token(Kind kind, String text, int start, int end) {
  /** What it is. */
  public enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL,
    COMMENT,
    /** No token: a quote that is not closed, say. */
    ERROR,
    /** Behind the last one. */
    END
  }

  /** Whether it is this word, in any case and without quotes. */
  public boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  public boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Whether it can be a name, quoted or not. */
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /** Where it stands. */
  public Span span() {
    return new Span(start, end);
  }
}
