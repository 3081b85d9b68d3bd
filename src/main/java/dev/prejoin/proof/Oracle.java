package dev.prejoin.proof;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether what was landed is what the same SQL says over the source now: ClickHouse itself
 * runs the pipeline's statements, unmodified, over {@code postgresql()} tables, in a database
 * {@value #SCRATCH} of its own, and compares. The source must be at rest, and all of it landed.
 *
 * <p>It shares no code with the compiler, the topology or the sink.
 */
public final class Oracle {
  static final String SCRATCH = "prejoin_oracle";

  private static final Logger LOG = LoggerFactory.getLogger(Oracle.class);

  private final OracleSettings settings;
  private final ClickHouseHttp clickHouse;

  public Oracle(OracleSettings settings) {
    if (settings.database().equals(SCRATCH)) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "the database " + SCRATCH + " is the comparison's own: land in another one");
    }
    this.settings = settings;
    this.clickHouse = new ClickHouseHttp(settings);
  }

  /**
   * Compares every landed table row by row, and every aggregate of the oracle's file bucket by
   * bucket.
   *
   * @param notLanded sources that have a table but are not landed into it
   * @throws ProblemException if a file, a table or a server is missing or unfit
   */
  public OracleReport compare(Path pipelineFile, Path oracleFile, Set<String> notLanded) {
    OracleFile aggregates = OracleFile.read(oracleFile);
    PipelineText pipeline = PipelineText.read(pipelineFile).readingFrom(aggregates.sources());
    Map<String, LandedTable> landed = LandedTable.of(clickHouse, settings.database());
    refuseUnlessLanded(pipeline, landed);
    drop();
    clickHouse.execute(null, "CREATE DATABASE " + SCRATCH);
    try {
      long began = System.nanoTime();
      Scratch scratch = new Scratch(clickHouse, settings, pipeline, SCRATCH, SourceKeys.NONE);
      scratch.prepare(landed, Set.of());
      scratch.fill(source -> List.of(Scratch.Portion.ALL));
      LOG.info("The pipeline's SQL ran over the source in {} s", (System.nanoTime() - began) / 1e9);
      return new OracleReport(comparisons(pipeline, aggregates, landed, notLanded));
    } finally {
      dropOrTell();
    }
  }

  private List<Comparison> comparisons(
      PipelineText pipeline,
      OracleFile aggregates,
      Map<String, LandedTable> landed,
      Set<String> notLanded) {
    List<Comparison> comparisons = new ArrayList<>();
    RowComparison rows = new RowComparison(clickHouse, settings.database());
    for (PipelineText.Source source : pipeline.sources()) {
      LandedTable table = landed.get(source.name());
      if (table != null && table.landed() && !notLanded.contains(source.name())) {
        comparisons.add(rows.of(table));
      }
    }
    for (PipelineText.View view : pipeline.views()) {
      LandedTable table = landed.get(view.target());
      if (table != null) {
        comparisons.add(rows.of(table));
      }
    }
    BucketComparison buckets = new BucketComparison(clickHouse, settings.database());
    aggregates.aggregates().forEach(aggregate -> comparisons.add(buckets.of(aggregate)));
    return comparisons;
  }

  /** What no other view reads is why the pipeline is there; the rest may be landed or not. */
  private void refuseUnlessLanded(PipelineText pipeline, Map<String, LandedTable> landed) {
    List<String> problems =
        pipeline.views().stream()
            .map(PipelineText.View::target)
            .filter(target -> !landed.containsKey(target) && !pipeline.isRead(target))
            .map(
                target ->
                    "ClickHouse at %s has no table %s in database %s: land it, or name the right database"
                        .formatted(settings.clickHouseUrl(), target, settings.database()))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
  }

  /** What was found counts for more than what is left behind: the next run drops it too. */
  private void dropOrTell() {
    try {
      drop();
    } catch (ProblemException e) {
      LOG.warn("The database {} could not be dropped: {}", SCRATCH, e.getMessage());
    }
  }

  private void drop() {
    clickHouse.execute(null, "DROP DATABASE IF EXISTS " + SCRATCH + " SYNC");
  }
}
