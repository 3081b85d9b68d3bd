package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.anyCase;
import static dev.prejoin.expression.TextArguments.constantAscii;
import static dev.prejoin.expression.TextArguments.text;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Bytes;
import dev.prejoin.expression.run.ListValues;
import dev.prejoin.expression.run.Strings;
import java.util.List;

/** Strings as a whole: their length, their case, their ends. */
final class StringFunctions {
  private StringFunctions() {}

  static List<Function> all() {
    return List.of(
        anyCase(
            of("length", "length(s)", "how many bytes, or elements of an array", a -> length(a)),
            "octet_length"),
        anyCase(
            of("lengthUTF8", "lengthUTF8(s)", "how many characters", a -> characters(a)),
            "char_length",
            "character_length"),
        of("empty", "empty(s)", "whether there is nothing in it", a -> empty(a)),
        of(
            "notEmpty",
            "notEmpty(s)",
            "whether there is something in it",
            a -> Functions.call("not", empty(a))),
        anyCase(of("lower", "lower(s)", "A to Z in lower case", a -> same("lower", a)), "lcase"),
        anyCase(of("upper", "upper(s)", "a to z in upper case", a -> same("upper", a)), "ucase"),
        anyCase(
            of("initcap", "initcap(s)", "words of ASCII with a capital", a -> same("initcap", a))),
        of("lowerUTF8", "lowerUTF8(s)", "in lower case", a -> same("lowerUtf8", a)),
        of("upperUTF8", "upperUTF8(s)", "in upper case", a -> same("upperUtf8", a)),
        anyCase(of("reverse", "reverse(s)", "its bytes from the end", StringFunctions::reverse))
            .differs(TextArguments.CUT),
        of("reverseUTF8", "reverseUTF8(s)", "its characters from the end", a -> reverseUtf8(a)),
        anyCase(
            of("ascii", "ascii(s)", "the number of its first byte, 0 without one", a -> ascii(a))),
        trim("trimBoth", "TRIM([BOTH 'characters' FROM] s)", "at both ends", true, true)
            .alias("trim"),
        trim("trimLeft", "TRIM(LEADING 'characters' FROM s)", "at the start", true, false)
            .alias("ltrim"),
        trim("trimRight", "TRIM(TRAILING 'characters' FROM s)", "at the end", false, true)
            .alias("rtrim"),
        of(
            "startsWith",
            "startsWith(s, prefix)",
            "whether it begins with another",
            a -> both("startsWith", a)),
        of(
            "endsWith",
            "endsWith(s, suffix)",
            "whether it ends with another",
            a -> both("endsWith", a)),
        of(
            "translate",
            "translate(s, 'from', 'to')",
            "each character of from as the one of to; those that to has no more for are left out",
            StringFunctions::translate));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.STRING, name, usage, words, binder);
  }

  private static Expr same(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(Strings.class, method, ExprType.TEXT, List.of(text(arguments, 0)));
  }

  private static Expr both(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return StaticCall.of(
        Strings.class, method, ExprType.CONDITION, List.of(text(arguments, 0), text(arguments, 1)));
  }

  private static Expr length(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value = Arguments.family(arguments, 0, Family.STRING, Family.BYTES, Family.ARRAY);
    return StaticCall.of(owner(value), "length", ExprType.UINT64, List.of(value));
  }

  private static Expr empty(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value =
        Arguments.family(arguments, 0, Family.STRING, Family.BYTES, Family.ARRAY, Family.UUID);
    return StaticCall.of(owner(value), "empty", ExprType.CONDITION, List.of(value));
  }

  private static Class<?> owner(Expr value) {
    return value.type().is(Family.STRING)
        ? Strings.class
        : value.type().is(Family.ARRAY) ? ListValues.class : Bytes.class;
  }

  private static Expr characters(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(Strings.class, "lengthUtf8", ExprType.UINT64, List.of(text(arguments, 0)));
  }

  private static Expr reverse(List<Expr> arguments) throws Misuse {
    return ((StaticCall) same("reverse", arguments)).failing();
  }

  private static Expr reverseUtf8(List<Expr> arguments) throws Misuse {
    return same("reverseUtf8", arguments);
  }

  private static Expr ascii(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(Strings.class, "ascii", ExprType.INT32, List.of(text(arguments, 0)));
  }

  private static Function trim(
      String name, String usage, String where, boolean left, boolean right) {
    return of(
        name,
        usage,
        "without spaces, or without the ASCII characters given, " + where,
        arguments -> {
          Arguments.count(arguments, 1, 2);
          String removed = arguments.size() == 1 ? " " : constantAscii(arguments, 1);
          return StaticCall.of(Strings.class, "trim", ExprType.TEXT, List.of(text(arguments, 0)))
              .with("boolean", left)
              .with("boolean", right)
              .with("String", removed);
        });
  }

  private static Expr translate(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, 3);
    String from = constantAscii(arguments, 1);
    String to = constantAscii(arguments, 2);
    if (to.length() > from.length()) {
      throw new Misuse(2, "must not be longer than the characters that it replaces");
    }
    short[] table = new short[0x80];
    for (short c = 0; c < table.length; c++) {
      table[c] = c;
    }
    for (int i = 0; i < from.length(); i++) {
      table[from.charAt(i)] = i < to.length() ? (short) to.charAt(i) : -1;
    }
    return StaticCall.of(Strings.class, "translate", ExprType.TEXT, List.of(text(arguments, 0)))
        .with("short[]", table);
  }
}
