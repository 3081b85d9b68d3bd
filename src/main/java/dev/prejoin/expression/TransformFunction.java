package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.util.ArrayList;
import java.util.List;

/** transform: a table of constants in the statement. */
final class TransformFunction {
  private TransformFunction() {}

  static List<Function> all() {
    return List.of(
        Function.of(
            Group.CONDITION,
            "transform",
            "transform(x, ['a', …], ['b', …], otherwise)",
            "the constant that stands in the place in which x stands in the first array",
            TransformFunction::transform));
  }

  private static Expr transform(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 4, 4);
    Expr value = Arguments.family(arguments, 0, Family.STRING, Family.INTEGER);
    if (value.type().is(Family.NOTHING)) {
      throw new Misuse(0, "is always the same");
    }
    List<Expr> from = constants(arguments, 1);
    List<Expr> to = constants(arguments, 2);
    if (from.size() != to.size()) {
      throw new Misuse(
          2, "has %d values for the %d of the first array".formatted(to.size(), from.size()));
    }
    List<Expr> all = new ArrayList<>(List.of(value));
    List<Expr> results = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (!from.get(i).type().is(value.type().family())) {
        throw new Misuse(1, "must have values like x: %s".formatted(value.type()));
      }
      all.add(from.get(i));
      all.add(to.get(i));
      results.add(to.get(i));
    }
    results.add(arguments.get(3));
    for (Expr result : results) {
      Family family = result.type().family();
      if (!List.of(Family.STRING, Family.INTEGER, Family.FLOAT, Family.NOTHING).contains(family)) {
        throw new Misuse("gives Strings, integers or floats; use CASE for %s".formatted(family));
      }
    }
    all.add(arguments.get(3));
    return Functions.call("caseWithExpression", all.toArray(new Expr[0]));
  }

  private static List<Expr> constants(List<Expr> arguments, int index) throws Misuse {
    if (arguments.get(index) instanceof Several several
        && several.type().is(Family.ARRAY)
        && several.operands().stream().allMatch(Literal.class::isInstance)) {
      return several.operands();
    }
    throw new Misuse(index, "must be an array of constants");
  }
}
