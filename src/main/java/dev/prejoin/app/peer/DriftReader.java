package dev.prejoin.app.peer;

import dev.prejoin.config.Settings;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.time.Duration;

/** What a peer's database tells, for those who do not run it. */
public final class DriftReader implements AutoCloseable {
  private final ClickHouse clickHouse;
  private final String name;
  private final Duration patience;
  private final PeerDatabase database;

  /** The peer of a pipeline; its database need not be there. Takes the client as its own. */
  public DriftReader(ClickHouse clickHouse, Settings settings, String pipeline) {
    this.clickHouse = clickHouse;
    name = Peers.database(settings, pipeline);
    patience = Peers.patience(settings);
    database = new PeerDatabase(clickHouse, name);
  }

  /** The name of its database. */
  public String database() {
    return name;
  }

  /**
   * What was measured.
   *
   * @throws dev.prejoin.sink.WarehouseException if ClickHouse does not answer
   */
  public DriftHistory read() {
    return database.history(patience);
  }

  /**
   * Drops its database; returns whether it was there.
   *
   * @throws dev.prejoin.runtime.ProblemException if it is not a peer's
   */
  public boolean remove() {
    return database.drop();
  }

  @Override
  public void close() {
    clickHouse.close();
  }
}
