package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.SlotCheck;
import dev.prejoin.capture.SourceCheck;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/** The tables in PostgreSQL that the sources are. */
final class SourceNeeds {
  private SourceNeeds() {}

  static Needs of(Pipelines pipelines, Settings settings, boolean ask) {
    Settings.Postgres postgres = settings.postgres();
    String where = postgres.host() + ":" + postgres.port();
    String server = "PostgreSQL " + where + "/" + postgres.database();
    List<Source> sources = List.copyOf(pipelines.sources());
    if (!ask) {
      return Needs.of(server, notAsked(sources));
    }
    if (!Reach.at(postgres.host(), postgres.port())) {
      return Needs.away(server, notAsked(sources));
    }
    CaptureSettings capture = CaptureSource.of(settings, CaptureSource.tables(sources));
    SourceCheck.Findings found = SourceCheck.findings(capture);
    List<String> problems = new ArrayList<>(found.server());
    if (found.away().isEmpty() && found.server().isEmpty()) {
      problems.addAll(slot(capture));
    }
    return new Needs(
        server,
        found.away(),
        problems,
        sources.stream().map(source -> need(source, found)).toList());
  }

  /** Known only with Kafka's word of it: without, it is told by the start. */
  private static List<String> slot(CaptureSettings capture) {
    if (!Reach.atAny(capture.kafka().getOrDefault("bootstrap.servers", ""))) {
      return List.of();
    }
    try {
      SourceCheck.Findings found = SlotCheck.findings(capture);
      return Stream.concat(found.problems().stream(), found.warnings().stream()).toList();
    } catch (KafkaException e) {
      return List.of();
    }
  }

  private static Need need(Source source, SourceCheck.Findings found) {
    List<String> problems = found.tables().get(source.table());
    return problems == null
        ? Need.of(source.table(), shape(source), Standing.NOT_ASKED)
        : Need.there(source.table(), shape(source), problems);
  }

  private static List<Need> notAsked(List<Source> sources) {
    return sources.stream()
        .map(source -> Need.of(source.table(), shape(source), Standing.NOT_ASKED))
        .toList();
  }

  private static String shape(Source source) {
    return "captured as " + source.relation().name();
  }
}
