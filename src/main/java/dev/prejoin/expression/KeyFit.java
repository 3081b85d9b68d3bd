package dev.prejoin.expression;

import dev.prejoin.expression.run.Numbers;
import dev.prejoin.schema.ColumnType;
import java.util.List;

/** A value as part of a dimension's key: one that the key's type cannot hold matches no row. */
public final class KeyFit {
  private KeyFit() {}

  /**
   * The value as one that fits the key column, NULL where it cannot.
   *
   * @throws Misuse if values of the two types are not compared as they are
   */
  public static Expr of(Expr value, ColumnType key) throws Misuse {
    ExprType from = value.type();
    if (from.is(Family.FLOAT) || ExprType.of(key).is(Family.FLOAT)) {
      throw new Misuse("a Float is no key; convert it to an integer or a decimal");
    }
    if (Fit.fits(from, key)) {
      return value;
    }
    ExprType to = ExprType.of(key).withNullable(false);
    if (!from.is(Family.INTEGER) || !to.is(Family.INTEGER)) {
      throw new Misuse("they must be of one type, or both integers");
    }
    ExprType nullable = to.orNull(true);
    String method = from.isUInt64() ? "withinUnsigned" : "within";
    return new StaticCall(
        Numbers.class.getCanonicalName() + "." + method,
        List.of(value),
        List.of(
            new StaticCall.Constant("long", least(to)), new StaticCall.Constant("long", most(to))),
        nullable,
        false,
        true);
  }

  private static Long least(ExprType type) {
    return type.signed() ? Long.MIN_VALUE >> ((Long.BYTES - type.size()) * Byte.SIZE) : 0L;
  }

  private static Long most(ExprType type) {
    if (type.isUInt64()) {
      return Long.MAX_VALUE;
    }
    return type.signed() ? ~least(type) : (1L << (type.size() * Byte.SIZE)) - 1;
  }
}
