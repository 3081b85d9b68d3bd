package dev.prejoin.plan;

import dev.prejoin.schema.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A value as a person reads it. */
final class ValueText {
  private static final int LONGEST = 100;

  private ValueText() {}

  static String of(@Nullable Object value, ColumnType type) {
    if (value == null) {
      return "NULL";
    }
    return switch (type.kind()) {
      case STRING -> "'" + shortened((String) value) + "'";
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIMESTAMP ->
          Instant.EPOCH
              .plus((Long) value, type.precision() == 6 ? ChronoUnit.MICROS : ChronoUnit.MILLIS)
              .toString();
      case BOOLEAN, INT32, INT64, UINT32, FLOAT32, FLOAT64 -> value.toString();
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
