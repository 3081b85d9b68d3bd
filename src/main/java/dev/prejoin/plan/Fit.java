package dev.prejoin.plan;

import dev.prejoin.plan.Expr.Operand;
import dev.prejoin.plan.ExprType.Family;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.util.List;
import java.util.Optional;

/** How the value of an expression becomes that of a column, if nothing of it can be lost. */
final class Fit {
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final long EXACT_IN_FLOAT = 1L << 24;

  private static final List<ColumnType> COLUMNS =
      List.of(
          ColumnType.of(Kind.BOOLEAN),
          ColumnType.of(Kind.INT32),
          ColumnType.of(Kind.UINT32),
          ColumnType.of(Kind.INT64),
          ColumnType.of(Kind.FLOAT32),
          ColumnType.of(Kind.FLOAT64),
          ColumnType.of(Kind.STRING),
          ColumnType.of(Kind.DATE),
          ColumnType.timestamp(0),
          ColumnType.timestamp(3),
          ColumnType.timestamp(6));

  private Fit() {}

  /** Whether every value but NULL fits the column. */
  static boolean fits(ExprType from, ColumnType to) {
    return switch (to.kind()) {
      case BOOLEAN -> from.family() == Family.BOOLEAN;
      case STRING -> from.family() == Family.STRING;
      case DATE -> from.family() == Family.DATE;
      case TIMESTAMP -> from.family() == Family.TIMESTAMP && from.size() <= to.precision();
      case FLOAT64 ->
          from.family() == Family.FLOAT || within(from, -EXACT_IN_DOUBLE, EXACT_IN_DOUBLE);
      case FLOAT32 ->
          (from.family() == Family.FLOAT && from.size() == Float.BYTES)
              || within(from, -EXACT_IN_FLOAT, EXACT_IN_FLOAT);
      case INT32 -> within(from, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32 -> within(from, 0, ColumnType.UINT32_MAX);
      case INT64 -> from.family() == Family.INTEGER;
    };
  }

  /** The first of the columns' types, from narrow to wide, that every value fits. */
  static Optional<ColumnType> narrowest(ExprType from) {
    return COLUMNS.stream().filter(to -> fits(from, to)).findFirst();
  }

  /** What would be lost, for a type that does not fit. */
  static String loss(ExprType from, ColumnType to) {
    if (from.family() == Family.TIMESTAMP && to.kind() == Kind.TIMESTAMP) {
      return (from.size() == 6 ? "microseconds" : "milliseconds") + " do not fit " + to;
    }
    if (from.isNumber() && ExprType.of(to).isNumber()) {
      return "some " + from.clickHouse() + " do not fit " + to.withNullable(false);
    }
    return from.clickHouse() + " is no " + to.withNullable(false);
  }

  private static boolean within(ExprType from, long min, long max) {
    return from.family() == Family.INTEGER && from.min() >= min && from.max() <= max;
  }

  /** Writes a Java expression of the column's class, or null for NULL. */
  static String boxed(Expr from, ColumnType to, JavaMethod method) {
    if (from instanceof ColumnRef column && isSame(column.column().type(), to)) {
      return column.boxed(method);
    }
    Operand operand = from.write(method);
    String value = operand.value();
    String boxed =
        switch (to.kind()) {
          case BOOLEAN -> "Boolean.valueOf(" + value + ")";
          case STRING -> value;
          case INT32, DATE -> "Integer.valueOf((int) " + value + ")";
          case INT64, UINT32 -> "Long.valueOf(" + value + ")";
          case FLOAT32 -> "Float.valueOf((float) " + value + ")";
          case FLOAT64 -> "Double.valueOf((double) " + value + ")";
          case TIMESTAMP -> "Long.valueOf(" + value + (scales(from.type(), to) ? " * 1000L)" : ")");
        };
    return operand.nullable()
        ? "(%s ? null : (Object) %s)".formatted(operand.isNull(), boxed)
        : boxed;
  }

  private static boolean isSame(ColumnType from, ColumnType to) {
    return from.kind() == to.kind() && !scales(ExprType.of(from), to);
  }

  private static boolean scales(ExprType from, ColumnType to) {
    return from.family() == Family.TIMESTAMP && from.size() <= 3 && to.precision() == 6;
  }
}
