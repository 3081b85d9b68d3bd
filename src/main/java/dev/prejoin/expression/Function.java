package dev.prejoin.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of ClickHouse that views may call.
 *
 * @param name as ClickHouse has it: its case matters, unless {@link AnyCase} has it
 * @param aliases other names for it
 * @param group what it is listed under in the docs
 * @param usage how it is called, such as {@code substring(s, offset[, length])}
 * @param words one line on what it gives
 * @param difference how it differs from ClickHouse, which {@code plan} then says; null if nowhere
 */
public record Function(
    String name,
    List<String> aliases,
    Group group,
    String usage,
    String words,
    @Nullable String difference,
    Binder binder) {

  /** The chapters of the list of functions. */
  public enum Group {
    ARITHMETIC("Arithmetic"),
    COMPARISON("Comparison"),
    LOGIC("Logic"),
    CONDITION("Conditions and NULL"),
    NUMBER("Rounding and numbers"),
    STRING("Strings"),
    SEARCH("Search in strings"),
    JSON("JSON"),
    DATE("Dates and times"),
    CONVERSION("Conversions"),
    ARRAY("Arrays");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** What stands between several differences. */
  static final String DIFFERENCES = "; and ";

  /** Types the arguments and makes the expression. */
  @FunctionalInterface
  public interface Binder {
    /**
     * The expression of a call.
     *
     * @throws Misuse if ClickHouse would not take these arguments, or prejoin cannot
     */
    Expr bind(List<Expr> arguments) throws Misuse;
  }

  public Function {
    aliases = List.copyOf(aliases);
  }

  public static Function of(Group group, String name, String usage, String words, Binder binder) {
    return new Function(name, List.of(), group, usage, words, null, binder);
  }

  public Function alias(String... others) {
    return new Function(name, List.of(others), group, usage, words, difference, binder);
  }

  /** The same with one more difference from ClickHouse. */
  public Function differs(String how) {
    String all = difference == null ? how : difference + DIFFERENCES + how;
    return new Function(name, aliases, group, usage, words, all, binder);
  }
}
