package dev.prejoin.sink;

import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseSettings;
import dev.prejoin.sink.clickhouse.Ddl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The servers that the tests here use. */
public final class TestServers {
  private TestServers() {}

  public static String kafka() {
    return SharedDevStack.get().kafkaBootstrapServers();
  }

  public static int clickHousePort() {
    return URI.create(SharedDevStack.get().clickHouseUrl()).getPort();
  }

  public static ClickHouseSettings clickHouse(int port, String database) {
    return new ClickHouseSettings("http://127.0.0.1:" + port, "default", "", database, Map.of());
  }

  /** A connection to a new, empty database. */
  public static ClickHouse newDatabase(String name) {
    try (ClickHouse server = new ClickHouse(clickHouse(clickHousePort(), "default"))) {
      server.execute("CREATE DATABASE " + name, Map.of());
    }
    return new ClickHouse(clickHouse(clickHousePort(), name));
  }

  /** A connection to a new database with all tables. */
  public static ClickHouse newTables(String name) {
    ClickHouse clickHouse = newDatabase(name);
    Ddl ddl = new Ddl(clickHouse);
    ddl.apply(Path.of("clickhouse/ddl/prejoin"));
    ddl.apply(Path.of("clickhouse/ddl/power"));
    return clickHouse;
  }
}
