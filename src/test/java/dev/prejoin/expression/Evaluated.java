package dev.prejoin.expression;

import dev.prejoin.sql.ExpressionParser;
import dev.prejoin.sql.Lexer;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Expressions without columns, computed by generated code. */
final class Evaluated {
  /** What generated code implements. */
  public interface Constant {
    Object get();
  }

  private Evaluated() {}

  static Expr bind(String expression) throws Misuse {
    try {
      Tokens tokens = new Tokens(Lexer.tokens(expression));
      ExpressionParser parser =
          new ExpressionParser(
              expression,
              tokens,
              (words, offset) -> {
                throw new IllegalArgumentException(words);
              });
      return bind(parser.expression());
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(expression, e);
    }
  }

  private static Expr bind(SqlNode node) throws Misuse {
    if (node instanceof SqlNode.Literal literal) {
      return Literal.of(literal.value());
    }
    SqlNode.Call call = (SqlNode.Call) node;
    List<Expr> arguments = new ArrayList<>();
    for (SqlNode argument : call.arguments()) {
      arguments.add(bind(argument));
    }
    return Functions.find(call.function()).orElseThrow().binder().bind(arguments);
  }

  /** The value as ClickHouse's toString shows it. */
  static String shown(Expr expr) throws Misuse {
    JavaClass java = new JavaClass();
    JavaMethod method = java.newMethod();
    Operand operand = method.operand(expr);
    method.statement(
        "return %s ? \"NULL\" : String.valueOf(%s)".formatted(operand.isNull(), operand.value()));
    java.method("public Object get()", method);
    String value = String.valueOf(java.load(Constant.class).get());
    if (expr.type().isUInt64()) {
      return Long.toUnsignedString(Long.parseLong(value));
    }
    return expr.type().clickHouse().equals("UInt8") && expr.type().is(Family.BOOLEAN)
        ? value.equals("true") ? "1" : value.equals("false") ? "0" : value
        : value;
  }
}
