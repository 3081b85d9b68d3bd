package dev.prejoin.plan;

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
record ColumnRef(String shown, int row, int position, Column column, boolean optional)
    implements Expr {
  @Override
  public ExprType type() {
    return ExprType.of(column.type());
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Nullable Object absent() {
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
        .formatted(cells, absent == null ? "null" : method.constant(Object.class, absent), cell);
  }

  @Override
  public Operand write(JavaMethod method) {
    return method.once(row + "." + position, () -> read(method));
  }

  private Operand read(JavaMethod method) {
    ColumnType type = column.type();
    ExprType.Family family = type().family();
    String javaClass =
        family == ExprType.Family.OTHER ? "Object" : type.kind().javaClass().getSimpleName();
    String box = method.local(javaClass, "(" + javaClass + ") " + boxed(method));
    String value = family == ExprType.Family.OTHER ? box : unboxed(box, type.kind());
    if (!type.nullable()) {
      return new Operand(method.local(family.java(), value), Operand.NEVER);
    }
    String isNull = method.local("boolean", box + " == null");
    return new Operand(
        method.local(family.java(), isNull + " ? " + family.blank() + " : " + value), isNull);
  }

  private static String unboxed(String box, ColumnType.Kind kind) {
    return switch (kind) {
      case BOOLEAN -> box + ".booleanValue()";
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, DATE, DATE32, TIMESTAMP ->
          box + ".longValue()";
      case FLOAT32, FLOAT64 -> box + ".doubleValue()";
      case STRING, UINT64, DECIMAL, BYTES, UUID, ENUM, ARRAY -> box;
    };
  }
}
