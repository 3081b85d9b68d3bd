package dev.prejoin.capture;

import dev.prejoin.capture.ChunkQuery.KeyColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reads a table chunk by chunk, each under a snapshot of its own. */
final class ChunkReader {
  private static final int FETCH = 1000;

  /** Rows can be large: a chunk ends when its records have so many bytes. */
  static final long MAX_BYTES = 16 << 20;

  private static final String KEY =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod)
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indisprimary AND i.indrelid = format('%I.%I', ?::text, ?::text)::regclass
      ORDER BY array_position(i.indkey::int2[], a.attnum)
      """;

  private static final String ESTIMATE =
      """
      SELECT coalesce(sum(greatest(c.reltuples, 0)) FILTER (WHERE c.reltuples >= 0), -1)::bigint
      FROM pg_class c
      WHERE c.oid IN (SELECT format('%I.%I', ?::text, ?::text)::regclass
        UNION SELECT relid FROM pg_partition_tree(format('%I.%I', ?::text, ?::text)::regclass))
      """;

  private final Connection connection;
  private final TableTopic topic;
  private final ChunkQuery query;
  private final SourceRows.TableRows rows;
  private final InstantSource clock;
  private final int chunkRows;

  /** Prepares to read what a topic takes. */
  ChunkReader(
      SourceRows source, TableTopic topic, List<String> columns, int chunkRows, InstantSource clock)
      throws SQLException {
    this.topic = topic;
    this.chunkRows = chunkRows;
    this.clock = clock;
    connection = source.connection();
    CapturedTable table = topic.table();
    query = new ChunkQuery(table.schemaName(), table.tableName(), columns, key(connection, table));
    rows = source.table(table, columns);
  }

  /** The primary key of a table. */
  static List<KeyColumn> key(Connection connection, CapturedTable table) throws SQLException {
    List<KeyColumn> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(KEY)) {
      statement.setString(1, table.schemaName());
      statement.setString(2, table.tableName());
      try (ResultSet columns = statement.executeQuery()) {
        while (columns.next()) {
          key.add(new KeyColumn(columns.getString(1), columns.getString(2)));
        }
      }
    }
    return key;
  }

  /** The last key that there is now; empty if there is no row. */
  List<String> lastKey() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet last = statement.executeQuery(query.lastKey())) {
      return last.next() ? keyTexts(last, 0) : List.of();
    }
  }

  /** How many rows there are, as PostgreSQL estimates; -1 if it does not know. */
  long estimate() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ESTIMATE)) {
      for (int i = 1; i <= 4; i += 2) {
        statement.setString(i, topic.table().schemaName());
        statement.setString(i + 1, topic.table().tableName());
      }
      try (ResultSet estimate = statement.executeQuery()) {
        return estimate.next() ? estimate.getLong(1) : -1;
      }
    }
  }

  /** The rows behind a key, within the open transaction. */
  Chunk read(List<String> after, List<String> until, long expected) throws SQLException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<String> last = after;
    long bytes = 0;
    boolean more = false;
    String sql = query.rows(!after.isEmpty(), !until.isEmpty(), chunkRows);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (String argument : ChunkQuery.arguments(after, until)) {
        statement.setString(parameter++, argument);
      }
      statement.setFetchSize(FETCH);
      long now = clock.millis();
      try (ResultSet result = statement.executeQuery()) {
        while (!more && result.next()) {
          ProducerRecord<byte[], byte[]> record = record(result, now);
          records.add(record);
          bytes += size(record.key()) + size(record.value());
          more = records.size() == chunkRows || bytes >= MAX_BYTES;
          if (more) {
            last = keyTexts(result, query.columns().size());
          }
        }
      }
    }
    return new Chunk(topic.table().topic(), records, last, until, expected, !more);
  }

  private ProducerRecord<byte[], byte[]> record(ResultSet result, long now) throws SQLException {
    Object[] row = rows.row(result);
    return topic.record(rows.key(row), new Change('r', rows.value(row), now, 0));
  }

  private static int size(byte @org.jspecify.annotations.Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private List<String> keyTexts(ResultSet result, int before) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= query.key().size(); i++) {
      texts.add(result.getString(before + i));
    }
    return texts;
  }
}
