package dev.prejoin.expression.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Decimals out of texts, as ClickHouse's readDecimalText takes them: digits behind the point that
 * there is no room for are cut, signs and points without digits are 0, and a second point is
 * skipped.
 */
public final class ParsedDecimal {
  private static final int EXPONENT_BYTES = Integer.BYTES;

  private final String text;
  private final int most;
  private final char[] digits;
  private int count;
  private long exponent;

  private ParsedDecimal(String text, int most) {
    this.text = text;
    this.most = most;
    this.digits = new char[most];
  }

  /**
   * The number, or null if it is none or has too many digits before its point.
   *
   * @param most how many digits the bits of its type hold
   */
  public static @Nullable BigDecimal of(String text, long scale, long most) {
    ParsedDecimal read = new ParsedDecimal(text, (int) most);
    return read.readDigits() ? read.value((int) scale) : null;
  }

  private boolean readDigits() {
    if (text.isEmpty()) {
      return false;
    }
    boolean leading = true;
    boolean behindPoint = false;
    int places = 0;
    for (int i = "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        behindPoint = true;
        leading = false;
      } else if (c == '0' && behindPoint) {
        // Counts once another digit follows.
        places++;
      } else if (c >= '0' && c <= '9') {
        if (c == '0' && leading) {
          continue;
        }
        leading = false;
        places++;
        if (count + places > most) {
          if (!behindPoint) {
            return false;
          }
          continue;
        }
        append(c, places, behindPoint);
        places = 0;
      } else {
        return (c == 'e' || c == 'E') && readExponent(i + 1);
      }
    }
    return true;
  }

  private void append(char digit, int places, boolean behindPoint) {
    for (int i = 1; i < places; i++) {
      digits[count++] = '0';
    }
    digits[count++] = digit;
    exponent -= behindPoint ? places : 0;
  }

  private boolean readExponent(int from) {
    Long more = ParsedNumbers.integerOrNull(text.substring(from), EXPONENT_BYTES, true);
    if (more == null) {
      return false;
    }
    exponent += more;
    return true;
  }

  private @Nullable BigDecimal value(int scale) {
    if (count + exponent > most - scale) {
      return null;
    }
    if (count == 0 || -exponent - scale >= most) {
      return new BigDecimal(BigInteger.ZERO, scale);
    }
    BigDecimal value =
        new BigDecimal(new BigDecimal(digits, 0, count).unscaledValue(), (int) -exponent);
    BigDecimal cut = value.setScale(scale, RoundingMode.DOWN);
    return text.charAt(0) == '-' ? cut.negate() : cut;
  }
}
