package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.CapturedTable;
import dev.prejoin.config.Settings;
import java.util.List;

/** The source database that the settings name. */
final class CaptureSource {
  private CaptureSource() {}

  static CaptureSettings of(Settings settings, List<CapturedTable> tables) {
    Settings.Postgres postgres = settings.postgres();
    return new CaptureSettings(
        settings.captureName(),
        postgres.host(),
        postgres.port(),
        postgres.database(),
        postgres.user(),
        postgres.password().reveal(),
        settings.captureName(),
        settings.captureName(),
        tables,
        KafkaTopics.CAPTURE_OFFSETS,
        settings.kafka(),
        settings.debezium());
  }
}
