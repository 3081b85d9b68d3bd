package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** One row of a small answer, by the names of its columns. */
public final class Answer {
  private final Map<String, Object> values;

  Answer(GenericRecord row) {
    values = new HashMap<>(row.getValues());
  }

  /** A text. */
  public String text(String column) {
    return of(column).toString();
  }

  /** A whole number. */
  public long number(String column) {
    return of(column) instanceof Number number ? number.longValue() : Long.parseLong(text(column));
  }

  /** A number that need not be whole. */
  public double real(String column) {
    return of(column) instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(text(column));
  }

  private Object of(String column) {
    Object value = values.get(column);
    if (value == null) {
      throw new NoSuchElementException(column);
    }
    return value;
  }
}
