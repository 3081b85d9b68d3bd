package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.CapturedTable;
import dev.prejoin.config.Settings;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Plan;
import java.util.List;

/** The source database that the settings name. */
final class CaptureSource {
  private CaptureSource() {}

  /** The tables that a plan's sources are. */
  static List<CapturedTable> tables(Plan plan) {
    return plan.sources().stream()
        .map(
            source ->
                new CapturedTable(
                    source.relation(),
                    source.kind() == SourceDefinition.Kind.TABLE,
                    source.table()))
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
        settings.kafka(),
        settings.debezium());
  }
}
