package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;

/** Updates, deletes and changes of the primary key, of rows that are there, and of metadata. */
final class Changes implements Writer.Step {
  private static final String UPDATE = "UPDATE public.power_readings SET ";
  private static final String DELETE = "DELETE FROM public.power_readings";
  private static final String ANY =
      "SELECT id FROM public.power_readings WHERE id >= ? AND device_id >= "
          + Rows.FIRST_DEVICE
          + " ORDER BY id LIMIT 1";
  private static final String FREE_ID =
      "nextval(pg_get_serial_sequence('public.power_readings', 'id'))";
  private static final int NEIGHBOURS = 20;

  private final Rows rows;
  private final Metadata metadata;
  private final Mix mix;
  private final int count;

  /**
   * As a step of a {@link Writer}.
   *
   * @param count so many in a step
   */
  Changes(Rows rows, Mix mix, int count) {
    this.rows = rows;
    this.metadata = new Metadata(rows.random());
    this.mix = mix;
    this.count = count;
  }

  @Override
  public void write(Connection connection) throws SQLException, InterruptedException {
    long last = Source.number(connection, "SELECT coalesce(max(id), 0) FROM public.power_readings");
    for (int i = 0; i < count; i++) {
      Change change = mix.next(rows.random());
      long id = any(connection, rows.random(), last);
      if (change == Change.METADATA) {
        metadata.write(connection);
      } else if (id > 0) {
        change(connection, change, id);
      }
    }
  }

  private void change(Connection connection, Change change, long id)
      throws SQLException, InterruptedException {
    String which = " WHERE id = " + id;
    switch (change) {
      case MEASURE -> Shapes.execute(connection, UPDATE + measure() + which);
      case NEIGHBOURS ->
          Shapes.execute(
              connection,
              UPDATE
                  + measure()
                  + " WHERE id BETWEEN %d AND %d AND device_id >= %d"
                      .formatted(id, id + NEIGHBOURS, Rows.FIRST_DEVICE));
      case TIME ->
          Shapes.execute(
              connection, UPDATE + "\"timestamp\" = '" + Rows.time(rows.second()) + "'" + which);
      case DEVICE -> Shapes.execute(connection, UPDATE + "device_id = " + rows.device() + which);
      case KEY -> Shapes.execute(connection, UPDATE + "id = " + FREE_ID + which);
      case DELETE -> Shapes.execute(connection, DELETE + which);
      case REPLACE ->
          Shapes.transaction(
              connection,
              () -> {
                Shapes.execute(connection, DELETE + which);
                Shapes.execute(
                    connection,
                    Shapes.INTO.replace("(\"timestamp\"", "(id, \"timestamp\"")
                        + rows.values().replaceFirst("\\(", "(" + id + ", "));
              });
      case SEVERAL ->
          Shapes.transaction(
              connection,
              () -> {
                Shapes.execute(connection, UPDATE + measure() + which);
                Shapes.execute(connection, UPDATE + "id = " + FREE_ID + which);
                Shapes.execute(connection, Shapes.INTO + rows.values());
              });
      case METADATA -> throw new IllegalArgumentException("no change of a row: " + change);
    }
  }

  private String measure() {
    return "\"power_usage_kWh\" = " + rows.measure();
  }

  private static long any(Connection connection, SplittableRandom random, long last)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANY)) {
      statement.setLong(1, random.nextLong(Math.max(1, last)));
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getLong(1) : 0;
      }
    }
  }
}
