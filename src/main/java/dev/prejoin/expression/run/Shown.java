package dev.prejoin.expression.run;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import com.fasterxml.jackson.core.io.schubfach.FloatToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Values as ClickHouse writes them. */
public final class Shown {
  private static final String ESCAPES = "btnfr0\\'";
  private static final String ESCAPED = "\b\t\n\f\r\0\\'";

  /** Below these, one digit may tell a number where Java always writes two. */
  private static final double FEW_BITS_64 = 1e-320;

  private static final double FEW_BITS_32 = 1e-42;
  private static final int LEAST_PLAIN = -6;
  private static final int LEAST_SCIENTIFIC = 21;

  private Shown() {}

  public static String bool(boolean value) {
    return value ? "true" : "false";
  }

  public static String condition(boolean value) {
    return value ? "1" : "0";
  }

  public static String integer(long value) {
    return Long.toString(value);
  }

  public static String unsigned(long bits) {
    return Long.toUnsignedString(bits);
  }

  /** The shortest digits, with an exponent below 1e-6 and from 1e21. */
  public static String float64(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return special(value);
    }
    if (Math.abs(value) < FEW_BITS_64) {
      BigDecimal digit = oneDigit(value);
      if (digit.doubleValue() == value) {
        return written(digit);
      }
    }
    return written(new BigDecimal(DoubleToDecimal.toString(value)).stripTrailingZeros());
  }

  public static String float32(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return special(value);
    }
    if (Math.abs(value) < FEW_BITS_32) {
      BigDecimal digit = oneDigit(value);
      if (digit.floatValue() == value) {
        return written(digit);
      }
    }
    return written(new BigDecimal(FloatToDecimal.toString((float) value)).stripTrailingZeros());
  }

  private static BigDecimal oneDigit(double value) {
    return new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
  }

  private static String special(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static String written(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= LEAST_PLAIN && exponent < LEAST_SCIENTIFIC) {
      return value.toPlainString();
    }
    String all = value.unscaledValue().abs().toString();
    String fraction = all.length() == 1 ? "" : "." + all.substring(1);
    return (value.signum() < 0 ? "-" : "") + all.charAt(0) + fraction + "e" + exponent;
  }

  /** Without zeros at the end of its fraction. */
  public static String decimal(BigDecimal value) {
    String text = value.toPlainString();
    if (value.scale() <= 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  public static String uuid(UUID value) {
    return value.toString();
  }

  /** Bytes that are always as many, without the zeros at their end. */
  public static byte[] trimmed(byte[] value) {
    int end = value.length;
    while (end > 0 && value[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(value, end);
  }

  public static String array(List<?> list, boolean unsigned) {
    StringBuilder out = new StringBuilder("[");
    for (Object element : list) {
      out.append(out.length() > 1 ? "," : "");
      if (element instanceof String text) {
        quote(text, out);
      } else if (element instanceof Long bits && unsigned) {
        out.append(Long.toUnsignedString(bits));
      } else {
        out.append(element == null ? "NULL" : element);
      }
    }
    return out.append(']').toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = ESCAPED.indexOf(c);
      if (escape >= 0) {
        out.append('\\').append(ESCAPES.charAt(escape));
      } else {
        out.append(c);
      }
    }
    out.append('\'');
  }
}
