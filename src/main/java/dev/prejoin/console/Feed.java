package dev.prejoin.console;

import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.query.QueryRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One pipeline as pages see it: its newest figures, and the stream of them, closed before. */
final class Feed implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMillis(900);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final PipelineFigures source;
  private final LatestFigures figures;
  private final EventStream events;

  Feed(PipelineFigures source, ConsoleJson json) {
    this.source = source;
    this.figures = new LatestFigures(source, KEPT, PATIENCE);
    this.events = new EventStream(figures, source::corrections, json, PERIOD);
  }

  String pipeline() {
    return source.pipeline();
  }

  String picture() {
    return source.picture();
  }

  NodeFigures nodes() {
    return source.nodes();
  }

  QualityFigures quality() {
    return source.quality();
  }

  QueryRunner runner() {
    return source.runner();
  }

  Report report() {
    return figures.report();
  }

  DriftHistory drift() {
    return source.drift();
  }

  CorrectionNews corrections() {
    return source.corrections(0);
  }

  List<SavedQuery> queries() {
    return source.queries();
  }

  byte[] answer(SavedQuery query, Map<String, String> parameters) {
    return source.answer(query, parameters);
  }

  EventStream events() {
    return events;
  }

  @Override
  public void close() {
    figures.close();
  }
}
