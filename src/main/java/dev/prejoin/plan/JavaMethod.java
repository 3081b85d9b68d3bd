package dev.prejoin.plan;

import dev.prejoin.plan.Expr.Operand;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The statements of one generated method. They stand in a row, without blocks, so that what was
 * read once stays readable to the end.
 */
final class JavaMethod {
  private final JavaClass owner;
  private final StringBuilder statements = new StringBuilder();
  private final Map<String, Operand> read = new HashMap<>();
  private final Map<Integer, String> rows = new HashMap<>();
  private int locals;

  JavaMethod(JavaClass owner) {
    this.owner = owner;
  }

  void statement(String java) {
    statements.append("    ").append(java).append(";\n");
  }

  /** Declares a local variable and gives its name. */
  String local(String type, String value) {
    String name = "v" + locals++;
    statement(type + " " + name + " = " + value);
    return name;
  }

  /** The operand of this name, written at its first use. */
  Operand once(String name, Supplier<Operand> writer) {
    Operand known = read.get(name);
    if (known == null) {
      known = writer.get();
      read.put(name, known);
    }
    return known;
  }

  /** The local variable that holds a row's values. */
  String row(int index) {
    String known = rows.get(index);
    if (known == null) {
      known = local("Object[]", "rows[" + index + "]");
      rows.put(index, known);
    }
    return known;
  }

  /** A Java expression for a constant. */
  String constant(Class<?> type, Object value) {
    return owner.constant(type, value);
  }

  String body() {
    return statements.toString();
  }
}
