package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.text;
import static dev.prejoin.expression.TextArguments.textOrEnum;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Regexps;
import dev.prejoin.expression.run.Regexps.Replacement;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions, of RE2's syntax as in ClickHouse, where the dot matches line breaks too. */
final class RegexpFunctions {
  private RegexpFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
                "match",
                "match(s, 'pattern')",
                "whether a part of it matches a regular expression of RE2",
                RegexpFunctions::match)
            .alias("REGEXP_MATCHES", "regexp_matches"),
        of(
            "extract",
            "extract(s, 'pattern')",
            "the first group of the first match, or all of it; empty without one",
            RegexpFunctions::extract),
        of(
            "extractAll",
            "extractAll(s, 'pattern')",
            "the first groups of all matches, or all of each",
            RegexpFunctions::extractAll),
        of(
                "regexpExtract",
                "regexpExtract(s, 'pattern'[, group])",
                "a group of the first match, the first if none is named, 0 being all of it",
                RegexpFunctions::extractGroup)
            .alias("REGEXP_EXTRACT", "regexp_extract"),
        of(
            "replaceRegexpOne",
            "replaceRegexpOne(s, 'pattern', 'replacement')",
            "with the first match replaced; \\1 is its first group, \\0 all of it",
            a -> replace("replaceOne", a)),
        of(
                "replaceRegexpAll",
                "replaceRegexpAll(s, 'pattern', 'replacement')",
                "with all matches replaced; \\1 is the first group, \\0 all of it",
                a -> replace("replaceAll", a))
            .alias("REGEXP_REPLACE", "regexp_replace"));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.SEARCH, name, usage, words, binder);
  }

  private static StaticCall call(String method, ExprType type, Expr text, Pattern pattern) {
    // It takes long enough to be left out where nobody asks for it.
    return StaticCall.of(Regexps.class, method, type, List.of(text))
        .failing()
        .with(Pattern.class.getCanonicalName(), pattern);
  }

  private static Expr match(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    return call("match", ExprType.CONDITION, textOrEnum(arguments, 0), pattern(arguments));
  }

  private static Expr extract(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Pattern pattern = pattern(arguments);
    return group(arguments, pattern, Math.min(pattern.groupCount(), 1));
  }

  private static Expr extractAll(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    Pattern pattern = pattern(arguments);
    if (pattern.matcher("").find()) {
      throw new Misuse(1, "matches an empty text too, at which ClickHouse stops; use + for *");
    }
    Expr text = text(arguments, 0);
    if (text.type().nullable()) {
      throw new Misuse(0, "must not be Nullable, as no array is; write ifNull(…, '')");
    }
    return call("extractAll", ExprType.array(ExprType.TEXT), text, pattern)
        .with("long", (long) Math.min(pattern.groupCount(), 1));
  }

  private static Expr extractGroup(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    Pattern pattern = pattern(arguments);
    long group =
        arguments.size() == 3
            ? Arguments.constantInteger(arguments, 2)
            : Math.min(pattern.groupCount(), 1);
    if (group < 0 || group > pattern.groupCount()) {
      throw new Misuse(2, "must be the number of a group, 0 to " + pattern.groupCount());
    }
    return group(arguments, pattern, group);
  }

  private static Expr group(List<Expr> arguments, Pattern pattern, long group) throws Misuse {
    return call("extract", ExprType.TEXT, text(arguments, 0), pattern).with("long", group);
  }

  private static Expr replace(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, 3);
    Pattern pattern = pattern(arguments);
    if (method.equals("replaceAll") && pattern.matcher("").find()) {
      throw new Misuse(
          1, "matches an empty text too, at which ClickHouse takes characters apart; use + for *");
    }
    Replacement replacement =
        replacement(Arguments.constantText(arguments, 2), pattern.groupCount());
    return call(method, ExprType.TEXT, text(arguments, 0), pattern)
        .with(Replacement.class.getCanonicalName(), replacement);
  }

  private static Pattern pattern(List<Expr> arguments) throws Misuse {
    String pattern = Arguments.constantText(arguments, 1);
    if (pattern.isEmpty()) {
      throw new Misuse(1, "must not be empty");
    }
    if (hasUnicodeClass(pattern)) {
      throw new Misuse(1, "must not have \\p, as Java and RE2 know different versions of Unicode");
    }
    try {
      return Pattern.compile(pattern, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new Misuse(1, "is no regular expression of RE2: " + e.getMessage());
    }
  }

  private static boolean hasUnicodeClass(String pattern) {
    for (int i = 0; i + 1 < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
        if (pattern.charAt(i) == 'p' || pattern.charAt(i) == 'P') {
          return true;
        }
      }
    }
    return false;
  }

  private static Replacement replacement(String text, int groups) throws Misuse {
    List<String> texts = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c != '\\') {
        current.append(c);
      } else if (next == '\\') {
        current.append(c);
        i++;
      } else if (next >= '0' && next <= '9') {
        if (next - '0' > groups) {
          throw new Misuse(2, "has \\%c, and the pattern has %d groups".formatted(next, groups));
        }
        texts.add(current.toString());
        numbers.add(next - '0');
        current.setLength(0);
        i++;
      } else {
        throw new Misuse(2, "has a \\ that neither a digit nor a second \\ follows");
      }
    }
    texts.add(current.toString());
    return new Replacement(texts, numbers);
  }
}
