package dev.prejoin.capture;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.PostgresConnection.PostgresValueConverterBuilder;
import io.debezium.relational.Column;
import io.debezium.relational.CustomConverterRegistry;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.TableSchema;
import io.debezium.relational.TableSchemaBuilder;
import io.debezium.relational.Tables;
import io.debezium.relational.mapping.ColumnMappers;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.connect.data.Struct;

/**
 * Rows of a query as Debezium has those of the log: its own readers and converters make them, so
 * that a value of a snapshot and the same value in a change are one.
 */
final class SourceRows implements AutoCloseable {
  private static final String USE = "prejoin snapshot";

  private final PostgresConnectorConfig config;
  private final PostgresConnection postgres;
  private final TableSchemaBuilder schemas;

  /**
   * Connects.
   *
   * @param properties those of the engine
   * @throws SQLException if PostgreSQL does not answer
   */
  SourceRows(Properties properties) throws SQLException {
    config = new PostgresConnectorConfig(Configuration.from(properties));
    Charset charset;
    try (PostgresConnection first = new PostgresConnection(config.getJdbcConfig(), USE)) {
      first.connection();
      charset = first.getDatabaseCharset();
    }
    TypeRegistry types = PostgresConnection.createTypeRegistry(config.getJdbcConfig());
    PostgresValueConverterBuilder converters =
        registry -> PostgresValueConverter.of(config, charset, registry);
    postgres = new PostgresConnection(config.getJdbcConfig(), types, converters, USE);
    schemas =
        new TableSchemaBuilder(
            converters.build(types),
            postgres.getDefaultValueConverter(),
            config.schemaNameAdjuster(),
            new CustomConverterRegistry(List.of()),
            config.getSourceInfoStructMaker().schema(),
            config.getFieldNamer(),
            false,
            config.getEventConvertingFailureHandlingMode());
  }

  Connection connection() throws SQLException {
    return postgres.connection();
  }

  /** A table's rows. */
  TableRows table(CapturedTable captured, List<String> columns) throws SQLException {
    TableId id = new TableId(null, captured.schemaName(), captured.tableName());
    Tables found = new Tables();
    postgres.readSchema(found, null, captured.schemaName(), id::equals, null, true);
    Table table = found.forTable(id);
    if (table == null) {
      throw new SQLException(captured.table() + " is gone");
    }
    TableSchema schema =
        schemas.create(
            config.getTopicNamingStrategy(PostgresConnectorConfig.TOPIC_NAMING_STRATEGY),
            table,
            config.getColumnFilter(),
            ColumnMappers.create(config),
            config.getKeyMapper());
    Column[] read = columns.stream().map(table::columnWithName).toArray(Column[]::new);
    return new TableRows(table, schema, read);
  }

  /** The rows of one table. */
  final class TableRows {
    private final Table table;
    private final TableSchema schema;
    private final Column[] read;

    private TableRows(Table table, TableSchema schema, Column[] read) {
      this.table = table;
      this.schema = schema;
      this.read = read;
    }

    /** The row at which a result stands, whose first columns are those of the table. */
    Object[] row(ResultSet result) throws SQLException {
      Object[] row = new Object[table.columns().size()];
      for (int i = 0; i < read.length; i++) {
        row[read[i].position() - 1] = postgres.getColumnValue(result, i + 1, read[i], table);
      }
      return row;
    }

    Struct key(Object[] row) {
      return schema.keyFromColumnData(row);
    }

    Struct value(Object[] row) {
      return schema.valueFromColumnData(row);
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
