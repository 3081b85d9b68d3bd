package dev.prejoin.expression;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import org.jspecify.annotations.Nullable;

/** A class that is generated, compiled and loaded. */
public final class JavaClass {
  private static final String NAME = "GeneratedView";
  private static final Map<String, String> UNBOXED =
      Map.of(
          "long", "((Long) %s).longValue()",
          "double", "((Double) %s).doubleValue()",
          "boolean", "((Boolean) %s).booleanValue()");

  private final StringBuilder fields = new StringBuilder();
  private final StringBuilder assignments = new StringBuilder();
  private final JavaMethod constructor = new JavaMethod(this, false);
  private final List<Object> constants = new ArrayList<>();
  private final Map<Object, Operand> computedOnce = new HashMap<>();
  private final StringBuilder methods = new StringBuilder();

  /** A method that is being written. */
  public JavaMethod newMethod() {
    return new JavaMethod(this, true);
  }

  /**
   * A Java expression for a constant. All but plain integers come through the constructor: no text
   * of a statement is ever part of the Java source.
   */
  String constant(String javaType, Object value) {
    if (javaType.equals("long") && (Long) value > Long.MIN_VALUE) {
      return "(" + value + "L)";
    }
    if (javaType.equals("boolean")) {
      return value.toString();
    }
    int index = constants.indexOf(value);
    if (index < 0 || constants.get(index).getClass() != value.getClass()) {
      index = constants.size();
      constants.add(value);
    }
    String name = "c" + index + "_" + javaType.replaceAll("\\W", "_");
    if (declare(name, javaType)) {
      String unboxed = UNBOXED.getOrDefault(javaType, "(" + javaType + ") %s");
      assignments.append(
          "    this.%s = %s;%n".formatted(name, unboxed.formatted("constants[" + index + "]")));
    }
    return name;
  }

  /** An expression without columns, computed when the class is loaded. */
  Operand once(Expr expr) {
    Operand known = computedOnce.get(expr);
    if (known == null) {
      Operand value = constructor.operand(expr);
      String name = "e" + computedOnce.size();
      String isNull =
          value.nullable() ? field(name + "_null", "boolean", value.isNull()) : Operand.NEVER;
      known = new Operand(field(name, expr.type().family().java(), value.value()), isNull);
      computedOnce.put(expr, known);
    }
    return known;
  }

  private String field(String name, String javaType, String value) {
    declare(name, javaType);
    constructor.statement("this." + name + " = " + value);
    return name;
  }

  private boolean declare(String name, String javaType) {
    String declaration = "  private final %s %s;%n".formatted(javaType, name);
    boolean isNew = fields.indexOf(declaration) < 0;
    if (isNew) {
      fields.append(declaration);
    }
    return isNew;
  }

  /** Adds a method. */
  public void method(String head, JavaMethod body) {
    methods.append("  %s {%n%s  }%n".formatted(head, body.body()));
  }

  /**
   * An object of the class, compiled when it is first asked for: a process that runs no view need
   * not wait for the compiler. With expressions that have no columns it is compiled at once, as one
   * without a value is the statement's mistake.
   *
   * @param type the interface whose methods were added
   * @throws Misuse if an expression without columns has no value
   */
  public <T> Supplier<T> loadWhenUsed(Class<T> type) throws Misuse {
    if (!computedOnce.isEmpty()) {
      T loaded = load(type);
      return () -> loaded;
    }
    return new LoadedOnce<>(this, type);
  }

  /**
   * An object of the class.
   *
   * @param type the interface whose methods were added
   * @throws Misuse if an expression without columns has no value
   */
  public <T> T load(Class<T> type) throws Misuse {
    String source =
        "public final class %s implements %s {%n%s  public %s(Object[] constants) {%n%s%s  }%n%s}%n"
            .formatted(
                NAME,
                type.getCanonicalName(),
                fields,
                NAME,
                assignments,
                constructor.body(),
                methods);
    try {
      SimpleCompiler compiler = new SimpleCompiler();
      compiler.setParentClassLoader(KnownClasses.INSTANCE);
      compiler.cook(source);
      return type.cast(
          compiler
              .getClassLoader()
              .loadClass(NAME)
              .getDeclaredConstructor(Object[].class)
              .newInstance((Object) constants.toArray()));
    } catch (InvocationTargetException e) {
      throw new Misuse(
          "an expression of constants has no value: " + e.getTargetException().getMessage());
    } catch (CompileException | ReflectiveOperationException e) {
      throw new IllegalStateException("the generated code is wrong:\n" + source, e);
    }
  }

  /** The object, which threads share. */
  private static final class LoadedOnce<T> implements Supplier<T> {
    private final JavaClass java;
    private final Class<T> type;
    private @Nullable T loaded;

    LoadedOnce(JavaClass java, Class<T> type) {
      this.java = java;
      this.type = type;
    }

    @Override
    public synchronized T get() {
      T known = loaded;
      if (known == null) {
        try {
          known = java.load(type);
        } catch (Misuse e) {
          throw new IllegalStateException("nothing is computed when it is loaded", e);
        }
        loaded = known;
      }
      return known;
    }
  }
}
