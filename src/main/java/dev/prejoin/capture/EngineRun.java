package dev.prejoin.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.util.Properties;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the Debezium engine: it runs once, and ends by itself or by {@link #end}. */
final class EngineRun {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);

  private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
  private volatile @Nullable String failure;

  EngineRun(Properties properties, BatchWriter writer, CaptureListener listener) {
    engine =
        DebeziumEngine.create(Connect.class)
            .using(properties)
            .using(this::completed)
            .using(
                new DebeziumEngine.ConnectorCallback() {
                  @Override
                  public void pollingStarted() {
                    listener.reading();
                  }
                })
            .notifying(writer)
            .build();
  }

  private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
    if (!success) {
      failure = error == null ? String.valueOf(message) : AwayException.reason(error);
      LOG.debug("the engine ended: {}", message, error);
    }
  }

  /** Runs until it ends; returns why it ended, or null if it was told to. */
  @Nullable String run() {
    engine.run();
    return failure;
  }

  /** Ends it: the batch in work is finished first. */
  void end() {
    try {
      engine.close();
    } catch (IOException | IllegalStateException e) {
      // It is already ending, or not far enough to be ended; its thread is interrupted then.
      LOG.debug("the engine did not close", e);
    }
  }
}
