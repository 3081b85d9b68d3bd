package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads a range of a table chunk by chunk, each under a snapshot of its own. Rows come as updates,
 * since all of them may be there already.
 */
final class BackfillReader {
  private static final int FETCH = 1000;

  /** A statement has no more parameters than 65,535. */
  private static final int MOST_LISTED = 1000;

  private static final String TYPE =
      """
      SELECT format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = format('%I.%I', ?::text, ?::text)::regclass AND attname = ?
        AND NOT attisdropped
      """;

  private final Connection connection;
  private final TableTopic topic;
  private final BackfillState state;
  private final ChunkQuery query;
  private final SourceRows.TableRows rows;
  private final List<String> columns;
  private final List<String> conditions = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final int chunkRows;
  private final InstantSource clock;

  /**
   * Prepares to read what a topic takes.
   *
   * @throws SQLException if the range does not fit the table
   */
  BackfillReader(
      SourceRows source,
      TableTopic topic,
      BackfillState state,
      List<String> columns,
      int chunkRows,
      InstantSource clock)
      throws SQLException {
    this.topic = topic;
    this.state = state;
    this.columns = List.copyOf(columns);
    this.chunkRows = chunkRows;
    this.clock = clock;
    connection = source.connection();
    CapturedTable table = topic.table();
    query =
        new ChunkQuery(
            table.schemaName(), table.tableName(), columns, ChunkReader.key(connection, table));
    rows = source.table(table, columns);
    bound();
  }

  private void bound() throws SQLException {
    BackfillRange range = state.range();
    switch (range.kind()) {
      case TIME -> {
        String name = ColumnNames.match(range.column(), columns);
        if (name == null) {
          throw new SQLException("the table has no column " + range.column(), "42703");
        }
        String column = "t." + ChunkQuery.quoted(name);
        String type = type(name);
        add(range.from(), column + " >= CAST(? AS " + type + ")");
        add(range.to(), column + " < CAST(? AS " + type + ")");
      }
      case KEYS -> {
        requireKey(range.from());
        requireKey(range.to());
        add(range.from(), query.keyColumns() + " >= " + query.parameters());
        add(range.to(), query.keyColumns() + " <= " + query.parameters());
      }
      case LISTED -> {
        for (List<String> key : range.keys()) {
          requireKey(key);
        }
      }
    }
  }

  private void add(List<String> values, String condition) {
    if (!values.isEmpty()) {
      conditions.add(condition);
      arguments.addAll(values);
    }
  }

  private void requireKey(List<String> key) throws SQLException {
    if (!key.isEmpty() && key.size() != query.key().size()) {
      throw new SQLException(
          "the primary key has %d columns, not %d".formatted(query.key().size(), key.size()),
          "42601");
    }
  }

  private String type(String column) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TYPE)) {
      statement.setString(1, topic.table().schemaName());
      statement.setString(2, topic.table().tableName());
      statement.setString(3, column);
      try (ResultSet type = statement.executeQuery()) {
        if (!type.next()) {
          throw new SQLException("the table has no column " + column, "42703");
        }
        return type.getString(1);
      }
    }
  }

  /** The last key of the range that there is now; empty if there is no row. */
  List<String> lastKey() throws SQLException {
    if (state.range().kind() == BackfillRange.Kind.LISTED) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(query.lastKey(conditions))) {
      bind(statement, arguments);
      try (ResultSet last = statement.executeQuery()) {
        return last.next() ? keyTexts(last, 0) : List.of();
      }
    }
  }

  /** The rows behind a key, within the open transaction. */
  Chunk read(List<String> after, List<String> until) throws SQLException {
    return state.range().kind() == BackfillRange.Kind.LISTED
        ? listed(after.isEmpty() ? 0 : Integer.parseInt(after.get(0)))
        : range(after, until);
  }

  private Chunk range(List<String> after, List<String> until) throws SQLException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<String> last = after;
    int read = 0;
    long bytes = 0;
    boolean more = false;
    if (!until.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement(query.rows(!after.isEmpty(), true, chunkRows, conditions))) {
        List<String> all = new ArrayList<>(ChunkQuery.arguments(after, until));
        all.addAll(arguments);
        bind(statement, all);
        statement.setFetchSize(FETCH);
        long now = clock.millis();
        try (ResultSet result = statement.executeQuery()) {
          while (!more && result.next()) {
            bytes += add(records, rows.row(result), now);
            read++;
            more = read == chunkRows || bytes >= ChunkReader.MAX_BYTES;
            if (more) {
              last = keyTexts(result, columns.size());
            }
          }
        }
      }
    }
    return Chunk.ofBackfill(topic.table().topic(), records, last, until, state.id(), !more);
  }

  private Chunk listed(int from) throws SQLException {
    List<List<String>> keys = state.range().keys();
    int to = Math.min(keys.size(), from + Math.min(chunkRows, MOST_LISTED));
    List<List<String>> some = keys.subList(from, to);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    if (!some.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(query.listed(some.size()))) {
        bind(statement, some.stream().flatMap(List::stream).toList());
        long now = clock.millis();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            Object[] row = rows.row(result);
            if (result.getBoolean(columns.size() + 1)) {
              records.add(topic.record(rows.key(row), new Change('d', null, now, 0)));
            } else {
              add(records, row, now);
            }
          }
        }
      }
    }
    return Chunk.ofBackfill(
        topic.table().topic(),
        records,
        List.of(Integer.toString(to)),
        List.of(),
        state.id(),
        to == keys.size());
  }

  /** Returns how many bytes it has. */
  private long add(List<ProducerRecord<byte[], byte[]>> records, Object[] row, long now) {
    Struct key = rows.key(row);
    Change change = new Change('u', rows.value(row), now, 0);
    ProducerRecord<byte[], byte[]> record = topic.record(key, change);
    records.add(record);
    topic.endOfEarlier(key, change, record).ifPresent(records::add);
    return Stream.of(record.key(), record.value())
        .filter(bytes -> bytes != null)
        .collect(Collectors.summingLong(bytes -> bytes.length));
  }

  private static void bind(PreparedStatement statement, List<String> values) throws SQLException {
    int parameter = 1;
    for (String value : values) {
      statement.setString(parameter++, value);
    }
  }

  private List<String> keyTexts(ResultSet result, int before) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= query.key().size(); i++) {
      texts.add(result.getString(before + i));
    }
    return texts;
  }
}
