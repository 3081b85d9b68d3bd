package dev.prejoin.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/** Generates, compiles and loads the {@link ViewCode} of one view. */
final class JavaClass {
  private static final String NAME = "GeneratedView";

  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder assignments = new StringBuilder();
  private final List<Object> constants = new ArrayList<>();
  private final StringBuilder methods = new StringBuilder();

  /**
   * A Java expression for a constant. All but plain integers come through the constructor: no text
   * of a statement is ever part of the Java source.
   */
  String constant(Class<?> type, Object value) {
    if (type == long.class && (Long) value > Long.MIN_VALUE) {
      return "(" + value + "L)";
    }
    if (type == boolean.class) {
      return value.toString();
    }
    String name = "c" + constants.size();
    fields.append("  private final %s %s;%n".formatted(type.getCanonicalName(), name));
    assignments.append("    this.%s = %s;%n".formatted(name, unboxed(type, constants.size())));
    constants.add(value);
    return name;
  }

  private static String unboxed(Class<?> type, int index) {
    String element = "constants[" + index + "]";
    if (type == double.class) {
      return "((Double) " + element + ").doubleValue()";
    }
    return type == long.class
        ? "((Long) " + element + ").longValue()"
        : "(" + type.getCanonicalName() + ") " + element;
  }

  /** Adds a method that chooses one of several bodies by its first argument. */
  void choice(String result, String name, String argument, Map<Integer, JavaMethod> bodies) {
    StringBuilder choices = new StringBuilder();
    for (Map.Entry<Integer, JavaMethod> body : new TreeMap<>(bodies).entrySet()) {
      String part = name + body.getKey();
      method("private " + result + " " + part + "(Object[][] rows)", body.getValue().body());
      choices.append(
          "    if (%s == %d) return %s(rows);%n".formatted(argument, body.getKey(), part));
    }
    choices.append(
        "    throw new IllegalArgumentException(\"%s \" + %s);%n".formatted(argument, argument));
    method(
        "public %s %s(int %s, Object[][] rows)".formatted(result, name, argument),
        choices.toString());
  }

  void method(String head, String body) {
    methods.append("  %s {%n%s  }%n".formatted(head, body));
  }

  ViewCode load() {
    String source = source();
    try {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(JavaClass.class.getClassLoader());
      compiler.cook(source);
      return (ViewCode)
          compiler
              .getClassLoader()
              .loadClass(NAME)
              .getDeclaredConstructor(Object[].class)
              .newInstance((Object) constants.toArray());
    } catch (CompileException | ReflectiveOperationException e) {
      throw new IllegalStateException("the generated code is wrong:\n" + source, e);
    }
  }

  private String source() {
    return "public final class %s implements %s {%n%s  public %s(Object[] constants) {%n%s  }%n%s}%n"
        .formatted(NAME, ViewCode.class.getName(), fields, NAME, assignments, methods);
  }
}
