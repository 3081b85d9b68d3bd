package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.WarehouseCheck;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile;
import dev.prejoin.sink.clickhouse.ddl.DefinedNames;
import dev.prejoin.sink.clickhouse.ddl.Definitions;
import dev.prejoin.sink.clickhouse.ddl.InexactColumns;
import dev.prejoin.sink.clickhouse.ddl.LandingTable;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables in ClickHouse that rows land in, and the aggregates of them. */
final class TableNeeds {
  /** A table or view: with a relation if rows land in it, maybe those of a dimension. */
  private record Wanted(
      String name,
      Optional<Relation> landing,
      boolean dimension,
      Optional<String> file,
      List<String> notes) {}

  private static final List<String> OWN =
      List.of(
          "prejoin_done",
          "prejoin_rejects",
          "prejoin_fills",
          "prejoin_filled",
          "prejoin_kept",
          "prejoin_refused");

  private TableNeeds() {}

  static Needs of(Pipelines pipelines, Settings settings, Home home, boolean ask) {
    String url = settings.clickHouse().url();
    String server = "ClickHouse %s/%s".formatted(url, settings.clickHouse().database());
    DdlFolders ddl = DdlFolders.of(settings, home);
    List<Wanted> wanted = wanted(pipelines, settings, ddl);
    if (!ask) {
      return Needs.of(server, notAsked(wanted));
    }
    if (!Reach.at(URI.create(url))) {
      return Needs.away(server, notAsked(wanted));
    }
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      WarehouseCheck check = new WarehouseCheck(clickHouse, DdlOutlines.of(pipelines, ddl));
      Optional<String> noAccess = check.access();
      if (noAccess.isPresent()) {
        return new Needs(server, Optional.empty(), List.of(noAccess.get()), notAsked(wanted));
      }
      return new Needs(
          server,
          Optional.empty(),
          Stream.of(
                  check.settingsProblems(),
                  check.abilityProblems(),
                  changed(new Ddl(clickHouse), ddl.all(names(pipelines))))
              .flatMap(List::stream)
              .toList(),
          compare(wanted, check));
    }
  }

  private static List<String> names(Pipelines pipelines) {
    return pipelines.plans().stream().map(Plan::pipeline).toList();
  }

  private static List<String> changed(Ddl ddl, List<Path> folders) {
    return folders.stream()
        .filter(java.nio.file.Files::isDirectory)
        .flatMap(folder -> ddl.changed(folder).stream())
        .toList();
  }

  /** Each once, though several pipelines may have a source in common. */
  private static List<Wanted> wanted(Pipelines pipelines, Settings settings, DdlFolders ddl) {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    DefinedNames own = DefinedNames.in(ddl.own());
    for (String table : OWN) {
      wanted.put(table, new Wanted(table, Optional.empty(), false, own.file(table), List.of()));
    }
    for (Plan plan : pipelines.plans()) {
      String name = plan.pipeline();
      DefinedNames defined = DefinedNames.in(ddl.of(name));
      Definitions definitions = Definitions.in(ddl.of(name));
      for (LandingTable table : DdlFiles.landingTables(plan)) {
        if (table.kind() != LandingTable.Kind.RAW_FACT || settings.sink().landL1()) {
          String target = table.relation().name();
          add(
              wanted,
              new Wanted(
                  target,
                  Optional.of(table.relation()),
                  table.kind() == LandingTable.Kind.DIMENSION,
                  defined.file(target),
                  List.of()));
        }
      }
      AggregateFile.read(ddl.aggregates(name))
          .statements()
          .forEach(
              statement ->
                  add(
                      wanted,
                      new Wanted(
                          statement.name(),
                          Optional.empty(),
                          false,
                          defined.file(statement.name()),
                          notes(statement, definitions))));
    }
    return List.copyOf(wanted.values());
  }

  private static void add(Map<String, Wanted> wanted, Wanted table) {
    Wanted known = wanted.get(table.name);
    if (known == null || known.file.isEmpty()) {
      wanted.put(table.name, table);
    }
  }

  private static List<String> notes(AggregateFile.Statement statement, Definitions definitions) {
    if (!(statement instanceof AggregateFile.Aggregate aggregate)) {
      return List.of();
    }
    List<String> notes = new ArrayList<>(InexactColumns.of(aggregate.statement()));
    if (definitions.isChanged(aggregate.statement())) {
      notes.add(
          "%s: the statement of %s was changed since it was made; ./prejoin rebuild %s makes it anew"
              .formatted(aggregate.statement().place(), statement.name(), statement.name()));
    }
    return notes;
  }

  private static List<Need> compare(List<Wanted> wanted, WarehouseCheck check) {
    Map<String, List<String>> problems = new HashMap<>();
    for (Wanted table : wanted) {
      List<String> own = problems.computeIfAbsent(table.name, name -> new ArrayList<>());
      own.addAll(check.ownProblems(table.name));
      if (table.landing.isPresent()) {
        own.addAll(check.tableProblems(table.landing.get(), table.dimension));
        check
            .aggregateProblems(table.name)
            .forEach(
                (aggregate, found) ->
                    problems
                        .computeIfAbsent(
                            isNamed(wanted, aggregate) ? aggregate : table.name,
                            name -> new ArrayList<>())
                        .addAll(found));
      }
    }
    return wanted.stream()
        .map(
            table ->
                compare(table, check, problems.getOrDefault(table.name, List.of()))
                    .withNotes(table.notes))
        .toList();
  }

  private static boolean isNamed(List<Wanted> wanted, String name) {
    return wanted.stream().anyMatch(table -> table.name.equals(name));
  }

  private static Need compare(Wanted table, WarehouseCheck check, List<String> problems) {
    if (table.file.isEmpty() && !check.has(table.name)) {
      return unmade(table);
    }
    return problems.isEmpty() && !check.has(table.name)
        ? Need.of(table.name, shape(table), Standing.WILL_BE_MADE)
        : Need.there(table.name, shape(table), problems);
  }

  private static Need unmade(Wanted table) {
    return new Need(
        table.name,
        shape(table),
        Standing.UNFIT,
        List.of(
            "there is no %s, and no file makes it: ./prejoin plan --ddl writes one"
                .formatted(table.name)));
  }

  private static List<Need> notAsked(List<Wanted> wanted) {
    return wanted.stream()
        .map(
            table ->
                Need.of(
                        table.name,
                        table.file.orElse("no DDL: ./prejoin plan --ddl writes it"),
                        Standing.NOT_ASKED)
                    .withNotes(table.notes))
        .toList();
  }

  private static String shape(Wanted table) {
    return table.file.orElse("");
  }
}
