package dev.prejoin.proof;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the source's rows into the pipeline's SQL: all of a range, or those of some keys. */
record Sources(
    ClickHouseHttp clickHouse,
    String run,
    Scratch scratch,
    PipelineText pipeline,
    List<LandedTable> made,
    VerifySettings settings) {

  /** Reads what the range has. */
  void read(List<KeyedTable> tables) {
    made.forEach(scratch::takeLanded);
    scratch.fill(
        source ->
            List.of(
                source.changeTable() || !settings.range().bounded()
                    ? Scratch.Portion.ALL
                    : new Scratch.Portion(settings.range().loosely(time(source, tables)), "")));
  }

  private String time(PipelineText.Source source, List<KeyedTable> tables) {
    return tables.stream()
        .filter(table -> table.source().equals(source.name()))
        .flatMap(table -> table.table().timeColumn().stream())
        .filter(column -> scratch.hasTime(source, column))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ExitCode.USAGE,
                    "%s.%s cannot be bounded in time: no column of time has the same name there and in what lands of it"
                        .formatted(source.schema(), source.table())));
  }

  /**
   * Reads rows again, and all of the dimensions.
   *
   * @param keys by source
   * @param tables any table of each source, for the type of its keys
   */
  void readAgain(Map<String, ? extends Collection<String>> keys, List<KeyedTable> tables) {
    OpenKeys open = new OpenKeys(clickHouse, run);
    keys.forEach((source, some) -> open.write(source, keyType(source, tables), some));
    scratch.empty();
    made.forEach(scratch::takeLanded);
    scratch.fill(
        source -> {
          if (source.changeTable()) {
            return List.of(Scratch.Portion.ALL);
          }
          return keys.containsKey(source.name())
              ? open.portions(
                  source.name(), Objects.requireNonNull(settings.keys().get(source.name())))
              : List.of();
        });
  }

  private static String keyType(String source, List<KeyedTable> tables) {
    return tables.stream()
        .filter(table -> table.source().equals(source))
        .flatMap(table -> table.table().keyType().stream())
        .findFirst()
        .orElseThrow();
  }
}
