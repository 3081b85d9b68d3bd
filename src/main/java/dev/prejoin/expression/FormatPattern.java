package dev.prejoin.expression;

import java.util.ArrayList;
import java.util.List;

/** Reads the pattern of {@code format}. */
final class FormatPattern {
  private FormatPattern() {}

  /**
   * Its texts (String) and the numbers of the values between them (Integer, from 0).
   *
   * @throws Misuse if it is no pattern
   */
  static List<Object> pieces(String pattern) throws Misuse {
    List<Object> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int counted = 0;
    boolean numbered = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean doubled = i + 1 < pattern.length() && pattern.charAt(i + 1) == c;
      if (c != '{' && c != '}') {
        text.append(c);
      } else if (doubled) {
        text.append(c);
        i++;
      } else {
        int end = c == '{' ? pattern.indexOf('}', i) : -1;
        if (end < 0) {
          throw new Misuse(0, "has a single " + c + "; double it if it is meant as text");
        }
        String number = pattern.substring(i + 1, end);
        if (!number.matches("[0-9]{0,3}")) {
          throw new Misuse(0, "has {" + number + "}; there are {} and {0}, {1} …");
        }
        if (!text.isEmpty()) {
          pieces.add(text.toString());
          text.setLength(0);
        }
        numbered |= !number.isEmpty();
        pieces.add(number.isEmpty() ? counted++ : Integer.parseInt(number));
        i = end;
      }
    }
    if (numbered && counted > 0) {
      throw new Misuse(0, "has both {} and numbers; take one of the two");
    }
    if (!text.isEmpty()) {
      pieces.add(text.toString());
    }
    return pieces;
  }
}
