package dev.prejoin.sql;

/**
 * A stretch of a file's text.
 *
 * @param start the offset of its first character, from 0
 * @param end the offset behind its last character
 */
public record Span(int start, int end) {
  /** From the start of this one to the end of the other. */
  public Span to(Span last) {
    return new Span(start, last.end);
  }
}
