package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.util.Arrays;

/** A pattern of LIKE or ILIKE, ready to be matched. */
public final class LikePattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private enum Shape {
    EQUAL,
    PREFIX,
    SUFFIX,
    CONTAINS,
    GENERAL
  }

  /** Letters that ClickHouse's ILIKE takes for others only in some patterns. */
  private static final String UNDECIDED = "\u017F\u212A\u212B";

  private static final String THEIR_LIKES = "sk\u00E5";

  private final int[] tokens;
  private final boolean folds;
  private final Shape shape;
  private final String literal;
  private final boolean undecided;

  private LikePattern(int[] tokens, boolean folds) {
    this.tokens = tokens;
    this.folds = folds;
    int start = 0;
    int end = tokens.length;
    boolean open = false;
    boolean closed = false;
    if (start < end && tokens[start] == ANY) {
      open = true;
      start++;
    }
    if (start < end && tokens[end - 1] == ANY) {
      closed = true;
      end--;
    }
    boolean plain = Arrays.stream(tokens, start, end).allMatch(t -> t >= 0);
    this.literal = plain ? new String(tokens, start, end - start) : "";
    // The pattern of one % begins with it and does not end with another.
    boolean everything = open && start == tokens.length;
    this.shape =
        !plain || folds
            ? Shape.GENERAL
            : everything || (open && closed)
                ? Shape.CONTAINS
                : open ? Shape.SUFFIX : closed ? Shape.PREFIX : Shape.EQUAL;
    this.undecided =
        folds && Arrays.stream(tokens).anyMatch(t -> t >= 0 && THEIR_LIKES.indexOf(t) >= 0);
  }

  /**
   * The pattern of a text.
   *
   * @param folds whether letters are alike in both cases
   * @throws IllegalArgumentException if there is no such pattern; the message says why
   */
  public static LikePattern of(String pattern, boolean folds) {
    int[] tokens = new int[pattern.length()];
    int count = 0;
    for (int i = 0; i < pattern.length(); ) {
      int c = pattern.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\\') {
        if (i == pattern.length()) {
          throw new IllegalArgumentException("ends in a \\, which stands before %, _ or \\");
        }
        boolean escapes = "%_\\".indexOf(pattern.charAt(i)) >= 0;
        tokens[count++] = escapes ? pattern.charAt(i++) : c;
      } else if (c == '%') {
        if (count == 0 || tokens[count - 1] != ANY) {
          tokens[count++] = ANY;
        }
      } else {
        tokens[count++] = c == '_' ? ONE : folds ? CaseFolding.ofPattern(c) : c;
      }
    }
    return new LikePattern(Arrays.copyOf(tokens, count), folds);
  }

  public static boolean like(String text, LikePattern pattern) {
    return pattern.matches(text);
  }

  public static boolean notLike(String text, LikePattern pattern) {
    return !pattern.matches(text);
  }

  private boolean matches(String text) {
    return switch (shape) {
      case EQUAL -> text.equals(literal);
      case PREFIX -> text.startsWith(literal);
      case SUFFIX -> text.endsWith(literal);
      case CONTAINS -> text.contains(literal);
      case GENERAL -> {
        if (undecided) {
          refuseUndecided(text);
        }
        yield matchesTokens(text);
      }
    };
  }

  private static void refuseUndecided(String text) {
    for (int i = 0; i < UNDECIDED.length(); i++) {
      if (text.indexOf(UNDECIDED.charAt(i)) >= 0) {
        throw new BadRowException(
            "ILIKE of \"%s\", which has the letter %c"
                .formatted(Utf8.shown(text), UNDECIDED.charAt(i)));
      }
    }
  }

  /** One code point after the other; after a mismatch, the last % takes one more. */
  private boolean matchesTokens(String text) {
    int at = 0;
    int token = 0;
    int retryToken = -1;
    int retryAt = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      int wanted = token < tokens.length ? tokens[token] : Integer.MIN_VALUE;
      if (wanted == ANY) {
        retryToken = ++token;
        retryAt = at;
      } else if (wanted == ONE || wanted == (folds ? CaseFolding.of(c) : c)) {
        token++;
        at += Character.charCount(c);
      } else if (retryToken >= 0) {
        token = retryToken;
        retryAt += Character.charCount(text.codePointAt(retryAt));
        at = retryAt;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY) {
      token++;
    }
    return token == tokens.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LikePattern pattern
        && folds == pattern.folds
        && Arrays.equals(tokens, pattern.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens) * 31 + Boolean.hashCode(folds);
  }
}
