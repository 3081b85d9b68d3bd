package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Decimals;
import dev.prejoin.expression.run.Numbers;
import java.util.List;

/** + - * / % and their kin, with ClickHouse's result types: the next wider one, which wraps. */
final class ArithmeticFunctions {
  private static final int WIDEST = Long.BYTES;

  private ArithmeticFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
            "plus",
            "a + b",
            "the sum; of a date and days, of a time and seconds or an interval, too",
            a -> sum("+", a)),
        of(
            "minus",
            "a - b",
            "the difference; signed; of dates it is days, of times seconds",
            a -> sum("-", a)),
        of("multiply", "a * b", "the product", a -> sum("*", a)),
        of(
            "divide",
            "a / b",
            "the quotient as a Float64: 7 / 2 is 3.5",
            ArithmeticFunctions::divide),
        of(
            "intDiv",
            "intDiv(a, b), a DIV b",
            "the whole quotient, towards 0; a divisor of 0 makes the row a dead letter",
            a -> intDiv("", a)),
        of(
                "modulo",
                "a % b",
                "the remainder, of the sign of a; an integer divisor of 0 makes the row a dead letter",
                a -> modulo("", a))
            .alias("mod"),
        of(
            "intDivOrZero",
            "intDivOrZero(a, b)",
            "the same as intDiv, and 0 where that fails",
            a -> intDiv("OrZero", a)),
        of(
            "moduloOrZero",
            "moduloOrZero(a, b)",
            "the same as modulo, and 0 where that fails",
            a -> modulo("OrZero", a)),
        of(
                "positiveModulo",
                "positiveModulo(a, b)",
                "the remainder of integers, from 0 up to b, which is of an unsigned type",
                ArithmeticFunctions::positiveModulo)
            .alias("positive_modulo", "pmod"),
        of("negate", "-a", "0 - a, of the width of a", ArithmeticFunctions::negate));
  }

  private static Function of(String name, String usage, String words, Function.Binder binder) {
    return Function.of(Group.ARITHMETIC, name, usage, words, binder);
  }

  private static void numbers(List<Expr> arguments, int count) throws Misuse {
    Arguments.count(arguments, count, count);
    for (int i = 0; i < count; i++) {
      if (arguments.get(i).type().is(Family.NOTHING)) {
        throw new Misuse(i, "makes the result NULL whatever the row holds");
      }
      if (!arguments.get(i).type().isNumber()) {
        throw new Misuse(i, "must be a number, and this is " + arguments.get(i).type());
      }
    }
  }

  private static boolean any(List<Expr> arguments, Family family) {
    return arguments.stream().anyMatch(a -> a.type().is(family));
  }

  private static boolean isSigned(Expr expr) {
    return expr.type().is(Family.INTEGER) && expr.type().signed();
  }

  private static Expr sum(String operator, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    if (!operator.equals("*") && SpanFunctions.isSum(arguments)) {
      return SpanFunctions.sum(operator, arguments);
    }
    numbers(arguments, 2);
    if (any(arguments, Family.FLOAT)) {
      return new Infix(operator, floats(arguments), float64(arguments));
    }
    if (any(arguments, Family.DECIMAL)) {
      return DecimalArithmetic.of(operator, arguments);
    }
    boolean signed = arguments.stream().anyMatch(ArithmeticFunctions::isSigned);
    int size =
        Math.min(
            WIDEST, 2 * Math.max(arguments.get(0).type().bytes(), arguments.get(1).type().bytes()));
    ExprType type = ExprType.integer(size, signed || operator.equals("-"));
    return new Infix(operator, integers(arguments), nullable(type, arguments));
  }

  private static Expr divide(List<Expr> arguments) throws Misuse {
    numbers(arguments, 2);
    if (any(arguments, Family.DECIMAL) && !any(arguments, Family.FLOAT)) {
      checkDivisor(arguments);
      return DecimalArithmetic.of("/", arguments);
    }
    return new Infix("/", floats(arguments), float64(arguments));
  }

  private static Expr intDiv(String otherwise, List<Expr> arguments) throws Misuse {
    numbers(arguments, 2);
    onlyIntegers(arguments);
    if (otherwise.isEmpty()) {
      checkDivisor(arguments);
    }
    boolean signed = arguments.stream().anyMatch(ArithmeticFunctions::isSigned);
    ExprType type = ExprType.integer(arguments.get(0).type().bytes(), signed);
    if (!signed) {
      return new Whole("unsignedIntDiv" + otherwise, integers(arguments), type(type, arguments), 8);
    }
    // ClickHouse reads the bits of both as signed numbers of their own widths, but a divisor that
    // is narrower than a signed dividend as what it is.
    String call = byConstant(arguments) ? "intDivByConstant" : "intDiv";
    return new Whole(
        otherwise.isEmpty() ? call : "intDiv" + otherwise,
        integers(arguments),
        type(type, arguments),
        0);
  }

  private static Expr modulo(String otherwise, List<Expr> arguments) throws Misuse {
    numbers(arguments, 2);
    boolean decimals = any(arguments, Family.DECIMAL);
    // ClickHouse has no moduloOrZero of a decimal and a float.
    if (any(arguments, Family.FLOAT) && (otherwise.isEmpty() || !decimals)) {
      return StaticCall.of(Numbers.class, "modulo", ExprType.FLOAT64, floats(arguments));
    }
    for (int i = 0; i < 2; i++) {
      if (arguments.get(i).type().is(Family.DECIMAL)) {
        throw new Misuse(
            i,
            "is a decimal, of which ClickHouse takes the digits without their point; convert it with toFloat64");
      }
    }
    if (otherwise.isEmpty()) {
      checkDivisor(arguments);
    }
    ExprType a = arguments.get(0).type();
    ExprType b = arguments.get(1).type();
    boolean signed = isSigned(arguments.get(0));
    int divisor = b.bytes();
    ExprType type = ExprType.integer(signed ? Math.min(WIDEST, 2 * divisor) : divisor, signed);
    int unsigned = Math.max(unsignedBytes(a), unsignedBytes(b));
    boolean isUnsigned = unsigned >= 4 && unsigned >= Math.max(a.bytes(), b.bytes());
    String call =
        isUnsigned
            ? "unsignedModulo"
            : otherwise.isEmpty() && byConstant(arguments) ? "moduloByConstant" : "modulo";
    return new Whole(
        call + otherwise, integers(arguments), type(type, arguments), isUnsigned ? unsigned : 0);
  }

  /** ClickHouse divides wide numbers by a constant in a way of its own, in which -1 never fails. */
  private static boolean byConstant(List<Expr> arguments) {
    Expr dividend = arguments.get(0);
    return isSigned(dividend)
        && dividend.type().size() >= Integer.BYTES
        && !Inputs.isConstant(dividend)
        && isSigned(arguments.get(1))
        && Inputs.isConstant(arguments.get(1));
  }

  private static Expr positiveModulo(List<Expr> arguments) throws Misuse {
    numbers(arguments, 2);
    onlyIntegers(arguments);
    Expr divisor = integers(arguments).get(1);
    if (divisor.type().signed()) {
      throw new Misuse(1, "must be of an unsigned type: by the least signed number it would fail");
    }
    return StaticCall.of(
            Numbers.class,
            "positive",
            ExprType.integer(divisor.type().size(), false),
            List.of(modulo("", arguments), divisor))
        .failing()
        .with("long", (long) divisor.type().size())
        .with("boolean", isSigned(arguments.get(0)));
  }

  private static void onlyIntegers(List<Expr> arguments) throws Misuse {
    for (int i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).type().isInteger()) {
        throw new Misuse(i, "must be an integer, and this is " + arguments.get(i).type());
      }
    }
  }

  private static void checkDivisor(List<Expr> arguments) throws Misuse {
    if (arguments.get(1) instanceof Literal literal
        && (Long.valueOf(0).equals(literal.value()) || Boolean.FALSE.equals(literal.value()))) {
      throw new Misuse(1, "is 0, by which nothing can be divided");
    }
  }

  private static int unsignedBytes(ExprType type) {
    return type.is(Family.INTEGER) && type.signed() ? 0 : type.bytes();
  }

  private static ExprType type(ExprType type, List<Expr> arguments) {
    return nullable(type, arguments);
  }

  private static Expr negate(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    if (arguments.get(0).type().is(Family.INTERVAL)) {
      return Shift.times(arguments.get(0), -1);
    }
    numbers(arguments, 1);
    ExprType type = arguments.get(0).type();
    if (type.is(Family.FLOAT)) {
      return new Infix("-", arguments, type);
    }
    if (type.is(Family.DECIMAL)) {
      return StaticCall.of(Decimals.class, "negate", type, arguments);
    }
    int size = isSigned(arguments.get(0)) ? type.size() : Math.min(WIDEST, 2 * type.bytes());
    return new Infix("-", integers(arguments), nullable(ExprType.integer(size, true), arguments));
  }

  private static List<Expr> floats(List<Expr> arguments) {
    return arguments.stream().map(Convert::toFloat64).toList();
  }

  /** A condition as 0 or 1. */
  private static List<Expr> integers(List<Expr> arguments) {
    return arguments.stream()
        .map(
            a ->
                a.type().is(Family.BOOLEAN)
                    ? Convert.to(a, ExprType.UINT8.orNull(a.type().nullable()))
                    : a)
        .toList();
  }

  private static ExprType float64(List<Expr> arguments) {
    return nullable(ExprType.FLOAT64, arguments);
  }

  private static ExprType nullable(ExprType type, List<Expr> arguments) {
    return type.orNull(Arguments.anyNullable(arguments));
  }

  /** One of Java's own operators, its result cut to the type's width. */
  record Infix(String operator, List<Expr> operands, ExprType type) implements Expr {
    @Override
    public Operand write(JavaMethod method) {
      List<Operand> values = operands.stream().map(method::operand).toList();
      String value =
          values.size() == 1
              ? operator + values.get(0).value()
              : values.get(0).value() + " " + operator + " " + values.get(1).value();
      return new Operand(
          method.local(type.family().java(), mayOverflow() ? wrapped(value) : value),
          Operand.anyNull(values));
    }

    /** Only a negation keeps its operand's width; all else has room, or the long's own wrap. */
    private boolean mayOverflow() {
      return type.is(Family.INTEGER) && type.size() < WIDEST && operands.size() == 1;
    }

    private String wrapped(String value) {
      return "%s.wrap(%s, %d, %s)"
          .formatted(Numbers.class.getName(), value, type.size(), type.signed());
    }
  }

  /**
   * A division of integers. As in ClickHouse, a divisor of 0 fails also where the dividend is NULL.
   *
   * @param unsigned to how many bytes C++ makes both unsigned, or 0 if it does not
   */
  private record Whole(String call, List<Expr> operands, ExprType type, int unsigned)
      implements Expr {
    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand a = method.operand(operands.get(0));
      Operand b = method.operand(operands.get(1));
      String result =
          "%s.%s(%s, %s%s)"
              .formatted(
                  Numbers.class.getName(),
                  call,
                  read(a.value(), operands.get(0).type()),
                  keepsDivisor() ? b.value() : read(b.value(), operands.get(1).type()),
                  unsigned == 0
                      ? ", "
                          + operands.get(0).type().size()
                          + ", "
                          + operands.get(0).type().signed()
                      : "");
      String wrapped =
          type.size() == WIDEST
              ? result
              : "%s.wrap(%s, %d, %s)"
                  .formatted(Numbers.class.getName(), result, type.size(), type.signed());
      String value = b.nullable() ? b.isNull() + " ? 0L : " + wrapped : wrapped;
      return new Operand(method.local("long", value), Operand.anyNull(List.of(a, b)));
    }

    private boolean keepsDivisor() {
      ExprType dividend = operands.get(0).type();
      return call.startsWith("intDiv")
          && dividend.signed()
          && operands.get(1).type().size() < dividend.size();
    }

    private String read(String value, ExprType from) {
      boolean asSigned = call.startsWith("intDiv") && !from.signed();
      if (!asSigned && (unsigned == 0 || !from.signed())) {
        return value;
      }
      int size = asSigned ? from.size() : unsigned;
      return size == WIDEST
          ? value
          : "%s.wrap(%s, %d, %s)".formatted(Numbers.class.getName(), value, size, asSigned);
    }
  }
}
