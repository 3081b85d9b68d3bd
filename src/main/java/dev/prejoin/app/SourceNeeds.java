package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.capture.SourceCheck;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Source;
import java.util.List;

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
    SourceCheck.Findings found =
        SourceCheck.findings(CaptureSource.of(settings, CaptureSource.tables(sources)));
    return new Needs(
        server,
        found.away(),
        found.server(),
        sources.stream().map(source -> need(source, found)).toList());
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
