package dev.prejoin.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of {@link Origin}'s header as bytes, as each record has one. Its methods throw
 * IndexOutOfBoundsException, IllegalArgumentException or ArithmeticException where it is another
 * text.
 */
final class OriginText {
  private static final int DECIMAL = 10;

  /** A long holds any number of so many; places in topics have no more than 14. */
  private static final int MOST_DIGITS = 18;

  private final byte[] text;
  private int at;

  OriginText(byte[] text) {
    this.text = text;
  }

  Origin origin() {
    char op = 'u';
    int incarnation = 1;
    long offset = -1;
    int matched = 0;
    List<Long> seen = List.of();
    Lot lot = null;
    while (at < text.length) {
      int from = at;
      while (text[at] != '=') {
        at++;
      }
      int length = at - from;
      at++;
      switch (text[from]) {
        case 'o' -> {
          require("op", from, length);
          op = (char) text[at++];
        }
        case 'i' -> {
          require("inc", from, length);
          incarnation = Math.toIntExact(number());
        }
        case 'a' -> {
          require("at", from, length);
          offset = number();
        }
        case 'm' -> {
          require("matched", from, length);
          matched = Math.toIntExact(number());
        }
        case 's' -> {
          require("seen", from, length);
          seen = numbers();
        }
        case 'l' -> {
          require("lot", from, length);
          lot = Lot.parse(word());
        }
        default -> throw new IllegalArgumentException();
      }
      if (at < text.length && text[at++] != ' ') {
        throw new IllegalArgumentException();
      }
    }
    return new Origin(op, incarnation, offset, matched, seen, lot);
  }

  private void require(String name, int from, int length) {
    if (length != name.length()) {
      throw new IllegalArgumentException();
    }
    for (int i = 1; i < length; i++) {
      if (text[from + i] != name.charAt(i)) {
        throw new IllegalArgumentException();
      }
    }
  }

  private List<Long> numbers() {
    long first = number();
    if (at == text.length || text[at] != ',') {
      return List.of(first);
    }
    List<Long> numbers = new ArrayList<>(List.of(first));
    while (at < text.length && text[at] == ',') {
      at++;
      numbers.add(number());
    }
    return numbers;
  }

  private long number() {
    boolean negative = text[at] == '-';
    if (negative) {
      at++;
    }
    int from = at;
    long number = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      number = number * DECIMAL + text[at] - '0';
      at++;
    }
    if (at == from || at - from > MOST_DIGITS) {
      throw new IllegalArgumentException();
    }
    return negative ? -number : number;
  }

  private String word() {
    int from = at;
    while (at < text.length && text[at] != ' ') {
      at++;
    }
    return new String(text, from, at - from, StandardCharsets.US_ASCII);
  }
}
