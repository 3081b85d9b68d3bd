package dev.prejoin.expression;

import dev.prejoin.schema.ColumnType;

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
      throw new Misuse(
          "a Float is no key; convert it to an integer or a decimal, such as with toInt64(…) or toDecimal64(…, 4)");
    }
    if (Fit.fits(from, key)) {
      return value;
    }
    ExprType to = ExprType.of(key).withNullable(false);
    if (!from.is(Family.INTEGER) || !to.is(Family.INTEGER)) {
      throw new Misuse("they must be of one type, or both integers");
    }
    return AccurateConversion.within(value, to);
  }
}
