package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.text;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.ListValues;
import java.util.ArrayList;
import java.util.List;

/** Arrays and tuples. */
final class ArrayFunctions {
  private ArrayFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of(Group.ARRAY, "array", "[a, …]", "constants for IN", ArrayFunctions::array),
        Function.of(
            Group.ARRAY,
            "tuple",
            "(a, …)",
            "values side by side, for = and IN",
            arguments ->
                new Several(
                    arguments, ExprType.tuple(arguments.stream().map(Expr::type).toList()))),
        of(
            "arrayElement",
            "a[n], arrayElement(a, n)",
            "the element, from 1, or from the end if negative; its type's default beyond",
            ArrayFunctions::element),
        of("has", "has(a, x)", "whether an element equals x", ArrayFunctions::has),
        of(
            "indexOf",
            "indexOf(a, x)",
            "the number, from 1, of the first element that equals x; 0 if none",
            ArrayFunctions::indexOf),
        of(
            "arrayStringConcat",
            "arrayStringConcat(a[, 'separator'])",
            "the Strings of an array, one behind the other",
            ArrayFunctions::joined),
        of(
            "splitByChar",
            "splitByChar('c', s)",
            "the parts between an ASCII character",
            arguments -> {
              if (Arguments.constantText(arguments, 0).length() != 1) {
                throw new Misuse(0, "must be one character");
              }
              TextArguments.constantAscii(arguments, 0);
              return split(arguments);
            }),
        of(
            "splitByString",
            "splitByString('separator', s)",
            "the parts between a text",
            ArrayFunctions::split),
        of(
            "splitByWhitespace",
            "splitByWhitespace(s)",
            "the parts between spaces and line breaks",
            ArrayFunctions::words),
        of("hasAny", "hasAny(a, b)", "whether an element is in both", a -> both("hasAny", a)),
        of("hasAll", "hasAll(a, b)", "whether all of b are in a", a -> both("hasAll", a)));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.ARRAY, name, usage, words, binder);
  }

  private static Expr array(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    ExprType element = Supertype.of(arguments.stream().map(Expr::type).toList());
    return new Several(arguments, ExprType.array(element));
  }

  private static Expr list(List<Expr> arguments) throws Misuse {
    if (arguments.get(0).type().is(Family.STRING)) {
      throw new Misuse(
          0,
          "must be an array, and this is %s; a value out of JSON is JSONExtractString(text, 'key')"
              .formatted(arguments.get(0).type()));
    }
    Expr list = Arguments.family(arguments, 0, Family.ARRAY);
    if (list instanceof Several) {
      throw new Misuse(0, "must be a column or the result of a function; use IN for constants");
    }
    return list;
  }

  private static Expr element(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr list = list(arguments);
    Expr index = TextArguments.clampedInteger(arguments, 1);
    if (index instanceof Literal literal && Long.valueOf(0).equals(literal.value())) {
      throw new Misuse(1, "must not be 0: the first is 1");
    }
    return new Element(list, index);
  }

  private static Expr has(List<Expr> arguments) throws Misuse {
    return search("has", ExprType.CONDITION, arguments);
  }

  private static Expr indexOf(List<Expr> arguments) throws Misuse {
    return search("indexOf", ExprType.UINT64, arguments);
  }

  private static Expr search(String method, ExprType type, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr list = list(arguments);
    ExprType element = list.type().elements().get(0).withNullable(false);
    Expr searched = Constants.as(arguments.get(1), element);
    ExprType other = searched.type().withNullable(false);
    boolean alike = element.is(Family.ENUM) ? other.equals(element) : alike(element, other);
    if (!alike) {
      throw new Misuse(
          1,
          "is %s, which is not searched for in %s; Strings, UUIDs, Enums and integers are"
              .formatted(other, list.type()));
    }
    if (searched.type().nullable()) {
      throw new Misuse(1, "must not be Nullable; write ifNull(…, …)");
    }
    return StaticCall.of(ListValues.class, method, type, List.of(list, searched));
  }

  private static boolean alike(ExprType a, ExprType b) {
    return switch (a.family()) {
      case STRING, UUID -> a.equals(b) && !a.nullable();
      case INTEGER ->
          b.is(Family.INTEGER) && !a.isUInt64() && !b.isUInt64() && !a.nullable() && !b.nullable();
      default -> false;
    };
  }

  private static Expr joined(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 2);
    Expr list = list(arguments);
    if (!list.type().elements().get(0).is(Family.STRING)) {
      throw new Misuse(0, "must be an array of Strings, and this is " + list.type());
    }
    String separator = arguments.size() == 2 ? Arguments.constantText(arguments, 1) : "";
    return StaticCall.of(ListValues.class, "joined", ExprType.TEXT, List.of(list))
        .with("String", separator);
  }

  private static Expr split(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    String separator = Arguments.constantText(arguments, 0);
    if (separator.isEmpty()) {
      throw new Misuse(0, "must not be empty");
    }
    return StaticCall.of(
            ListValues.class, "split", ExprType.array(ExprType.TEXT), List.of(given(arguments, 1)))
        .with("String", separator);
  }

  private static Expr given(List<Expr> arguments, int index) throws Misuse {
    Expr text = text(arguments, index);
    if (text.type().nullable()) {
      throw new Misuse(index, "must not be Nullable, as no array is; write ifNull(…, '')");
    }
    return text;
  }

  private static Expr words(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(
        ListValues.class, "words", ExprType.array(ExprType.TEXT), List.of(given(arguments, 0)));
  }

  private static Expr both(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Expr a = list(arguments);
    Arguments.family(arguments, 1, Family.ARRAY);
    Expr b = arguments.get(1) instanceof Several written ? constants(written) : arguments.get(1);
    if (!alike(a.type().elements().get(0), b.type().elements().get(0))) {
      throw new Misuse(
          1,
          "is %s, which is not compared with %s; arrays of Strings, UUIDs and integers are"
              .formatted(b.type(), a.type()));
    }
    return StaticCall.of(ListValues.class, method, ExprType.CONDITION, List.of(a, b));
  }

  private static Expr constants(Several written) throws Misuse {
    List<Object> values = new ArrayList<>();
    for (Expr member : written.operands()) {
      if (!(member instanceof Literal literal) || literal.value() == null) {
        throw new Misuse(1, "must be an array of a column or have constants only, but NULL");
      }
      values.add(literal.value());
    }
    return new Literal(List.copyOf(values), written.type());
  }

  private record Element(Expr list, Expr index) implements Expr {
    @Override
    public ExprType type() {
      return list.type().elements().get(0).orNull(index.type().nullable());
    }

    @Override
    public List<Expr> operands() {
      return List.of(list, index);
    }

    @Override
    public Operand write(JavaMethod method) {
      ExprType element = list.type().elements().get(0);
      Family family = element.family();
      Operand from = method.operand(list);
      Operand at = method.operand(index);
      String found =
          "%s.element(%s, %s)"
              .formatted(ListValues.class.getCanonicalName(), from.value(), at.value());
      String isNull = Operand.anyNull(List.of(from, at));
      String box =
          method.local(
              "Object", isNull.equals(Operand.NEVER) ? found : isNull + " ? null : " + found);
      String nothing = method.local("boolean", box + " == null");
      String value = nothing + " ? " + family.blank() + " : " + unboxed(box, element);
      // Beyond the ends stands the default of the elements' own type, whatever the index may be.
      return new Operand(method.local(family.java(), value), element.nullable() ? nothing : isNull);
    }

    private static String unboxed(String box, ExprType type) {
      return switch (type.family()) {
        case BOOLEAN -> "((Boolean) " + box + ").booleanValue()";
        case INTEGER, DATE -> "((Number) " + box + ").longValue()";
        case FLOAT -> "((Number) " + box + ").doubleValue()";
        // A row has milliseconds where the type has seconds.
        case TIMESTAMP -> "((Long) " + box + ").longValue()" + (type.size() == 4 ? " / 1000L" : "");
        default -> "(" + type.family().java() + ") " + box;
      };
    }
  }
}
