package dev.prejoin.expression;

/** Constants of the statement that stand beside a value of another type. */
public final class Constants {
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
      default -> expr;
    };
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
