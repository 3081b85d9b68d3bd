package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.command.CommandSettings;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.WarehouseException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A connection to one database of ClickHouse. Nothing is repeated by itself. */
public final class ClickHouse implements AutoCloseable {
  private static final long CONNECT_TIMEOUT_S = 5;

  /** ClickHouse's setting for {@link #longestStatement}. */
  static final String LONGEST_STATEMENT = "max_execution_time";

  private static final long SOCKET_TIMEOUT_MS = 120_000;

  private final ClickHouseSettings settings;
  private final Client client;

  public ClickHouse(ClickHouseSettings settings) {
    this.settings = settings;
    this.client =
        new Client.Builder()
            .addEndpoint(settings.url())
            .setUsername(settings.user())
            .setPassword(settings.password())
            .setDefaultDatabase(settings.database())
            .setConnectTimeout(CONNECT_TIMEOUT_S, ChronoUnit.SECONDS)
            .setSocketTimeout(SOCKET_TIMEOUT_MS, ChronoUnit.MILLIS)
            // Whether an insert may be repeated is the sink's to decide.
            .retryOnFailures(ClientFaultCause.None)
            .setMaxRetries(0)
            .setOptions(settings.options())
            .build();
  }

  /**
   * For how long a statement may run, in seconds: a little less than this client waits for the
   * answer. A server that goes on with what nobody waits for any more has all the less time for the
   * next attempt.
   */
  double longestStatement() {
    String set = settings.options().get("socket_timeout");
    long timeout = set == null ? SOCKET_TIMEOUT_MS : Long.parseLong(set);
    return timeout * 0.9 / 1_000;
  }

  private Map<String, String> limited(Map<String, String> serverSettings) {
    Map<String, String> limited = new HashMap<>(serverSettings);
    limited.putIfAbsent(LONGEST_STATEMENT, Double.toString(longestStatement()));
    return limited;
  }

  public ClickHouseSettings settings() {
    return settings;
  }

  /** The rows of a query, for small answers. */
  public List<GenericRecord> rows(String sql) {
    return rows(sql, Map.of());
  }

  /** The rows of a query with parameters such as {@code {name:String}}. */
  public List<GenericRecord> rows(String sql, Map<String, Object> parameters) {
    return call("read", () -> client.queryAll(sql, escaped(parameters)));
  }

  /** The same, with settings for it alone. */
  public List<GenericRecord> rows(
      String sql, Map<String, Object> parameters, Map<String, String> serverSettings) {
    QuerySettings query = new QuerySettings();
    limited(serverSettings).forEach(query::serverSetting);
    return call("read", () -> client.queryAll(sql, escaped(parameters), query));
  }

  /** Executes a statement, with settings for it alone. */
  public void execute(String sql, Map<String, String> serverSettings) {
    CommandSettings command = new CommandSettings();
    limited(serverSettings).forEach(command::serverSetting);
    call(
        "execute a statement",
        () -> {
          client.execute(sql, command).get().close();
          return true;
        });
  }

  /** What reads an answer's bytes. */
  public interface Reading<T> {
    T read(InputStream bytes) throws IOException;
  }

  <T> T rowBinary(String sql, Map<String, String> serverSettings, Reading<T> reading) {
    return bytes(
        new QuerySettings().setFormat(ClickHouseFormat.RowBinary),
        sql,
        Map.of(),
        serverSettings,
        reading);
  }

  /** How an answer for others than us is written. */
  public enum Format {
    JSON_COMPACT(ClickHouseFormat.JSONCompact),
    CSV(ClickHouseFormat.CSVWithNames);

    private final ClickHouseFormat name;

    Format(ClickHouseFormat name) {
      this.name = name;
    }
  }

  /**
   * Reads the answer to a query with parameters.
   *
   * @param id by which the server can be told to end it
   */
  public <T> T read(
      Format format,
      String sql,
      Map<String, String> parameters,
      Map<String, String> serverSettings,
      String id,
      Reading<T> reading) {
    return bytes(
        new QuerySettings().setFormat(format.name).setQueryId(id),
        sql,
        Map.copyOf(parameters),
        serverSettings,
        reading);
  }

  /** The answer to a query with parameters as ClickHouse's format JSON, small enough for memory. */
  public byte[] json(
      String sql, Map<String, Object> parameters, Map<String, String> serverSettings) {
    return bytes(
        new QuerySettings().setFormat(ClickHouseFormat.JSON),
        sql,
        parameters,
        serverSettings,
        InputStream::readAllBytes);
  }

  /** The server takes a parameter's text as one with escapes; the client sends it as it is. */
  private static Map<String, Object> escaped(Map<String, Object> parameters) {
    Map<String, Object> escaped = new HashMap<>(parameters);
    escaped.replaceAll(
        (name, value) ->
            value instanceof String text
                ? text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
                : value);
    return escaped;
  }

  private <T> T bytes(
      QuerySettings query,
      String sql,
      Map<String, Object> parameters,
      Map<String, String> serverSettings,
      Reading<T> reading) {
    limited(serverSettings).forEach(query::serverSetting);
    return call(
        "read",
        () -> {
          var response = client.query(sql, escaped(parameters), query).get();
          try {
            return reading.read(response.getInputStream());
          } finally {
            response.close();
          }
        });
  }

  void insert(String table, InputStream nativeBlocks, Map<String, String> serverSettings) {
    InsertSettings insert = new InsertSettings();
    limited(serverSettings).forEach(insert::serverSetting);
    call(
        "insert into " + table,
        () -> {
          client.insert(table, nativeBlocks, ClickHouseFormat.Native, insert).get().close();
          return true;
        });
  }

  private <T> T call(String what, Callable<T> action) {
    try {
      return action.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Kind.INTERRUPTED, 0, what, e);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause() == null ? e : e.getCause());
    } catch (Exception e) {
      throw failure(what, e);
    }
  }

  private WarehouseException failure(String what, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ServerException refused && refused.getCode() > 0) {
        return failure(Kind.REFUSED, refused.getCode(), what, refused);
      }
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException) {
        return failure(Kind.UNREACHABLE, 0, what, cause);
      }
    }
    return failure(Kind.INTERRUPTED, 0, what, thrown);
  }

  private WarehouseException failure(Kind kind, int code, String what, @Nullable Throwable cause) {
    String said = cause == null ? "" : ": " + firstLine(String.valueOf(cause.getMessage()));
    return new WarehouseException(
        kind, code, "ClickHouse at " + settings.url() + " could not " + what + said, cause);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    client.close();
  }
}
