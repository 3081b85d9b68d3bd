package dev.prejoin.sink.clickhouse.ddl;

import java.util.List;

/** Sentences as the lines of a comment. */
final class CommentText {
  private static final int WIDTH = 100;

  private CommentText() {}

  /** Each paragraph begins a line. */
  static String of(List<String> paragraphs) {
    StringBuilder text = new StringBuilder();
    for (String paragraph : paragraphs) {
      int column = 0;
      for (String word : paragraph.split("\\s+", -1)) {
        if (column > 0 && column + 1 + word.length() > WIDTH) {
          text.append('\n');
          column = 0;
        }
        String before = column == 0 ? "-- " : " ";
        text.append(before).append(word);
        column += before.length() + word.length();
      }
      text.append('\n');
    }
    return text.toString();
  }
}
