package dev.prejoin.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one generated method. What is computed once is known until the block ends that
 * it was computed in.
 */
public final class JavaMethod {
  private final JavaClass owner;
  private final boolean hoists;
  private final StringBuilder statements = new StringBuilder();
  private final Deque<Map<Object, Object>> known = new ArrayDeque<>();
  private int locals;

  /**
   * @param hoists whether expressions without columns are computed when the class is loaded
   */
  JavaMethod(JavaClass owner, boolean hoists) {
    this.owner = owner;
    this.hoists = hoists;
    known.push(new HashMap<>());
  }

  /** Where an expression's value is; it is computed here unless it is known. */
  public Operand operand(Expr expr) {
    if (lookUp(expr) instanceof Operand written) {
      return written;
    }
    boolean once = hoists && !(expr instanceof Literal) && Inputs.isConstant(expr);
    Operand operand = once ? owner.once(expr) : expr.write(this);
    remember(expr, operand);
    return operand;
  }

  /** Adds a statement, which comes without its semicolon. */
  public void statement(String java) {
    line(java + ";");
  }

  /** Declares a local variable with its value, and gives its name. */
  public String local(String type, String value) {
    String name = newName();
    statement(type + " " + name + " = " + value);
    return name;
  }

  /** Declares a local variable that branches will set, and gives its name. */
  public String local(String type) {
    String name = newName();
    statement(type + " " + name);
    return name;
  }

  /** Opens a block, such as {@code if (v1)}. */
  public void open(String head) {
    line(head + " {");
    known.push(new HashMap<>());
  }

  /** Ends the block and opens the one for all other cases. */
  public void otherwise() {
    close();
    open("else");
  }

  public void close() {
    known.pop();
    line("}");
  }

  /** A Java expression for a constant, of the type that the expression is to have. */
  public String constant(String javaType, Object value) {
    return owner.constant(javaType, value);
  }

  /**
   * Says which local variable holds a row's values; without, they are in the array {@code rows}.
   */
  public void row(int index, String variable) {
    Integer key = index;
    remember(key, variable);
  }

  /** The local variable that holds a row's values. */
  String row(int index) {
    Integer key = index;
    if (lookUp(key) instanceof String row) {
      return row;
    }
    String row = local("Object[]", "rows[" + index + "]");
    remember(key, row);
    return row;
  }

  String body() {
    return statements.toString();
  }

  private String newName() {
    return "v" + locals++;
  }

  private void line(String java) {
    statements.append("  ".repeat(known.size() + 1)).append(java).append('\n');
  }

  private @Nullable Object lookUp(Object key) {
    return known.stream().map(k -> k.get(key)).filter(v -> v != null).findFirst().orElse(null);
  }

  private void remember(Object key, Object value) {
    known.element().put(key, value);
  }
}
