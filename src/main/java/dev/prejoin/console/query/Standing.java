package dev.prejoin.console.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether queries are answered.
 *
 * @param problem why they are not; null if they are
 * @param remedy what mends it, line by line; empty if they are
 * @param database where names of tables are looked up
 * @param user as whom they are asked; empty if there is none
 * @param limits null if they are not
 */
public record Standing(
    @Nullable String problem,
    List<String> remedy,
    String database,
    String user,
    @Nullable Limits limits) {
  public Standing {
    remedy = List.copyOf(remedy);
  }

  /**
   * How far an answer goes.
   *
   * @param rows of an answer as JSON; further ones are cut off
   * @param bytes of such an answer in ClickHouse; more are an error
   * @param csvRows of an answer as CSV; more are an error
   * @param csvBytes of such an answer in ClickHouse; more are an error
   * @param seconds for which one may run
   */
  public record Limits(int rows, long bytes, long csvRows, long csvBytes, long seconds) {}
}
