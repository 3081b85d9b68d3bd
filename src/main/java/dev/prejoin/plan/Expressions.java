package dev.prejoin.plan;

import dev.prejoin.plan.ExprType.Family;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/** Resolves and types expressions: what is not listed here is refused. */
final class Expressions {
  private final Scope scope;

  /** The alias of the SELECT item that is resolved, if one is. */
  private final @Nullable String own;

  Expressions(Scope scope, @Nullable String own) {
    this.scope = scope;
    this.own = own;
  }

  Expr resolve(SqlNode node) throws Refusal {
    if (node instanceof SqlIdentifier name) {
      return scope.resolve(name, own);
    }
    if (node instanceof SqlLiteral literal) {
      return literal(literal);
    }
    if (node.isA(SqlKind.QUERY)) {
      throw new Refusal(node, Refused.SUBQUERY);
    }
    if (node instanceof SqlCall call) {
      return call(call);
    }
    throw new Refusal(node, node + " is not supported yet; " + Refused.SUPPORTED);
  }

  /** A Bool, for WHERE and the operands of AND, OR and NOT. */
  Expr condition(SqlNode node) throws Refusal {
    Expr condition = resolve(node);
    if (condition.type().family() != Family.BOOLEAN) {
      throw new Refusal(
          node,
          "a condition is a Bool, and this is %s; compare it with something"
              .formatted(condition.type()));
    }
    return condition;
  }

  private Expr call(SqlCall call) throws Refusal {
    List<SqlNode> operands = call.getOperandList();
    return switch (call.getKind()) {
      case AND, OR ->
          new Logic.Junction(
              call.getKind() == SqlKind.AND,
              condition(operands.get(0)),
              condition(operands.get(1)));
      case NOT -> new Logic.Not(condition(operands.get(0)));
      case IS_NULL -> new Logic.IsNull(resolve(operands.get(0)), false);
      case IS_NOT_NULL -> new Logic.IsNull(resolve(operands.get(0)), true);
      case EQUALS -> comparison(call, Comparison.Operator.EQUALS);
      case NOT_EQUALS -> comparison(call, Comparison.Operator.NOT_EQUALS);
      case LESS_THAN -> comparison(call, Comparison.Operator.LESS);
      case LESS_THAN_OR_EQUAL -> comparison(call, Comparison.Operator.LESS_OR_EQUAL);
      case GREATER_THAN -> comparison(call, Comparison.Operator.GREATER);
      case GREATER_THAN_OR_EQUAL -> comparison(call, Comparison.Operator.GREATER_OR_EQUAL);
      case BETWEEN -> between(call);
      case IN, NOT_IN -> membership(call);
      case PLUS -> arithmetic(call, Arithmetic.Operator.PLUS);
      case MINUS -> arithmetic(call, Arithmetic.Operator.MINUS);
      case TIMES -> arithmetic(call, Arithmetic.Operator.TIMES);
      case MINUS_PREFIX -> negated(operands.get(0));
      case EXISTS -> throw new Refusal(call, Refused.SUBQUERY);
      case OVER -> throw new Refusal(call, "a window (OVER) is not supported: " + Refused.ONE_ROW);
      default -> throw refused(call);
    };
  }

  private static Refusal refused(SqlCall call) {
    String name = call.getOperator().getName();
    boolean function = call instanceof SqlBasicCall && call.getOperator() instanceof SqlFunction;
    return new Refusal(
        call,
        function ? Refused.function(name) : name + " is not supported yet; " + Refused.SUPPORTED);
  }

  private Expr literal(SqlLiteral literal) throws Refusal {
    if (literal instanceof SqlNumericLiteral number) {
      return number(number, number.bigDecimalValue());
    }
    if (literal.getValue() instanceof Boolean truth) {
      return Literal.of(truth);
    }
    if (literal.getTypeName() == SqlTypeName.CHAR
        && literal.getValue() instanceof NlsString text
        && text.getCharset() == null) {
      return Literal.of(text.getValue());
    }
    if (literal.getTypeName() == SqlTypeName.NULL) {
      throw new Refusal(
          literal, "a NULL here makes the result NULL whatever the row holds; write IS NULL");
    }
    throw new Refusal(literal, literal + " is not supported yet; " + Refused.SUPPORTED);
  }

