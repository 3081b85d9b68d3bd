package dev.prejoin.expression;

import dev.prejoin.expression.run.ParsedValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Enums out of their texts and numbers. */
final class EnumConversion {
  private EnumConversion() {}

  static Expr to(Expr expr, ExprType to) throws Misuse {
    return switch (expr.type().family()) {
      case ENUM -> other(expr, to);
      // A type that is Nullable does not make a text that is no symbol NULL.
      case STRING, INTEGER -> Convert.to(new ConversionChecks.Required(expr, symbol(expr, to)), to);
      default -> throw Conversions.none(expr, to);
    };
  }

  private static Expr symbol(Expr expr, ExprType to) {
    Map<Object, String> symbols = new HashMap<>();
    for (int i = 0; i < to.symbols().size(); i++) {
      symbols.put(to.symbols().get(i), to.symbols().get(i));
      symbols.put(i + 1L, to.symbols().get(i));
    }
    return StaticCall.of(ParsedValues.class, "symbol", to, List.of(expr))
        .with("java.util.Map", symbols)
        .givingNull();
  }

  /** ClickHouse takes the number, so each symbol must have the same in both. */
  private static Expr other(Expr expr, ExprType to) throws Misuse {
    List<String> from = expr.type().symbols();
    for (int i = 0; i < from.size(); i++) {
      if (i >= to.symbols().size() || !to.symbols().get(i).equals(from.get(i))) {
        throw new Misuse(
            0,
            "has the value '%s' with the number %d, and the other Enum has not; make it a String with toString first"
                .formatted(from.get(i), i + 1));
      }
    }
    return Convert.to(expr, to);
  }
}
