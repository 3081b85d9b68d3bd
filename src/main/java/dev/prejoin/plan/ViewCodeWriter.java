package dev.prejoin.plan;

import dev.prejoin.expression.Expr;
import dev.prejoin.expression.Fit;
import dev.prejoin.expression.JavaClass;
import dev.prejoin.expression.JavaMethod;
import dev.prejoin.expression.Misuse;
import dev.prejoin.expression.Operand;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes the method of a view's {@link ViewCode}. */
final class ViewCodeWriter {
  private static final String INPUT = "row";

  private final List<WhereRules.Found> rules;
  private final JavaMethod method;
  private final List<String> rows = new ArrayList<>(List.of(INPUT));

  private ViewCodeWriter(List<WhereRules.Found> rules, JavaMethod method) {
    this.rules = rules;
    this.method = method;
    method.row(0, INPUT);
  }

  static Supplier<ViewCode> write(
      List<WhereRules.Found> rules, List<From.Found> lookups, List<Expr> outputs, Relation target)
      throws Misuse {
    JavaClass java = new JavaClass();
    JavaMethod method = java.newMethod();
    ViewCodeWriter writer = new ViewCodeWriter(rules, method);
    writer.requireRules(0);
    for (int i = 0; i < lookups.size(); i++) {
      writer.lookUp(i, lookups.get(i));
      writer.requireRules(i + 1);
    }
    writer.project(outputs, target.columns());
    java.method(
        "public Object[] apply(Object[] %s, %s host)"
            .formatted(INPUT, ViewCode.Host.class.getCanonicalName()),
        method);
    return java.loadWhenUsed(ViewCode.class);
  }

  private void requireRules(int stage) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).rule().stage() == stage) {
        Operand holds = method.operand(rules.get(i).condition());
        method.open("if (%s | !%s)".formatted(holds.isNull(), holds.value()));
        method.statement(
            "host.reject(%d, new Object[][] {%s})".formatted(i, String.join(", ", rows)));
        method.statement("return null");
        method.close();
      }
    }
  }

  private void lookUp(int index, From.Found lookup) throws Misuse {
    String key = key(lookup.key(), lookup.lookup().table().key());
    String found = method.local("Object[]", "host.find(%d, %s)".formatted(index, key));
    if (lookup.lookup().inner()) {
      method.statement("if (" + found + " == null) return null");
    }
    rows.add(found);
    method.row(rows.size() - 1, found);
  }

  /** Once a value is NULL, those behind it are not computed. */
  private String key(List<Expr> values, List<Column> columns) throws Misuse {
    String key = method.local("Object[]", "null");
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String part = method.local("Object", Fit.boxed(values.get(i), columns.get(i).type(), method));
      method.open("if (" + part + " != null)");
      parts.add(part);
    }
    method.statement("%s = new Object[] {%s}".formatted(key, String.join(", ", parts)));
    parts.forEach(part -> method.close());
    return key;
  }

  private void project(List<Expr> outputs, List<Column> columns) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(Fit.boxed(outputs.get(i), columns.get(i).type(), method));
    }
    method.statement("return new Object[] {" + String.join(", ", values) + "}");
  }
}
