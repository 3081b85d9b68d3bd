package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.text;

import dev.prejoin.expression.Function.Group;
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
          return StaticCall.of(Urls.class, method, ExprType.TEXT, List.of(text(arguments, 0)));
        });
  }

  private static Expr parameter(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 2);
    String name = Arguments.constantText(arguments, 1);
    return StaticCall.of(Urls.class, "parameter", ExprType.TEXT, List.of(text(arguments, 0)))
        .with("String", name + "=");
  }
}
