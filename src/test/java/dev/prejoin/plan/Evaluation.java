package dev.prejoin.plan;

import dev.prejoin.expression.Expr;
import dev.prejoin.expression.Fit;
import dev.prejoin.expression.JavaClass;
import dev.prejoin.expression.JavaMethod;
import dev.prejoin.expression.Misuse;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.sql.ExpressionParser;
import dev.prejoin.sql.Lexer;
import dev.prejoin.sql.Span;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * An expression over {@link WideTable}, compiled.
 *
 * @param type its type's name
 * @param column the type of a column that holds it
 */
record Evaluation(String type, ColumnType column, Code code) {

  /** What is generated. */
  public interface Code {
    @Nullable Object value(Object[][] rows);
  }

  /** Why it cannot be compiled. */
  static final class RefusedException extends Exception {
    RefusedException(String words) {
      super(words);
    }
  }

  static Evaluation of(String text) throws RefusedException {
    try {
      Scope scope = new Scope();
      scope.addTable(new Span(0, 0), "w", WideTable.RELATION, false);
      StringBuilder refused = new StringBuilder();
      Tokens tokens = new Tokens(Lexer.tokens(text));
      var node =
          new ExpressionParser(text, tokens, (offset, words) -> refused.append(words)).expression();
      if (!tokens.atEnd() || !refused.isEmpty()) {
        throw new RefusedException("cannot be read: " + refused);
      }
      Expr expr = new Expressions(text, scope).resolve(node);
      ColumnType column =
          expr.type()
              .column()
              .orElseThrow(() -> new RefusedException("no column holds " + expr.type()));
      JavaClass java = new JavaClass();
      JavaMethod method = java.newMethod();
      method.statement("return " + Fit.boxed(expr, column, method));
      java.method("public Object value(Object[][] rows)", method);
      return new Evaluation(expr.type().toString(), column, java.load(Code.class));
    } catch (Refusal e) {
      throw new RefusedException(e.words());
    } catch (Misuse e) {
      throw new RefusedException(e.words());
    } catch (SyntaxException e) {
      throw new RefusedException(e.getMessage());
    }
  }
}
