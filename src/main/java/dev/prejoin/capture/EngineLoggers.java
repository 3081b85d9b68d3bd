package dev.prejoin.capture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps Debezium's own log from the user, as a failure is told once, by the capture's status. A
 * level that the user's logback configuration sets stays.
 */
final class EngineLoggers {
  private static final List<String> TELL_FAILURES_AGAIN =
      List.of(
          "io.debezium.pipeline.ErrorHandler",
          "io.debezium.connector.postgresql.PostgresErrorHandler",
          "io.debezium.embedded.async",
          "io.debezium.pipeline.ChangeEventSourceCoordinator",
          "io.debezium.connector.postgresql.PostgresConnector",
          "io.debezium.connector.common.BaseSourceTask");

  private EngineLoggers() {}

  static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      TELL_FAILURES_AGAIN.forEach(name -> set(context, name, Level.OFF));
      // It complains of each event that its statistics, which are switched off, do not take.
      set(context, "io.debezium.metrics.stats", Level.OFF);
      set(context, "io.debezium", Level.WARN);
      set(context, "org.apache.kafka", Level.WARN);
    }
  }

  private static void set(LoggerContext context, String name, Level level) {
    ch.qos.logback.classic.Logger logger = context.getLogger(name);
    if (logger.getLevel() == null) {
      logger.setLevel(level);
    }
  }
}
