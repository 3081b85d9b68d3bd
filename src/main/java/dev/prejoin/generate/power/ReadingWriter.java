package dev.prejoin.generate.power;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Writes readings through one connection: a COPY, and so a transaction, per call. */
final class ReadingWriter implements AutoCloseable {
  private static final String COPY =
      "COPY public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\") FROM STDIN";
  private static final int BYTES_PER_ROW = 48;

  private final Connection connection;
  private final CopyManager copy;

  ReadingWriter(GeneratorSettings settings) throws SQLException {
    connection = settings.server().connect();
    copy = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** How many readings the table has: the index of the next one. */
  long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM public.power_readings")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Writes the readings of the indexes from one to before another, all or none. */
  void write(long from, long to, LongFunction<Reading> readings) throws SQLException {
    StringBuilder rows = new StringBuilder((int) (to - from) * BYTES_PER_ROW);
    for (long index = from; index < to; index++) {
      append(readings.apply(index), rows);
    }
    try {
      copy.copyIn(COPY, new StringReader(rows.toString()));
    } catch (IOException e) {
      // The reader is memory: only the server's end of the line is left.
      throw new SQLException("the connection broke", "08006", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static void append(Reading reading, StringBuilder rows) {
    rows.append(LocalDateTime.ofEpochSecond(reading.epochSecond(), 0, ZoneOffset.UTC))
        .append("Z\t")
        .append(reading.deviceId())
        .append('\t');
    Double kWh = reading.kWh();
    if (kWh == null) {
      rows.append("\\N");
    } else {
      rows.append(kWh.doubleValue());
    }
    rows.append('\n');
  }
}
