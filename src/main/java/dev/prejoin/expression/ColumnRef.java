package dev.prejoin.expression;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of the input or of a lookup.
 *
 * @param shown its name as the statement has it
 * @param row 0 for the input, i for lookup i
 * @param optional whether there may be no row: the value is then the type's default
 */
public record ColumnRef(String shown, int row, int position, Column column, boolean optional)
    implements Expr {
  @Override
  public ExprType type() {
    return ExprType.of(column.type());
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  /** What it holds where there is no row. */
  public @Nullable Object absent() {
    return column.type().defaultValue();
  }

  /** The value as it is in the row, or the default. */
  String boxed(JavaMethod method) {
    String cells = method.row(row);
    String cell = cells + "[" + position + "]";
    if (!optional) {
      return cell;
    }
    Object absent = absent();
    return "(%s == null ? %s : %s)"
        .formatted(cells, absent == null ? "null" : method.constant("Object", absent), cell);
  }

  @Override
  public Operand write(JavaMethod method) {
    ColumnType type = column.type();
    Family family = type().family();
    String javaClass = type.kind().javaClass().getCanonicalName();
    String box = method.local(javaClass, "(" + javaClass + ") " + boxed(method));
    String value = unboxed(box, family, type);
    if (!type.nullable()) {
      return new Operand(method.local(family.java(), value), Operand.NEVER);
    }
    String isNull = method.local("boolean", box + " == null");
    return new Operand(
        method.local(family.java(), isNull + " ? " + family.blank() + " : " + value), isNull);
  }

  private static String unboxed(String box, Family family, ColumnType type) {
    return switch (family) {
      case BOOLEAN -> box + ".booleanValue()";
      case INTEGER, DATE -> box + ".longValue()";
      case FLOAT -> box + ".doubleValue()";
      // A row has milliseconds where the type has seconds.
      case TIMESTAMP -> box + (type.precision() == 0 ? ".longValue() / 1000L" : ".longValue()");
      default -> box;
    };
  }
}
