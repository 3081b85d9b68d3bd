package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Bits;
import java.util.ArrayList;
import java.util.List;

/** Integers as rows of bits. */
final class BitFunctions {
  private BitFunctions() {}

  static List<Function> all() {
    return List.of(
        of("bitAnd", "bitAnd(a, b)", "the bits that are 1 in both", a -> both("and", a)),
        of("bitOr", "bitOr(a, b)", "the bits that are 1 in either", a -> both("or", a)),
        of("bitXor", "bitXor(a, b)", "the bits that are 1 in one of them", a -> both("xor", a)),
        of("bitNot", "bitNot(a)", "each bit turned over", BitFunctions::not),
        of("bitCount", "bitCount(a)", "how many bits are 1", BitFunctions::count),
        of(
            "bitShiftLeft",
            "bitShiftLeft(a, n)",
            "a moved up by n bits, a constant",
            a -> shifted("left", a)),
        of(
            "bitShiftRight",
            "bitShiftRight(a, n)",
            "a moved down by n bits, a constant; the sign stays",
            a -> shifted("right", a)),
        of("bitTest", "bitTest(a, n)", "the bit of a number, a constant, from 0", a -> test(a)));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.NUMBER, name, usage, words, binder);
  }

  private static List<Expr> integers(List<Expr> arguments, int count) throws Misuse {
    Arguments.count(arguments, count, count);
    List<Expr> integers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Expr value = Arguments.family(arguments, i, Family.INTEGER);
      if (value.type().is(Family.NOTHING)) {
        throw new Misuse(i, "makes the result NULL whatever the row holds");
      }
      integers.add(value);
    }
    return integers;
  }

  private static Expr both(String method, List<Expr> arguments) throws Misuse {
    List<Expr> values = integers(arguments, 2);
    ExprType a = values.get(0).type();
    ExprType b = values.get(1).type();
    return call(
        method, ExprType.integer(Math.max(a.size(), b.size()), a.signed() || b.signed()), values);
  }

  private static Expr not(List<Expr> arguments) throws Misuse {
    List<Expr> values = integers(arguments, 1);
    return call("not", values.get(0).type(), values);
  }

  private static Expr count(List<Expr> arguments) throws Misuse {
    List<Expr> values = integers(arguments, 1);
    return StaticCall.of(Bits.class, "count", ExprType.UINT8, values)
        .with("long", (long) values.get(0).type().size())
        .with("boolean", false);
  }

  private static Expr shifted(String method, List<Expr> arguments) throws Misuse {
    List<Expr> values = integers(arguments, 2);
    ExprType type = values.get(0).type();
    long places = Arguments.constantInteger(arguments, 1);
    if (places < 0 || places >= (long) type.size() * Byte.SIZE) {
      throw new Misuse(1, "must be from 0 to " + (type.size() * Byte.SIZE - 1));
    }
    return StaticCall.of(Bits.class, method, type, values.subList(0, 1))
        .with("long", places)
        .with("long", (long) type.size())
        .with("boolean", type.signed());
  }

  private static Expr test(List<Expr> arguments) throws Misuse {
    Expr shifted = shifted("right", arguments);
    return StaticCall.of(Bits.class, "lowest", ExprType.UINT8, List.of(shifted));
  }

  private static StaticCall call(String method, ExprType type, List<Expr> values) {
    return StaticCall.of(Bits.class, method, type, values)
        .with("long", (long) type.size())
        .with("boolean", type.signed());
  }
}
