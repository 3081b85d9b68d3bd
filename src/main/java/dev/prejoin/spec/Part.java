package dev.prejoin.spec;

import java.util.List;

/** What a spec is made of; the rest of its Markdown is prose. */
sealed interface Part {

  /** {@code ## title}. */
  record Heading(int level, Cell title) implements Part {}

  /**
   * A fenced block.
   *
   * @param language the word behind the opening fence, or empty
   * @param text its lines, each with a newline
   * @param line of its first line, from 1
   */
  record Fence(Cell language, String text, int line) implements Part {}

  /** {@code **insert** `readings`}: says what the table below it is. */
  record Directive(Cell words, Cell rest) implements Part {}

  /** A table; each row has a cell for each of the header's. */
  record Table(List<Cell> header, List<List<Cell>> rows) implements Part {
    public Table {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
    }
  }
}
