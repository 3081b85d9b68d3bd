package dev.prejoin.expression;

import dev.prejoin.expression.run.ParsedNumbers;
import dev.prejoin.expression.run.ToNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Integers out of other values. */
final class IntegerConversion {
  private IntegerConversion() {}

  static Expr to(Expr expr, ExprType to) throws Misuse {
    ExprType from = expr.type();
    return switch (from.family()) {
      case BOOLEAN -> Convert.to(expr, to);
      case INTEGER -> keepsBits(from, to) ? Convert.to(expr, to) : wrapped(expr, to);
      case DATE -> wrapped(expr, to);
      case TIMESTAMP -> from.size() == 4 ? wrapped(expr, to) : seconds(expr, to);
      case FLOAT, DECIMAL ->
          sized(StaticCall.of(ToNumber.class, "integer", to, List.of(expr)), to).failing();
      case ENUM -> wrapped(number(expr), to);
      case STRING ->
          to.nullable()
              ? sized(StaticCall.of(ParsedNumbers.class, "integerOrNull", to, List.of(expr)), to)
                  .givingNull()
              : sized(StaticCall.of(ParsedNumbers.class, "integer", to, List.of(expr)), to)
                  .failing();
      default -> throw Conversions.none(expr, to);
    };
  }

  /** Whether the long that holds it is also that of the other type. */
  static boolean keepsBits(ExprType from, ExprType to) {
    return to.size() == Long.BYTES || holds(to, from);
  }

  /** Whether an integer type has all numbers of another. */
  static boolean holds(ExprType to, ExprType from) {
    return from.signed() == to.signed()
        ? from.size() <= to.size()
        : !from.signed() && from.size() < to.size();
  }

  private static Expr wrapped(Expr expr, ExprType to) {
    return sized(StaticCall.of(ToNumber.class, "wrapped", to, List.of(expr)), to);
  }

  private static Expr seconds(Expr time, ExprType to) {
    return sized(
            StaticCall.of(ToNumber.class, "seconds", to, List.of(time))
                .with("long", TimeArguments.perSecond(time.type())),
            to)
        .failing();
  }

  /** The number of an enum's symbol. */
  static Expr number(Expr symbol) {
    List<String> symbols = symbol.type().symbols();
    Map<String, Long> numbers = new HashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      numbers.put(symbols.get(i), i + 1L);
    }
    return StaticCall.of(ToNumber.class, "number", ExprType.INT64, List.of(symbol))
        .with("java.util.Map", numbers);
  }

  static StaticCall sized(StaticCall call, ExprType type) {
    return call.with("long", (long) type.size()).with("boolean", type.signed());
  }
}
