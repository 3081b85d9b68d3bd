package dev.prejoin.sql;

import java.math.BigInteger;
import java.util.Locale;

/** Numbers as ClickHouse reads them. */
final class Numbers {
  private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger MIN_SIGNED = BigInteger.ONE.shiftLeft(63).negate();

  private Numbers() {}

  /** An integer as a BigInteger; with a point, an exponent or beyond 64 bits a Double. */
  static SqlNode.Literal literal(Token token, boolean negative, Span span) throws SyntaxException {
    return new SqlNode.Literal(value(token, negative), span);
  }

  /** The index of an element of a tuple. */
  static SqlNode.Literal integer(Token token) throws SyntaxException {
    return new SqlNode.Literal(value(token, false), token.span());
  }

  /** Whether the word is a number's: inf, infinity or nan. */
  static boolean isWord(Token token) {
    return token.isWord("inf") || token.isWord("infinity") || token.isWord("nan");
  }

  private static Object value(Token token, boolean negative) throws SyntaxException {
    if (token.kind() == Token.Kind.WORD) {
      double special = token.isWord("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
      return negative ? -special : special;
    }
    String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
    if (digits.startsWith("0b")) {
      return integer(token, new BigInteger(digits.substring(2), 2), negative);
    }
    if (digits.startsWith("0x")) {
      return digits.indexOf('.') >= 0 || digits.indexOf('p') >= 0
          ? real(token, digits.indexOf('p') >= 0 ? digits : digits + "p0", negative)
          : integer(token, new BigInteger(digits.substring(2), 16), negative);
    }
    return digits.chars().allMatch(Character::isDigit)
        ? integer(token, new BigInteger(digits), negative)
        : real(token, digits, negative);
  }

  private static Object integer(Token token, BigInteger magnitude, boolean negative)
      throws SyntaxException {
    BigInteger value = negative ? magnitude.negate() : magnitude;
    return value.compareTo(MAX_UNSIGNED) >= 0 || value.compareTo(MIN_SIGNED) < 0
        ? real(token, magnitude.toString(), negative)
        : value;
  }

  private static Double real(Token token, String digits, boolean negative) throws SyntaxException {
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new SyntaxException(token.start(), token.text() + " is too large for a Float64");
    }
    return negative ? -value : value;
  }
}
