package dev.prejoin.expression;

import dev.prejoin.expression.Comparison.Operator;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Numbers;
import dev.prejoin.expression.run.Strings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Comparisons, BETWEEN, which is two of them, and IN. */
final class ComparisonFunctions {
  /** Up to this number of integers, comparing with each is faster than searching. */
  private static final int FEW = 8;

  private static final double EXACT = 0x1p53;

  private ComparisonFunctions() {}

  static List<Function> all() {
    return List.of(
        of("equals", "a = b", "whether they are equal", Operator.EQUALS),
        of("notEquals", "a <> b, a != b", "whether they differ", Operator.NOT_EQUALS),
        of("less", "a < b", "whether a is less", Operator.LESS),
        of("lessOrEquals", "a <= b", "whether a is not greater", Operator.LESS_OR_EQUALS),
        of("greater", "a > b", "whether a is greater", Operator.GREATER),
        of("greaterOrEquals", "a >= b", "whether a is not less", Operator.GREATER_OR_EQUALS),
        Function.of(
            Group.COMPARISON,
            "isNotDistinctFrom",
            "a <=> b, a IS NOT DISTINCT FROM b",
            "whether they are equal, where NULL equals NULL",
            arguments -> distinct(arguments, false)),
        Function.of(
            Group.COMPARISON,
            "isDistinctFrom",
            "a IS DISTINCT FROM b",
            "whether they differ, where NULL equals NULL",
            arguments -> distinct(arguments, true)),
        Function.of(
            Group.COMPARISON,
            "in",
            "a IN (b, …)",
            "whether a equals one of the constants",
            arguments -> in(arguments, false)),
        Function.of(
            Group.COMPARISON,
            "notIn",
            "a NOT IN (b, …)",
            "whether a equals none of the constants",
            arguments -> in(arguments, true)));
  }

  private static Function of(String name, String usage, String words, Operator operator) {
    return Function.of(
        Group.COMPARISON, name, usage, words, arguments -> compare(operator, arguments));
  }

  private static Expr compare(Operator operator, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    for (int i = 0; i < 2; i++) {
      if (arguments.get(i).type().is(Family.NOTHING)) {
        throw new Misuse(i, "compares with nothing; write IS NULL");
      }
    }
    return compare(operator, arguments.get(0), arguments.get(1));
  }

  private static Expr compare(Operator operator, Expr left, Expr right) throws Misuse {
    Expr a = TimeConversions.beside(Constants.compared(left, right.type()), right.type());
    Expr b = TimeConversions.beside(Constants.compared(right, left.type()), left.type());
    if (a.type().is(Family.TUPLE) && b.type().is(Family.TUPLE) && operator == Operator.EQUALS) {
      return tuples(a, b);
    }
    if (!Comparison.canCompare(a.type(), b.type())) {
      refuseNumberAsText(left, right);
      throw new Misuse(
          "cannot compare %s with %s; %s"
              .formatted(left.type(), right.type(), remedy(left.type(), right.type())));
    }
    DecimalArithmetic.checkBeside(a, b);
    return new Comparison(operator, a, b);
  }

  private static String remedy(ExprType left, ExprType right) {
    boolean integer = left.is(Family.INTEGER) || right.is(Family.INTEGER);
    ExprType other = left.is(Family.INTEGER) ? right : left;
    if (integer && other.is(Family.DATE)) {
      return "a date is written as '2026-01-31'";
    }
    if (integer && other.is(Family.TIMESTAMP)) {
      return "a time is written as '2026-01-31 10:00:00', and toDateTime makes one of the seconds"
          + " since 1970";
    }
    return "both sides must be numbers, or times, or of one type";
  }

  /** What a text constant beside a number, or a number constant beside a text, should have been. */
  private static void refuseNumberAsText(Expr left, Expr right) throws Misuse {
    Expr constant = right instanceof Literal ? right : left;
    ExprType other = constant == right ? left.type() : right.type();
    String words =
        isText(constant) && other.is(Family.BOOLEAN)
            ? "write true or false"
            : isText(constant) && other.isNumber()
                ? "a number is written without quotes"
                : constant instanceof Literal
                        && constant.type().isNumber()
                        && other.is(Family.STRING)
                    ? "a text is written in single quotes"
                    : null;
    if (words != null) {
      throw new Misuse("cannot compare %s with %s; %s".formatted(left.type(), right.type(), words));
    }
  }

  private static boolean isText(Expr expr) {
    return expr instanceof Literal literal && literal.text() != null;
  }

  private static Expr tuples(Expr left, Expr right) throws Misuse {
    List<Expr> a = left.operands();
    List<Expr> b = right.operands();
    if (a.size() != b.size()) {
      throw new Misuse("cannot compare %d values with %d".formatted(a.size(), b.size()));
    }
    Expr all = compare(Operator.EQUALS, a.get(0), b.get(0));
    for (int i = 1; i < a.size(); i++) {
      all = Functions.call("and", all, compare(Operator.EQUALS, a.get(i), b.get(i)));
    }
    return all;
  }

