package dev.prejoin.spec;

/**
 * A piece of a spec's text that stands on one line.
 *
 * @param text without blanks around it
 * @param line from 1
 * @param column of its first character, from 1
 */
record Cell(String text, int line, int column) {

  /** The text without the backquotes that make it code for a Markdown reader. */
  String plain() {
    boolean code =
        text.length() > 1 && text.startsWith("`") && text.indexOf('`', 1) == text.length() - 1;
    return code ? text.substring(1, text.length() - 1) : text;
  }
}
