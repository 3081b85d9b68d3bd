package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.anyCase;
import static dev.prejoin.expression.TextArguments.text;
import static dev.prejoin.expression.TextArguments.textOrEnum;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.LikePattern;
import dev.prejoin.expression.run.Strings;
import java.util.ArrayList;
import java.util.List;

/** LIKE and ILIKE, places of strings in others, and replacing them. */
final class SearchFunctions {
  private static final String LETTERS =
      "where ILIKE has an s, k or å, a text with the long s or the signs of kelvin and ångström"
          + " makes the row a dead letter";

  private SearchFunctions() {}

  static List<Function> all() {
    return List.of(
        like(
            "like",
            false,
            false,
            "s LIKE 'pattern'",
            "whether it matches, % being any text, _ a character"),
        like("notLike", false, true, "s NOT LIKE 'pattern'", "whether it does not match"),
        like("ilike", true, false, "s ILIKE 'pattern'", "as LIKE, in any case").differs(LETTERS),
        like(
                "notILike",
                true,
                true,
                "s NOT ILIKE 'pattern'",
                "whether it does not match in any case")
            .differs(LETTERS),
        anyCase(
            of(
                "position",
                "position(s, searched[, from]), position(searched IN s)",
                "the byte, from 1, at which it first has the other; 0 if nowhere",
                SearchFunctions::position)),
        anyCase(
            of(
                "locate",
                "locate(searched, s[, from])",
                "position with its first arguments changed over",
                SearchFunctions::locate)),
        of(
            "positionUTF8",
            "positionUTF8(s, searched)",
            "the character, from 1, at which it first has the other; 0 if nowhere",
            a -> find("positionUtf8", a)),
        of(
                "positionCaseInsensitive",
                "positionCaseInsensitive(s, searched)",
                "position, in any case of ASCII letters",
                a -> find("positionCaseInsensitive", a))
            .alias("INSTR"),
        anyCase(
            of(
                "countSubstrings",
                "countSubstrings(s, searched)",
                "how often it has the other, without overlaps",
                a -> find("countSubstrings", a))),
        of(
            "countSubstringsCaseInsensitive",
            "countSubstringsCaseInsensitive(s, searched)",
            "countSubstrings, in any case of ASCII letters",
            a -> find("countSubstringsCaseInsensitive", a)),
        of(
            "replaceOne",
            "replaceOne(s, searched, replacement)",
            "with the first place where it has the other replaced",
            a -> replace("replaceOne", a)),
        of(
                "replaceAll",
                "replaceAll(s, searched, replacement)",
                "with all places where it has the other replaced",
                a -> replace("replaceAll", a))
            .alias("replace", "REPLACE"));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.SEARCH, name, usage, words, binder);
  }

  private static Function like(
      String name, boolean caseless, boolean negated, String usage, String words) {
    String method = negated ? "notLike" : "like";
    return of(
        name,
        usage,
        words,
        arguments -> {
          Arguments.count(arguments, 2, 2);
          String pattern = Arguments.constantText(arguments, 1);
          StaticCall call =
              StaticCall.of(
                      LikePattern.class,
                      method,
                      ExprType.CONDITION,
                      List.of(textOrEnum(arguments, 0)))
                  .with(LikePattern.class.getCanonicalName(), pattern(pattern, caseless));
          return caseless ? call.failing() : call;
        });
  }

  private static LikePattern pattern(String pattern, boolean caseless) throws Misuse {
    try {
      return LikePattern.of(pattern, caseless);
    } catch (IllegalArgumentException e) {
      throw new Misuse(1, String.valueOf(e.getMessage()));
    }
  }

  private static Expr locate(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    List<Expr> changed = new ArrayList<>(arguments);
    changed.set(0, arguments.get(1));
    changed.set(1, arguments.get(0));
    return position(changed);
  }

  private static Expr position(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    List<Expr> operands = new ArrayList<>();
    operands.add(textOrEnum(arguments, 0));
    operands.add(text(arguments, 1));
    if (arguments.size() == 3) {
      Expr from = Arguments.family(arguments, 2, Family.INTEGER);
      if (from.type().signed()) {
        throw new Misuse(2, "must be of an unsigned type, such as toUInt64(…) gives");
      }
      operands.add(from);
    }
    return StaticCall.of(Strings.class, "position", ExprType.UINT64, operands);
  }

  private static Expr find(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return StaticCall.of(
        Strings.class,
        method,
        ExprType.UINT64,
        List.of(textOrEnum(arguments, 0), text(arguments, 1)));
  }

  private static Expr replace(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, 3);
    return StaticCall.of(
        Strings.class,
        method,
        ExprType.TEXT,
        List.of(text(arguments, 0), text(arguments, 1), text(arguments, 2)));
  }
}
