package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.CapturedTable;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Source;
import java.util.Collection;
import java.util.List;

/** The source database that the settings name. */
final class CaptureSource {
  private CaptureSource() {}

  /** The tables that sources are. */
  static List<CapturedTable> tables(Collection<Source> sources) {
    return sources.stream()
        .map(source -> new CapturedTable(source.relation(), source.isDimension(), source.table()))
        .toList();
  }

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
        settings.captureSnapshotChunkRows(),
        settings.kafka(),
        settings.debezium());
  }
}
