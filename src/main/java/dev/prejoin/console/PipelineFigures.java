package dev.prejoin.console;

import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.query.QueryRunner;
import java.util.List;
import java.util.Map;

/** What the console shows of a running pipeline. Called from several threads. */
public interface PipelineFigures {
  /** The pipeline's name; from memory, at once. */
  String pipeline();

  /** The nodes of its topology. */
  NodeFigures nodes();

  /** Whether its rows are right. */
  QualityFigures quality();

  /** What answers queries that people write, over its tables. */
  QueryRunner runner();

  /** A drawing of its topology as an SVG image; from memory, at once. */
  String picture();

  /**
   * The state of every component; from memory, at once, so that the page can say what is wrong
   * while a server is away.
   */
  List<ComponentState> components();

  /**
   * The figures of now; may ask servers, and is asked at most once a second however many pages are
   * open, and not at all when there are none.
   *
   * @throws FiguresAwayException when a server does not answer
   */
  Overview overview();

  /**
   * Single corrections that have begun or changed since a revision; from memory, at once.
   *
   * @param since 0 for all that are kept
   */
  CorrectionNews corrections(long since);

  /**
   * How far ClickHouse's own join is from this pipeline, where one runs beside it; asked for each
   * page every few seconds.
   *
   * @throws FiguresAwayException when a server does not answer
   */
  DriftHistory drift();

  /** The queries that are saved for it; from memory, at once. */
  List<SavedQuery> queries();

  /**
   * Asks one of them, now.
   *
   * @param parameters the value of each
   * @return ClickHouse's format JSON
   * @throws QueryRefusedException if it cannot be answered like that
   * @throws FiguresAwayException when a server does not answer
   */
  byte[] answer(SavedQuery query, Map<String, String> parameters);
}
