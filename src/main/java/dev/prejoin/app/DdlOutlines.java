package dev.prejoin.app;

import dev.prejoin.sink.clickhouse.DdlOutline;
import dev.prejoin.sink.clickhouse.DdlOutline.WantedAggregate;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.DefinedAggregates;
import dev.prejoin.sink.clickhouse.ddl.DefinedNames;
import dev.prejoin.sink.clickhouse.ddl.FileColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the files of DDL of pipelines make. */
final class DdlOutlines {
  private DdlOutlines() {}

  /**
   * Reads them.
   *
   * @throws dev.prejoin.runtime.ProblemException if one cannot be read, or a user's file of
   *     aggregates is wrong
   */
  static DdlOutline of(Pipelines pipelines, DdlFolders folders) {
    Map<String, Path> files = new HashMap<>();
    List<WantedAggregate> aggregates = new ArrayList<>();
    List<FileColumns> columns = new ArrayList<>();
    addFiles(files, folders.own());
    for (Pipeline pipeline : pipelines.all()) {
      Path folder = folders.of(pipeline.name());
      addFiles(files, folder);
      columns.add(FileColumns.in(folder));
      aggregates.addAll(DefinedAggregates.in(folder));
      for (AggregateFile.Statement statement :
          AggregateFile.read(folders.aggregates(pipeline.name())).statements()) {
        if (statement instanceof AggregateFile.Aggregate aggregate) {
          aggregates.add(new WantedAggregate(aggregate.name(), aggregate.table()));
        }
      }
    }
    return new DdlOutline(files, columns, aggregates.stream().distinct().toList());
  }

  private static void addFiles(Map<String, Path> files, Path folder) {
    DefinedNames.in(folder)
        .files()
        .forEach((name, file) -> files.putIfAbsent(name, folder.resolve(file)));
  }
}