  private static Expr distinct(List<Expr> arguments, boolean negated) throws Misuse {
    Arguments.count(arguments, 2, 2);
    refuseNumberAsText(arguments.get(0), arguments.get(1));
    Expr equal = compare(Operator.EQUALS, arguments);
    Constants.refuseTimeText(arguments.get(0), arguments.get(1));
    if (equal instanceof Comparison comparison) {
      // ClickHouse compares what may be NULL as one type, and wants that to be.
      ExprType one = Supertype.of(comparison.operands().stream().map(Expr::type).toList());
      if (one.nullable() && one.is(Family.DECIMAL)) {
        equal =
            new Comparison(
                Operator.EQUALS,
                Convert.to(comparison.left(), one),
                Convert.to(comparison.right(), one));
      }
    }
    Expr same = new Logic.IsTrue(equal);
    Expr bothNull =
        Functions.call(
            "and",
            Functions.call("isNull", arguments.get(0)),
            Functions.call("isNull", arguments.get(1)));
    Expr alike = Functions.call("or", same, bothNull);
    return negated ? Functions.call("not", alike) : alike;
  }

  private static Expr in(List<Expr> arguments, boolean negated) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr value = arguments.get(0);
    Expr list = arguments.get(1);
    if (list.type().is(Family.ARRAY) && !Inputs.isConstant(list)) {
      throw new Misuse(1, "must be constants; for an array of the row, write has(array, value)");
    }
    boolean several = list.type().is(Family.TUPLE) || list.type().is(Family.ARRAY);
    boolean oneTuple =
        value.type().is(Family.TUPLE)
            && list.operands().stream().noneMatch(m -> m.type().is(Family.TUPLE));
    List<Expr> members = several && !oneTuple ? list.operands() : List.of(list);
    for (Expr member : members) {
      if (!Inputs.isConstant(member)) {
        throw new Misuse(1, "must be constants; with columns, write = and OR");
      }
    }
    return membership(value, members, negated);
  }

  private static Expr membership(Expr value, List<Expr> members, boolean negated) throws Misuse {
    List<Expr> equals = new ArrayList<>();
    List<Object> constants = new ArrayList<>();
    for (Expr member : members) {
      if (member.type().is(Family.NOTHING)) {
        continue;
      }
      Expr typed = Constants.inList(member, value.type());
      DecimalArithmetic.checkHolds(value.type(), typed);
      Constants.checkListed(typed, value.type());
      equals.add(
          value.type().is(Family.FLOAT)
              ? sameBits(value, typed)
              : compare(Operator.EQUALS, value, typed));
      if (typed instanceof Literal literal && literal.value() != null) {
        constants.add(literal.value());
      }
    }
    if (equals.isEmpty()) {
      throw new Misuse(1, "must hold a value beside NULL");
    }
    boolean searched = equals.size() > FEW && constants.size() == equals.size();
    Expr found = searched ? search(value, constants) : null;
    if (found == null) {
      found = equals.get(0);
      for (Expr next : equals.subList(1, equals.size())) {
        found = Functions.call("or", found, next);
      }
    }
    return negated ? Functions.call("not", found) : found;
  }

  /** IN compares floats by their bits: -0 is not in (0), and NaN is in (nan). */
  private static Expr sameBits(Expr value, Expr member) throws Misuse {
    if (!member.type().isNumber() || value.type().size() != Double.BYTES || !isExact(member)) {
      throw new Misuse(
          "cannot look for %s in %s; write = with OR".formatted(value.type(), member.type()));
    }
    return StaticCall.of(
        Numbers.class, "sameBits", ExprType.CONDITION, List.of(value, Convert.toFloat64(member)));
  }

  /** Whether a double is the constant and no other number. */
  private static boolean isExact(Expr member) {
    if (member instanceof Literal literal && literal.value() instanceof Long number) {
      boolean beyond = number < 0 && member.type().isUInt64();
      return !beyond && Math.abs((double) number) <= EXACT;
    }
    return true;
  }

  /** A search for values of families whose equality is Java's; else null. */
  private static @Nullable Expr search(Expr value, List<Object> members) {
    ExprType type = value.type();
    if (type.is(Family.STRING) && members.stream().allMatch(String.class::isInstance)) {
      Set<Object> set = new LinkedHashSet<>(members);
      return StaticCall.of(Strings.class, "in", ExprType.CONDITION, List.of(value))
          .with("java.util.Set", set);
    }
    if (type.is(Family.INTEGER)
        && !type.isUInt64()
        && members.stream().allMatch(Long.class::isInstance)) {
      long[] sorted = members.stream().mapToLong(Long.class::cast).toArray();
      Arrays.sort(sorted);
      return StaticCall.of(Numbers.class, "in", ExprType.CONDITION, List.of(value))
          .with("long[]", sorted);
    }
    return null;
  }
}
