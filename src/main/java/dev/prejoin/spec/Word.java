package dev.prejoin.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The bold words that say what a table is. */
enum Word {
  PIPELINE("pipeline", Role.STATEMENTS),
  INSERT("insert", Role.CHANGE),
  SNAPSHOT("snapshot", Role.CHANGE),
  UPDATE("update", Role.CHANGE),
  DELETE("delete", Role.CHANGE),
  TRUNCATE("truncate", Role.CHANGE),
  BYTES("bytes", Role.CHANGE),
  ROWS("rows", Role.EXPECTATION),
  ENDED("ended", Role.EXPECTATION),
  EMPTIED("emptied", Role.EXPECTATION),
  REJECTS("rejects", Role.EXPECTATION),
  DEAD_LETTERS("dead letters", Role.EXPECTATION),
  NOTHING("nothing", Role.EXPECTATION),
  ERRORS("errors", Role.ERRORS);

  /** What a word does in a scenario. */
  enum Role {
    STATEMENTS,
    CHANGE,
    EXPECTATION,
    ERRORS
  }

  private final String text;
  private final Role role;

  Word(String text, Role role) {
    this.text = text;
    this.role = role;
  }

  String text() {
    return text;
  }

  Role role() {
    return role;
  }

  boolean hasTable() {
    return switch (this) {
      case PIPELINE, NOTHING, TRUNCATE, EMPTIED -> false;
      default -> true;
    };
  }

  static Optional<Word> of(String text) {
    return Arrays.stream(values()).filter(word -> word.text.equals(text)).findFirst();
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Word::text).toList();
  }
}
