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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the three methods of a view's {@link ViewCode}. */
final class ViewCodeWriter {
  private final JavaClass java = new JavaClass();

  private ViewCodeWriter() {}

  static ViewCode write(
      List<WhereRules.Found> rules, List<From.Found> lookups, List<Expr> outputs, Relation target)
      throws Misuse {
    ViewCodeWriter writer = new ViewCodeWriter();
    writer.failedRule(rules, lookups.size());
    writer.lookupKey(lookups);
    writer.project(outputs, target.columns());
    return writer.java.load(ViewCode.class);
  }

  private void failedRule(List<WhereRules.Found> rules, int lookups) {
    Map<Integer, JavaMethod> stages = new HashMap<>();
    for (int stage = 0; stage <= lookups; stage++) {
      stages.put(stage, java.newMethod());
    }
    for (int i = 0; i < rules.size(); i++) {
      JavaMethod method = stages.get(rules.get(i).rule().stage());
      if (method != null) {
        Operand holds = method.operand(rules.get(i).condition());
        method.statement("if (%s | !%s) return %d".formatted(holds.isNull(), holds.value(), i));
      }
    }
    stages.values().forEach(method -> method.statement("return -1"));
    java.choice("int", "failedRule", "stage", stages);
  }

  private void lookupKey(List<From.Found> lookups) {
    Map<Integer, JavaMethod> keys = new HashMap<>();
    for (int i = 0; i < lookups.size(); i++) {
      JavaMethod method = java.newMethod();
      List<String> parts = new ArrayList<>();
      for (int k = 0; k < lookups.get(i).key().size(); k++) {
        Column column = lookups.get(i).lookup().table().key().get(k);
        String part =
            method.local("Object", Fit.boxed(lookups.get(i).key().get(k), column.type(), method));
        method.statement("if (" + part + " == null) return null");
        parts.add(part);
      }
      method.statement("return new Object[] {" + String.join(", ", parts) + "}");
      keys.put(i, method);
    }
    java.choice("Object[]", "lookupKey", "lookup", keys);
  }

  private void project(List<Expr> outputs, List<Column> columns) {
    JavaMethod method = java.newMethod();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(Fit.boxed(outputs.get(i), columns.get(i).type(), method));
    }
    method.statement("return new Object[] {" + String.join(", ", values) + "}");
    java.method("public Object[] project(Object[][] rows)", method);
  }
}
