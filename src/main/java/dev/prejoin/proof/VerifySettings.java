package dev.prejoin.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is compared, and by what.
 *
 * @param name of the pipeline
 * @param pipeline its file
 * @param aggregates the user's own statements of its aggregates; need not be there
 * @param keys the columns of the primary key in the source database, by the source's name
 * @param facts the source whose keys a view's rows have, by the view's target; dimensions that
 *     views make are not among them
 * @param keptRows sources whose rows stay when the source's table loses them
 * @param notLanded sources that have a table but are not landed into it
 * @param firstOffset ClickHouse's expression for the place in the source's topic of a landed row
 */
public record VerifySettings(
    String name,
    Path pipeline,
    Path aggregates,
    Map<String, List<String>> keys,
    Map<String, String> facts,
    Set<String> keptRows,
    Set<String> notLanded,
    String firstOffset,
    TimeRange range) {
  public VerifySettings {
    keys = Map.copyOf(keys);
    facts = Map.copyOf(facts);
    keptRows = Set.copyOf(keptRows);
    notLanded = Set.copyOf(notLanded);
  }

  /** The same of another range. */
  VerifySettings within(TimeRange other) {
    return new VerifySettings(
        name, pipeline, aggregates, keys, facts, keptRows, notLanded, firstOffset, other);
  }
}
