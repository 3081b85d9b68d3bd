package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.text;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.UrlCodes;
import dev.prejoin.expression.run.Urls;
import java.util.List;

/** Parts of URLs. */
final class UrlFunctions {
  private UrlFunctions() {}

  static List<Function> all() {
    return List.of(
        part("domain", "domain", "the host of a URL, empty if it has no dot"),
        part("domainWithoutWWW", "domainWithoutWww", "the host of a URL without www. before it"),
        part("protocol", "protocol", "the scheme of a URL"),
        part("path", "path", "the path of a URL, without what follows ? or #"),
        part("pathFull", "pathFull", "the path of a URL and all behind it"),
        part("queryString", "queryString", "what stands between the ? and the # of a URL"),
        part("fragment", "fragment", "what stands behind the # of a URL"),
        part("cutFragment", "cutFragment", "a URL without the # and what stands behind it"),
        part(
            "cutQueryStringAndFragment",
            "cutQueryStringAndFragment",
            "a URL without its query string and fragment"),
        part("cutQueryString", "cutQueryString", "a URL without its query string"),
        part("topLevelDomain", "topLevelDomain", "the last part of the host of a URL"),
        part("encodeURLComponent", "encode", "with all but letters, digits and -_.~ as %20"),
        decoded("decodeURLComponent", "with %20 and the like decoded", false),
        decoded("decodeURLFormComponent", "with + and %20 and the like decoded", true),
        TextArguments.of(
            Group.STRING,
            "extractURLParameter",
            "extractURLParameter(url, 'name')",
            "the value of a parameter of a URL, not decoded",
            UrlFunctions::parameter));
  }

  private static Function part(String name, String method, String words) {
    return TextArguments.of(
        Group.STRING,
        name,
        name + "(url)",
        words,
        arguments -> {
          Arguments.count(arguments, 1, 1);
          Class<?> owner = method.equals("encode") ? UrlCodes.class : Urls.class;
          return StaticCall.of(owner, method, ExprType.TEXT, List.of(text(arguments, 0)));
        });
  }

  private static Function decoded(String name, String words, boolean plus) {
    return TextArguments.of(
            Group.STRING,
            name,
            name + "(s)",
            words,
            arguments -> {
              Arguments.count(arguments, 1, 1);
              return StaticCall.of(
                      UrlCodes.class, "decoded", ExprType.TEXT, List.of(text(arguments, 0)))
                  .failing()
                  .with("boolean", plus);
            })
        .differs(TextArguments.CUT);
  }

  private static Expr parameter(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    String name = Arguments.constantText(arguments, 1);
    return StaticCall.of(Urls.class, "parameter", ExprType.TEXT, List.of(text(arguments, 0)))
        .with("String", name + "=");
  }
}
