package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One conjunct of a WHERE: a row for which it is not TRUE is a reject.
 *
 * @param name from a {@code -- rule: name} comment, else its SQL text in one line
 * @param sql its text in one line
 * @param stage how many lookups must be done before it
 * @param inputs the columns that it names
 */
public record Rule(String name, String sql, int stage, List<Input> inputs) implements Step {

  /**
   * A column that a rule names.
   *
   * @param shown its name as the statement has it
   * @param row 0 for the input, i for lookup i
   * @param position in the row
   * @param absent the value that it has where its lookup matched no row
   */
  public record Input(String shown, int row, int position, Column column, @Nullable Object absent) {
    private String describe(@Nullable Object[] @Nullable [] rows) {
      @Nullable Object @Nullable [] values = rows[row];
      Object value = values == null ? absent : values[position];
      return shown
          + " is "
          + ValueText.of(value, column.type())
          + (values == null ? " (no row matched)" : "");
    }
  }

  public Rule {
    inputs = List.copyOf(inputs);
  }

  /**
   * Why a row failed: what its columns hold, such as {@code power_usage_kWh is -3.25}.
   *
   * @param rows as {@link ViewCode.Host#reject} gets them
   */
  public String reason(@Nullable Object[] @Nullable [] rows) {
    return inputs.isEmpty()
        ? "it is never true"
        : inputs.stream().map(i -> i.describe(rows)).collect(Collectors.joining(", "));
  }
}
