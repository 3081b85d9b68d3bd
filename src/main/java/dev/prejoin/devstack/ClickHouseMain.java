package dev.prejoin.devstack;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The main class of ClickHouse's process. The library has no call that listens; but its command
 * line runs a query that starts listening and then another that reads standard input, which blocks
 * until the parent closes it.
 */
public final class ClickHouseMain {
  /** The functions of chdb.h that are used. */
  interface Chdb extends Library {
    Pointer chdb_query_cmdline(int argc, String[] argv);

    @Nullable String chdb_result_error(Pointer result);
  }

  private ClickHouseMain() {}

  /**
   * Serves until standard input ends.
   *
   * @param arguments the library's path, the data directory, the port of HTTP and the file of users
   */
  public static void main(String[] arguments) {
    Chdb chdb = Native.load(arguments[0], Chdb.class);
    List<String> command =
        new ArrayList<>(
            List.of(
                "clickhouse",
                "--config-file=" + arguments[3],
                "--path=" + arguments[1],
                "--listen_host=127.0.0.1",
                "--http_port=" + arguments[2],
                "--query",
                "SYSTEM START LISTEN HTTP;"
                    + " SELECT count() FROM file('/dev/stdin', 'LineAsString', 'line String')"));
    Pointer result = chdb.chdb_query_cmdline(command.size(), command.toArray(new String[0]));
    String error = chdb.chdb_result_error(result);
    if (error != null) {
      System.err.println(error);
      Runtime.getRuntime().halt(1);
    }
  }
}
