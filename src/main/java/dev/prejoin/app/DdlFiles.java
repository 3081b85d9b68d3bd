package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.plan.layout.LookupKeys;
import dev.prejoin.plan.text.Docs;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ddl.AddedColumns;
import dev.prejoin.sink.clickhouse.ddl.AggregateDdl;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.AggregateStatement;
import dev.prejoin.sink.clickhouse.ddl.DefinedNames;
import dev.prejoin.sink.clickhouse.ddl.Definitions;
import dev.prejoin.sink.clickhouse.ddl.FileColumns;
import dev.prejoin.sink.clickhouse.ddl.Generation;
import dev.prejoin.sink.clickhouse.ddl.LandingDdl;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import dev.prejoin.sink.clickhouse.ddl.StateTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the DDL that a pipeline lacks into its folder: the tables that its rows land in, and what
 * keeps the user's own aggregates exact. Those are in {@code <pipeline>.sql} beside the folder.
 */
public final class DdlFiles {
  private final Plan plan;
  private final DefinedNames defined;
  private final Definitions definitions;
  private final FileColumns columns;
  private final NewFiles files;
  private final Map<String, LandingTable> tables = new LinkedHashMap<>();
  private int number;

  private DdlFiles(Plan plan, Path folder) {
    this.plan = plan;
    this.files = new NewFiles(folder);
    this.defined = DefinedNames.in(folder);
    this.definitions = Definitions.in(folder);
    this.columns = FileColumns.in(folder);
    this.number = defined.lastNumber();
    landingTables(plan).forEach(table -> tables.put(table.relation().name(), table));
  }

  /**
   * Writes what is missing, each table or aggregate with the next number, and returns the files.
   *
   * @param types asked for aggregates only
   * @throws ProblemException if the file of aggregates is wrong, or the types cannot be had
   */
  public static List<Path> write(Plan plan, Settings settings, Home home, StateTypes types) {
    DdlFolders folders = DdlFolders.of(settings, home);
    DdlFiles ddl = new DdlFiles(plan, folders.of(plan.pipeline()));
    AggregateFile aggregates = AggregateFile.read(folders.aggregates(plan.pipeline()));
    ddl.tables.values().forEach(ddl::write);
    ddl.write(aggregates, types);
    return ddl.files.written();
  }

  /** The tables that rows of a plan land in, in the order of the data's way. */
  static List<LandingTable> landingTables(Plan plan) {
    LookupKeys keys = LookupKeys.of(plan);
    List<LandingTable> tables = new ArrayList<>();
    for (Source source : plan.sources()) {
      tables.add(
          new LandingTable(
              source.relation(),
              Docs.of(source.kind(), source.table()),
              kind(source, plan.restatedSources()),
              keys.of(source.relation().name())));
    }
    for (View view : plan.views()) {
      tables.add(
          new LandingTable(
              view.target(),
              Docs.of(view),
              view.dimension() ? LandingTable.Kind.DIMENSION : LandingTable.Kind.FACT,
              keys.of(view.target().name())));
    }
    return tables;
  }

  private static LandingTable.Kind kind(Source source, Set<String> restated) {
    if (source.isDimension()) {
      return LandingTable.Kind.DIMENSION;
    }
    return restated.contains(source.relation().name())
        ? LandingTable.Kind.RESTATED_FACT
        : LandingTable.Kind.RAW_FACT;
  }

  private void write(LandingTable table) {
    String name = table.relation().name();
    write(name, Set.of(name), LandingDdl.text(table));
    AddedColumns.text(table, columns).ifPresent(text -> write(name + "_columns", Set.of(), text));
  }

  private void write(AggregateFile aggregates, StateTypes types) {
    for (AggregateFile.Statement statement : aggregates.statements()) {
      if (statement instanceof AggregateFile.PlainView view) {
        write(view.name(), Set.of(view.name()), view.text());
      } else if (statement instanceof AggregateFile.Aggregate aggregate) {
        write(aggregate.statement(), types);
      }
    }
  }

  private void write(AggregateStatement statement, StateTypes types) {
    Optional<Generation> last = definitions.last(statement.target());
    boolean isMade = defined.hasAny(Set.of(statement.target() + "_data", statement.view()));
    if (isMade && (last.isEmpty() || !definitions.isChanged(statement))) {
      return;
    }
    LandingTable table = tables.get(statement.table());
    if (table == null || table.kind() == LandingTable.Kind.DIMENSION) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "%s: %s is no table of facts of the pipeline %s; those are %s"
              .formatted(
                  statement.places().from(),
                  statement.table(),
                  plan.pipeline(),
                  String.join(", ", facts())));
    }
    AggregateStatement made =
        statement.as(last.map(Generation::next).orElse(new Generation(statement.target(), 1)));
    String text =
        AggregateDdl.text(made, types.of(statement, table.relation()), table.timeColumn());
    write(made.target(), Set.of(), text);
  }

  private List<String> facts() {
    return tables.values().stream()
        .filter(table -> table.kind() != LandingTable.Kind.DIMENSION)
        .map(table -> table.relation().name())
        .toList();
  }

  private void write(String name, Set<String> unlessDefined, String text) {
    if (!defined.hasAny(unlessDefined)) {
      number++;
      files.write("%03d_%s.sql".formatted(number, name), text);
    }
  }
}
