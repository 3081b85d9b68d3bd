package dev.prejoin.plan;

import dev.prejoin.expression.ColumnRef;
import dev.prejoin.expression.Expr;
import dev.prejoin.expression.ExprType;
import dev.prejoin.expression.Family;
import dev.prejoin.expression.Function;
import dev.prejoin.expression.Functions;
import dev.prejoin.expression.Literal;
import dev.prejoin.expression.LogicFunctions;
import dev.prejoin.expression.Misuse;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SqlNode.Aliased;
import dev.prejoin.sql.SqlNode.Call;
import dev.prejoin.sql.SqlNode.Name;
import dev.prejoin.sql.SqlText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resolves names and types expressions: a function that the registry lacks is refused. */
final class Expressions {
  private static final Set<String> LISTS = Set.of("in", "notIn", "globalIn", "globalNotIn");

  private final String text;
  private final Scope scope;

  /** Aliases whose expressions are being resolved: inside, their names mean columns. */
  private final Deque<String> within = new ArrayDeque<>();

  private final Set<Function> used = new LinkedHashSet<>();

  Expressions(String text, Scope scope) {
    this.text = text;
    this.scope = scope;
  }

  /** The functions of all that was resolved. */
  Set<Function> used() {
    return used;
  }

  /** An expression that the SELECT calls by a name of its own. */
  Expr resolve(SqlNode node, String alias) throws Refusal {
    within.push(alias);
    try {
      return resolve(node);
    } finally {
      within.pop();
    }
  }

  Expr resolve(SqlNode node) throws Refusal {
    if (node instanceof Name name) {
      return name(name);
    }
    if (node instanceof SqlNode.Literal literal) {
      return literal(literal);
    }
    if (node instanceof Aliased aliased) {
      return resolve(aliased.expression(), aliased.alias());
    }
    if (node instanceof Call call) {
      return call(call);
    }
    throw new Refusal(node, Refused.node(node));
  }

  /** A condition, for WHERE. */
  Expr condition(SqlNode node) throws Refusal {
    Expr condition = resolve(node);
    ExprType type = condition.type();
    if (type.is(Family.BOOLEAN)) {
      return condition;
    }
    if (!type.withNullable(false).equals(ExprType.UINT8)) {
      throw new Refusal(
          node,
          "%s is %s, and a rule must be a condition; compare it with something"
              .formatted(shown(node), type));
    }
    return LogicFunctions.condition(condition);
  }

  private Expr name(Name name) throws Refusal {
    Optional<SqlNode> aliased = scope.aliased(name);
    if (aliased.isPresent() && !within.contains(name.last())) {
      Expr expr = resolve(aliased.get(), name.last());
      // A column by another name is told by the name that the statement has here.
      return expr instanceof ColumnRef column
          ? new ColumnRef(
              name.last(), column.row(), column.position(), column.column(), column.optional())
          : expr;
    }
    if (text.charAt(name.span().start()) == '"' && !scope.hasColumn(name)) {
      throw new Refusal(
          name,
          "there is no column %s; a text has single quotes: '%s'"
              .formatted(name.last(), name.last()));
    }
    return scope.column(name);
  }

  private static Expr literal(SqlNode.Literal literal) throws Refusal {
    try {
      return Literal.of(literal.value());
    } catch (Misuse e) {
      throw new Refusal(literal, e.words());
    }
  }

  private Expr call(Call call) throws Refusal {
    Optional<Function> function = Functions.find(call.function());
    if (function.isEmpty()) {
      for (SqlNode argument : call.arguments()) {
        if (argument instanceof SqlNode.Lambda) {
          throw new Refusal(argument, Refused.node(argument));
        }
      }
      throw new Refusal(call.nameSpan(), Refused.function(call.function()));
    }
    refuseTableInList(call);
    List<Expr> arguments = new ArrayList<>();
    for (SqlNode argument : call.arguments()) {
      arguments.add(resolve(argument));
    }
    used.add(function.get());
    try {
      return function.get().binder().bind(arguments);
    } catch (Misuse e) {
      throw misused(call, function.get(), e);
    }
  }

  /** ClickHouse takes a table for the list of IN. */
  private void refuseTableInList(Call call) throws Refusal {
    if (LISTS.contains(call.function())
        && call.arguments().size() == 2
        && call.arguments().get(1) instanceof Name name
        && scope.aliased(name).isEmpty()
        && !scope.hasColumn(name)) {
      throw new Refusal(
          name,
          "IN takes a list of constants here, such as (1, 2), and %s is none; rows of a dimension are looked up with JOIN"
              .formatted(shown(name)));
    }
  }

  private Refusal misused(Call call, Function function, Misuse misuse) {
    boolean named = text.startsWith(call.function(), call.nameSpan().start());
    String usage = named && misuse.isOfUsage() ? "; write " + function.usage() : "";
    if (misuse.argument() >= 0 && misuse.argument() < call.arguments().size()) {
      SqlNode argument = call.arguments().get(misuse.argument());
      return new Refusal(argument, shown(argument) + " " + misuse.words() + usage);
    }
    String what = named ? call.function() : shown(call);
    return new Refusal(call, what + ": " + misuse.words() + usage);
  }

  private String shown(SqlNode node) {
    return SqlText.oneLine(text, node.span());
  }
}
