package dev.prejoin.expression;

import dev.prejoin.expression.run.TimeTexts;
import dev.prejoin.expression.run.Zone;
import dev.prejoin.schema.BadRowException;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** Constants of the statement that stand beside a value of another type. */
public final class Constants {
  private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,19}");
  private static final int LONGEST_DATE = 10;
  private static final int DATE_TIME_SIZE = 4;

  private Constants() {}

  /**
   * A string constant as the value that it stands for beside another type, as ClickHouse reads it:
   * {@code ts > '2026-01-01 00:00:00'}. Any other expression is itself.
   *
   * @throws Misuse if the text is no such value
   */
  public static Expr as(Expr expr, ExprType beside) throws Misuse {
    String text = expr instanceof Literal literal ? literal.text() : null;
    if (text == null) {
      return expr;
    }
    return switch (beside.family()) {
      case ENUM -> symbol(text, beside);
      case UUID -> uuid(text);
      case DATE -> date(text, beside);
      case TIMESTAMP -> time(text, beside, false);
      default -> expr;
    };
  }

  /**
   * The same in a comparison, where ClickHouse reads integers and conditions out of texts, too.
   *
   * @throws Misuse if the text is no such value
   */
  static Expr compared(Expr expr, ExprType beside) throws Misuse {
    String text = expr instanceof Literal literal ? literal.text() : null;
    if (text == null) {
      return expr;
    }
    return switch (beside.family()) {
      case INTEGER -> integer(text, beside.withNullable(false), expr);
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? new Literal(Boolean.valueOf(text), ExprType.BOOL)
              : expr;
      default -> as(expr, beside);
    };
  }

  private static Expr integer(String text, ExprType type, Expr otherwise) {
    if (!INTEGER.matcher(text).matches()) {
      return otherwise;
    }
    BigInteger number = new BigInteger(text);
    int bits = type.bytes() * Byte.SIZE;
    BigInteger beyond = BigInteger.ONE.shiftLeft(type.signed() ? bits - 1 : bits);
    BigInteger least = type.signed() ? beyond.negate() : BigInteger.ZERO;
    return number.compareTo(least) >= 0 && number.compareTo(beyond) < 0
        ? new Literal(number.longValue(), type)
        : otherwise;
  }

  /**
   * The same in the list of IN, where ClickHouse reads fewer forms of times.
   *
   * @throws Misuse if the text is no such value
   */
  static Expr inList(Expr expr, ExprType beside) throws Misuse {
    String text = expr instanceof Literal literal ? literal.text() : null;
    return text != null && beside.is(Family.TIMESTAMP)
        ? time(text, beside, true)
        : as(expr, beside);
  }

  /**
   * Refuses a date or a time in the list of IN whose type is another than the value's: ClickHouse
   * has none or cuts it.
   */
  static void checkListed(Expr member, ExprType value) throws Misuse {
    ExprType type = member.type();
    boolean times = type.is(Family.TIMESTAMP) || value.is(Family.TIMESTAMP);
    boolean held =
        type.is(value.family()) && type.size() <= value.size() && type.scale() <= value.scale();
    if (times && !held) {
      throw new Misuse(
          1,
          "holds %s and is searched for %s; write = with OR"
              .formatted(type.withNullable(false), value.withNullable(false)));
    }
  }

  /**
   * Refuses a string beside a date or a time where ClickHouse does not read it as one.
   *
   * @throws Misuse that says what to write instead
   */
  static void refuseTimeText(Expr a, Expr b) throws Misuse {
    Expr text = a.type().is(Family.STRING) ? a : b;
    ExprType other = (text == a ? b : a).type();
    if (text.type().is(Family.STRING) && (other.is(Family.DATE) || other.is(Family.TIMESTAMP))) {
      throw new Misuse(
          "a string is no %s here; write %s"
              .formatted(
                  other.withNullable(false).clickHouse(),
                  other.is(Family.DATE)
                      ? "toDate('2026-01-31')"
                      : "toDateTime('2026-01-31 10:00:00')"));
    }
  }

  private static Expr date(String text, ExprType type) throws Misuse {
    boolean date32 = type.withNullable(false).equals(ExprType.DATE32);
    Long day =
        text.length() > LONGEST_DATE
            ? null
            : date32 ? TimeTexts.date32OrNull(text) : TimeTexts.dateOrNull(text);
    if (day == null) {
      throw new Misuse("'%s' is no date, such as '2026-01-31'".formatted(text));
    }
    return new Literal(day, type.withNullable(false));
  }

  private static Expr time(String text, ExprType type, boolean inList) throws Misuse {
    Zone zone = TimeArguments.zone(List.of(), 0, type);
    boolean narrow = type.size() == DATE_TIME_SIZE;
    long scale = narrow ? TimeTexts.SECONDS : type.scale();
    try {
      Long time =
          inList
              ? TimeTexts.basicOrNull(text, zone, scale)
              : TimeTexts.timeOrNull(text, zone, scale);
      if (time != null) {
        return new Literal(time, type.withNullable(false));
      }
    } catch (BadRowException e) {
      throw new Misuse(String.valueOf(e.getMessage()));
    }
    throw new Misuse(
        "'%s' is no time, such as '2026-01-31 10:00:00'%s%s"
            .formatted(
                text,
                narrow ? "" : " or '2026-01-31 10:00:00.5'",
                inList ? "; IN takes no zone behind it" : " or '2026-01-31T10:00:00Z'"));
  }

  private static Expr symbol(String text, ExprType type) throws Misuse {
    if (!type.symbols().contains(text)) {
      throw new Misuse(
          "'%s' is no value of the Enum: it has %s"
              .formatted(text, String.join(", ", type.symbols())));
    }
    return new Literal(text, type.withNullable(false));
  }

  private static Expr uuid(String text) throws Misuse {
    try {
      java.util.UUID uuid = java.util.UUID.fromString(text);
      if (uuid.toString().equalsIgnoreCase(text)) {
        return new Literal(uuid, ExprType.UUID);
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new Misuse("'" + text + "' is no UUID");
  }
}
