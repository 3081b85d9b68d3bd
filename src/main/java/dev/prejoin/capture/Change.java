package dev.prejoin.capture;

import io.debezium.data.Envelope;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a change event of Debezium says.
 *
 * @param operation Debezium's letter: c, r, u, d or t
 * @param row the row after the change; null for a delete or truncate
 * @param committedAt when the source committed it, in milliseconds since 1970
 * @param lsn the position in PostgreSQL's log
 */
record Change(char operation, @Nullable Struct row, long committedAt, long lsn) {
  boolean isTruncate() {
    return operation == 't';
  }

  /** The same as a change of a row that may be there already. */
  Change asUpdate() {
    return new Change('u', row, committedAt, lsn);
  }

  /** Reads the events of one table; looks up fields when the schema changes, not per event. */
  static final class Reader {
    private @Nullable Schema schema;
    private @Nullable Field operation;
    private @Nullable Field after;
    private @Nullable Field source;
    private @Nullable Field committedAt;

    Change read(Struct envelope, long lsn) {
      if (schema != envelope.schema()) {
        schema = envelope.schema();
        operation = schema.field(Envelope.FieldName.OPERATION);
        after = schema.field(Envelope.FieldName.AFTER);
        source = schema.field(Envelope.FieldName.SOURCE);
        committedAt = source.schema().field("ts_ms");
      }
      Struct origin = (Struct) envelope.get(source);
      return new Change(
          ((String) envelope.get(operation)).charAt(0),
          (Struct) envelope.get(after),
          (Long) origin.get(committedAt),
          lsn);
    }
  }
}
