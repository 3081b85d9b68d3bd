package dev.prejoin.sql;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The trees that ClickHouse's EXPLAIN AST prints, written as {@link Trees} writes them. */
final class ExplainedTrees {
  private record Node(String label, List<Node> children) {}

  private ExplainedTrees() {}

  /** One for each expression of a SELECT without any other part. */
  static List<String> of(String explained) {
    Node root = read(explained.lines().toList());
    Node select = root.children().get(0).children().get(0).children().get(0);
    return select.children().get(0).children().stream().map(ExplainedTrees::of).toList();
  }

  private static Node read(List<String> lines) {
    Node root = new Node("", new ArrayList<>());
    List<Node> path = new ArrayList<>(List.of(root));
    for (String line : lines) {
      int depth = line.length() - line.stripLeading().length();
      Node node =
          new Node(
              line.strip().replaceAll(" \\(children \\d+\\)$", "").replaceAll(" $", ""),
              new ArrayList<>());
      path.subList(depth + 1, path.size()).clear();
      path.get(depth).children().add(node);
      path.add(node);
    }
    return root;
  }

  private static String of(Node node) {
    String label = node.label();
    String alias = "";
    int as = label.lastIndexOf(" (alias ");
    if (as >= 0 && label.endsWith(")")) {
      alias = label.substring(as + 8, label.length() - 1);
      label = label.substring(0, as);
    }
    String tree = plain(label, node);
    return alias.isEmpty() ? tree : "[" + tree + " AS " + alias + "]";
  }

  private static String plain(String label, Node node) {
    if (label.equals("Function lambda")) {
      return "Lambda";
    }
    if (label.startsWith("Function ")) {
      String arguments =
          node.children().get(0).children().stream()
              .map(ExplainedTrees::of)
              .collect(Collectors.joining(", "));
      return label.substring(9) + "(" + arguments + ")";
    }
    if (label.startsWith("Identifier ")) {
      return label.substring(11);
    }
    if (label.startsWith("Literal ")) {
      return new Constants(label.substring(8)).read();
    }
    return label.equals("Asterisk") || label.startsWith("QualifiedAsterisk") ? "Star" : label;
  }

  /** Constants as ClickHouse dumps them: {@code Tuple_(UInt64_1, 'a', NULL)}. */
  private static final class Constants {
    private final String text;
    private int at;

    Constants(String text) {
      this.text = text;
    }

    String read() {
      if (text.startsWith("NULL", at)) {
        at += 4;
        return "NULL";
      }
      if (text.charAt(at) == '\'') {
        return string();
      }
      int mark = text.indexOf('_', at);
      String type = text.substring(at, mark);
      at = mark + 1;
      return switch (type) {
        case "Tuple" -> all("tuple", ')');
        case "Array" -> all("array", ']');
        case "Bool" -> word().equals("1") ? "true" : "false";
        case "Float64" -> real(word());
        case "UInt64", "Int64" -> new BigInteger(word()).toString();
        default -> throw new IllegalStateException(text);
      };
    }

    private String all(String function, char close) {
      List<String> parts = new ArrayList<>();
      at++;
      while (text.charAt(at) != close) {
        parts.add(read());
        if (text.startsWith(", ", at)) {
          at += 2;
        }
      }
      at++;
      return function + "(" + String.join(", ", parts) + ")";
    }

    private static String real(String word) {
      return switch (word) {
        case "nan" -> "NaN";
        case "inf" -> "Infinity";
        case "-inf" -> "-Infinity";
        default -> Double.toString(Double.parseDouble(word));
      };
    }

    private String word() {
      int from = at;
      while (at < text.length() && ",)]".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    private String string() {
      StringBuilder value = new StringBuilder("'");
      at++;
      while (text.charAt(at) != '\'') {
        boolean escaped = text.charAt(at) == '\\';
        at += escaped ? 1 : 0;
        value.append(escaped && text.charAt(at) == 'n' ? '\n' : text.charAt(at));
        at++;
      }
      at++;
      return value.append('\'').toString();
    }
  }
}
