package dev.prejoin.expression;

import dev.prejoin.schema.ColumnType;
import java.util.Optional;

/** How the value of an expression becomes that of a column, if nothing of it can be lost. */
public final class Fit {
  private static final int FLOAT64_BYTES = 4;
  private static final int FLOAT32_BYTES = 2;

  private Fit() {}

  /** Whether every value but NULL fits the column. */
  public static boolean fits(ExprType from, ColumnType column) {
    ExprType to = ExprType.of(column);
    if (from.is(Family.NOTHING)) {
      return column.nullable();
    }
    return switch (to.family()) {
      case BOOLEAN -> from.is(Family.BOOLEAN);
      case INTEGER -> from.isInteger() && holds(to, from);
      case FLOAT -> from.is(Family.FLOAT) ? from.size() <= to.size() : isExact(from, to);
      case DECIMAL -> fitsDecimal(from, to);
      case STRING -> from.is(Family.STRING) || from.is(Family.ENUM);
      case BYTES -> from.is(Family.BYTES) || from.is(Family.STRING);
      case DATE -> from.is(Family.DATE) && from.size() <= to.size();
      case TIMESTAMP ->
          from.is(Family.TIMESTAMP) && from.size() <= to.size() && from.scale() <= to.scale();
      case ENUM -> from.is(Family.ENUM) && from.symbols().equals(to.symbols());
      case ARRAY -> from.is(Family.ARRAY) && from.withNullable(false).equals(to);
      case UUID, INTERVAL, TUPLE, NOTHING -> from.is(to.family());
    };
  }

  /** What would be lost, for a type that does not fit. */
  public static String loss(ExprType from, ColumnType to) {
    String wanted = to.withNullable(false).toString();
    if (from.is(Family.NOTHING)) {
      return "NULL is no " + wanted;
    }
    if (from.is(Family.TIMESTAMP)
        && to.kind() == ColumnType.Kind.TIMESTAMP
        && from.scale() > to.precision()) {
      return (from.scale() > 3 ? "microseconds" : "milliseconds") + " do not fit " + wanted;
    }
    if (from.isNumber() && ExprType.of(to).isNumber()) {
      return "some %s do not fit %s".formatted(from.clickHouse(), wanted);
    }
    return from.clickHouse() + " is no " + wanted;
  }

  /**
   * How to make a value of the column's type, such as {@code toInt32(…)}; empty if nothing does.
   */
  public static Optional<String> conversion(ExprType from, ColumnType column) {
    ExprType to = ExprType.of(column).withNullable(false);
    boolean possible =
        (isTimeOrText(from) && column.isTime())
            || Conversions.isPossible(from.withNullable(false), to);
    if (!possible || from.is(Family.NOTHING)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (to.family()) {
          case BOOLEAN, INTEGER, FLOAT, STRING, UUID -> "to" + to + "(…)";
          case DATE -> to.size() == 2 ? "toDate(…)" : "toDate32(…)";
          case TIMESTAMP ->
              to.size() == 4 ? "toDateTime(…)" : "toDateTime64(…, " + to.scale() + ")";
          default -> "CAST(… AS " + to.orNull(from.nullable()) + ")";
        });
  }

  private static boolean isTimeOrText(ExprType from) {
    return from.is(Family.DATE) || from.is(Family.TIMESTAMP) || from.is(Family.STRING);
  }

  private static boolean holds(ExprType to, ExprType from) {
    boolean fromSigned = from.is(Family.INTEGER) && from.signed();
    if (fromSigned == to.signed()) {
      return from.bytes() <= to.size();
    }
    return !fromSigned && from.bytes() < to.size();
  }

  private static boolean isExact(ExprType from, ExprType to) {
    return from.isInteger()
        && from.bytes() <= (to.size() == Double.BYTES ? FLOAT64_BYTES : FLOAT32_BYTES);
  }

  private static boolean fitsDecimal(ExprType from, ExprType to) {
    if (from.is(Family.DECIMAL)) {
      return from.scale() <= to.scale() && from.size() - from.scale() <= to.size() - to.scale();
    }
    return from.isInteger() && Supertype.wholeDigits(from) <= to.size() - to.scale();
  }

  /** Writes a Java expression of the column's class, or null for NULL. */
  public static String boxed(Expr from, ColumnType column, JavaMethod method) {
    if (from instanceof ColumnRef ref
        && ref.column().type().withNullable(false).equals(column.withNullable(false))) {
      return ref.boxed(method);
    }
    if (from.type().is(Family.NOTHING)) {
      return "null";
    }
    Operand operand = method.operand(from);
    String boxed = boxed(operand.value(), from.type(), column);
    return operand.nullable()
        ? "(%s ? null : (Object) %s)".formatted(operand.isNull(), boxed)
        : boxed;
  }

  private static String boxed(String value, ExprType from, ColumnType column) {
    ExprType to = ExprType.of(column);
    return switch (to.family()) {
      case BOOLEAN -> "Boolean.valueOf(" + value + ")";
      case INTEGER, DATE -> integer(Convert.java(value, from, to), column);
      case FLOAT ->
          column.kind().javaClass() == Float.class
              ? "Float.valueOf((float) " + Convert.java(value, from, to) + ")"
              : "Double.valueOf(" + Convert.java(value, from, to) + ")";
      case DECIMAL -> Convert.java(value, from, to);
      case BYTES ->
          from.is(Family.STRING)
              ? value + ".getBytes(java.nio.charset.StandardCharsets.UTF_8)"
              : value;
      case TIMESTAMP -> "Long.valueOf(" + timestamp(value, from, to) + ")";
      case STRING, UUID, ENUM, ARRAY, TUPLE, INTERVAL, NOTHING -> value;
    };
  }

  private static String integer(String value, ColumnType column) {
    return column.kind().javaClass() == Integer.class
        ? "Integer.valueOf((int) " + value + ")"
        : "Long.valueOf(" + value + ")";
  }

  /** A row has milliseconds where the type has seconds. */
  private static String timestamp(String value, ExprType from, ExprType to) {
    String scaled = Convert.java(value, from, to);
    return to.size() == 4 ? scaled + " * 1000L" : scaled;
  }
}
