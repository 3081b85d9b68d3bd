package dev.prejoin.capture;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The sources of a test, each with a database of its own, whose slots end with the test. */
final class PowerSources implements AfterEachCallback {
  private final String prefix;
  private final List<PowerSource> sources = new ArrayList<>();

  /**
   * @param prefix of the names of databases, topics and slots
   */
  PowerSources(String prefix) {
    this.prefix = prefix;
  }

  PowerSource create() throws Exception {
    PowerSource source =
        new PowerSource(CaptureServers.get(), prefix + "_" + Long.toString(System.nanoTime(), 36));
    sources.add(source);
    return source;
  }

  /** A server has ten slots; whoever was killed with a slot in use holds it for a moment. */
  @Override
  public void afterEach(ExtensionContext context) {
    for (PowerSource source : sources) {
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  source.execute(
                      "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE"
                          + " slot_name = current_database() AND active;"
                          + " SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                          + " WHERE slot_name = current_database()"));
    }
    sources.clear();
  }
}