  /** As ClickHouse reads it: with a point or an exponent a Float64, else an integer. */
  private static Expr number(SqlNumericLiteral literal, @Nullable BigDecimal value) throws Refusal {
    if (value == null) {
      throw new Refusal(literal, literal + " is no number");
    }
    if (!literal.isExact() || !literal.isInteger()) {
      double fraction = value.doubleValue();
      if (Double.isInfinite(fraction)) {
        throw new Refusal(literal, literal + " is too large for a Float64");
      }
      return Literal.of(fraction);
    }
    if (value.toBigInteger().bitLength() >= Long.SIZE) {
      throw new Refusal(
          literal,
          "%s does not fit Int64 (%d to %d)"
              .formatted(value.toPlainString(), Long.MIN_VALUE, Long.MAX_VALUE));
    }
    return Literal.of(value.longValueExact());
  }

  private Expr negated(SqlNode node) throws Refusal {
    if (node instanceof SqlNumericLiteral number) {
      BigDecimal value = number.bigDecimalValue();
      if (value != null && value.signum() > 0) {
        return number(number, value.negate());
      }
    }
    return Arithmetic.negated(number(node));
  }

  private Expr comparison(SqlCall call, Comparison.Operator operator) throws Refusal {
    Expr left = resolve(call.operand(0));
    Expr right = resolve(call.operand(1));
    return comparison(call, operator, left, right);
  }

  private static Expr comparison(SqlNode where, Comparison.Operator operator, Expr left, Expr right)
      throws Refusal {
    if (!Comparison.canCompare(left.type(), right.type())) {
      throw new Refusal(
          where,
          "%s cannot be compared with %s; both sides must be numbers, or of one type"
              .formatted(left.type(), right.type()));
    }
    if (left.type().family() == Family.BOOLEAN
        && operator != Comparison.Operator.EQUALS
        && operator != Comparison.Operator.NOT_EQUALS) {
      throw new Refusal(where, "a Bool can be compared with = and <> only");
    }
    return new Comparison(operator, left, right);
  }

  /** By its definition in ClickHouse, which differs from NOT (… AND …) for NaN. */
  private Expr between(SqlCall call) throws Refusal {
    SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
    if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
      throw new Refusal(call, "BETWEEN SYMMETRIC is not supported; write the smaller bound first");
    }
    Expr value = resolve(call.operand(0));
    Expr low = resolve(call.operand(1));
    Expr high = resolve(call.operand(2));
    boolean in = !operator.isNegated();
    return new Logic.Junction(
        in,
        comparison(
            call, in ? Comparison.Operator.GREATER_OR_EQUAL : Comparison.Operator.LESS, value, low),
        comparison(
            call,
            in ? Comparison.Operator.LESS_OR_EQUAL : Comparison.Operator.GREATER,
            value,
            high));
  }

  private Expr membership(SqlCall call) throws Refusal {
    Expr value = resolve(call.operand(0));
    if (!(call.operand(1) instanceof SqlNodeList list)) {
      throw new Refusal(call.operand(1), Refused.SUBQUERY);
    }
    Family family = value.type().family();
    if (family != Family.STRING && family != Family.INTEGER) {
      throw new Refusal(
          call,
          "IN is supported for strings and integers, and this is %s; write = with OR"
              .formatted(value.type()));
    }
    Set<Object> members = new LinkedHashSet<>();
    for (SqlNode node : list) {
      if (!(resolve(node) instanceof Literal literal) || literal.type().family() != family) {
        throw new Refusal(node, "IN (…) here takes literals of the type " + value.type() + " only");
      }
      members.add(literal.constant());
    }
    return new Membership(value, members, call.getKind() == SqlKind.NOT_IN);
  }

  private Expr arithmetic(SqlCall call, Arithmetic.Operator operator) throws Refusal {
    Expr left = number(call.operand(0));
    Expr right = number(call.operand(1));
    return Arithmetic.of(operator, left, right)
        .orElseThrow(
            () ->
                new Refusal(
                    call, "the result may be larger than Int64 holds, which is not supported yet"));
  }

  private Expr number(SqlNode node) throws Refusal {
    Expr number = resolve(node);
    if (!number.type().isNumber()) {
      throw new Refusal(node, "+ - * take numbers, and this is %s".formatted(number.type()));
    }
    return number;
  }
}
