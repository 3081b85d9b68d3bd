package dev.prejoin.spec;

import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.spec.Part.Table;
import dev.prejoin.spec.SpecText.Entry;
import dev.prejoin.spec.SpecText.StepText;
import dev.prejoin.spec.Step.Expected;
import dev.prejoin.spec.Step.Send;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives the names and values of a scenario's tables their meaning in its pipeline. */
final class StepBinder {
  /** Where one of these is expected of a target, nothing else may come from it. */
  private static final Set<Word> SILENCING = EnumSet.of(Word.ROWS, Word.ENDED, Word.EMPTIED);

  private final Plan plan;
  private final List<Outlet> outlets;
  private final TableBinder tables;
  private final Problems problems;

  StepBinder(Plan plan, Problems problems) {
    this.plan = plan;
    this.outlets = Outlet.of(plan);
    this.tables = new TableBinder(problems);
    this.problems = problems;
  }

  Step bind(StepText step) {
    List<Send> sends = new ArrayList<>();
    step.changes().forEach(entry -> sends.addAll(sends(entry)));
    List<Expected> expected = new ArrayList<>();
    Map<String, Integer> quiet = new HashMap<>();
    Set<Outlet> seen = new HashSet<>();
    for (Entry entry : step.expectations()) {
      if (entry.word() == Word.NOTHING) {
        quiet(entry).forEach(target -> quiet.put(target, entry.at().line()));
        continue;
      }
      Optional<Outlet> outlet = outlet(entry);
      outlet.ifPresent(found -> expected.add(expected(entry, found)));
      outlet
          .filter(found -> SILENCING.contains(found.word()))
          .ifPresent(found -> quiet.put(found.name(), entry.at().line()));
      if (outlet.isPresent() && !seen.add(outlet.get())) {
        problem(entry.at(), "the step has a table of these already; put the rows into that one");
      }
    }
    Entry first = step.changes().isEmpty() ? step.expectations().get(0) : step.changes().get(0);
    return new Step(sends, expected, quiet, first.at().line());
  }

  private List<String> quiet(Entry entry) {
    List<String> targets = plan.views().stream().map(view -> view.target().name()).toList();
    String name = entry.name().text();
    if (name.isEmpty()) {
      return targets;
    }
    if (!targets.contains(name)) {
      problem(entry.name(), name + " is no target of a view" + Nearest.to(name, targets));
    }
    return List.of(name);
  }

  private Optional<Outlet> outlet(Entry entry) {
    String name = entry.name().text();
    List<Outlet> ofKind = outlets.stream().filter(o -> o.word() == entry.word()).toList();
    Optional<Outlet> found = ofKind.stream().filter(o -> o.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      String what =
          switch (entry.word()) {
            case EMPTIED -> " is no target of a view, or is a dimension, whose rows end one by one";
            case REJECTS -> " is no target that keeps rejects";
            case DEAD_LETTERS -> " is no stream that a view reads";
            default -> " is no target of a view";
          };
      problem(
          entry.name(), name + what + Nearest.to(name, ofKind.stream().map(Outlet::name).toList()));
    }
    return found;
  }

  private Expected expected(Entry entry, Outlet outlet) {
    if (entry.word() == Word.EMPTIED) {
      return new Expected(outlet, List.of(), List.of(List.of()), entry.at().line());
    }
    List<Field> columns = tables.columns(entry.table(), outlet.fields());
    List<List<String>> rows = new ArrayList<>();
    for (List<Cell> row : entry.table().rows()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        Field field = columns.get(i);
        texts.add(tables.read(row.get(i), field, field::normal).orElse(""));
      }
      rows.add(texts);
    }
    return new Expected(
        outlet, columns.stream().map(Field::name).toList(), rows, entry.at().line());
  }

  private List<Send> sends(Entry entry) {
    String name = entry.name().text();
    Optional<Relation> source =
        plan.sources().stream()
            .map(Source::relation)
            .filter(relation -> relation.name().equals(name))
            .findFirst();
    if (source.isEmpty()) {
      List<String> sources = plan.sources().stream().map(s -> s.relation().name()).toList();
      problem(entry.name(), name + " is no source" + Nearest.to(name, sources));
      return List.of();
    }
    Relation relation = source.get();
    if (entry.word() == Word.TRUNCATE) {
      return truncate(entry, relation);
    }
    Table table = entry.table();
    List<Field> columns = tables.columns(table, fields(entry.word(), relation));
    if (!hasKey(entry, relation, columns)) {
      return List.of();
    }
    List<Send> sends = new ArrayList<>();
    for (List<Cell> row : table.rows()) {
      send(entry.word(), relation, columns, row).ifPresent(sends::add);
    }
    return sends;
  }

  /** Capture ends the rows of a dimension one by one, as it knows them. */
  private List<Send> truncate(Entry entry, Relation relation) {
    if (plan.sources().stream().anyMatch(s -> s.isDimension() && s.relation().equals(relation))) {
      problem(
          entry.at(),
          relation.name()
              + " is a ChangeTable, of which TRUNCATE deletes every row: write a **delete** of those"
              + " that are there");
      return List.of();
    }
    return List.of(new Send(relation.name(), null, null, Origin.truncated(1)));
  }

  private static List<Field> fields(Word word, Relation relation) {
    Stream<Field> more =
        switch (word) {
          case DELETE -> Stream.of();
          case BYTES -> Stream.of(Field.text(Field.VALUE));
          default -> Field.columns(relation.columns());
        };
    return Stream.concat(more, Field.keys(relation)).toList();
  }

  private boolean hasKey(Entry entry, Relation relation, List<Field> columns) {
    List<String> missing =
        relation.key().stream()
            .map(Column::name)
            .filter(
                key ->
                    columns.stream()
                        .noneMatch(f -> f.name().equals(key) || f.name().equals(Field.KEY + key)))
            .toList();
    if (!missing.isEmpty() && columns.size() == entry.table().header().size()) {
      problem(
          entry.at(),
          "the table has no column for the key of %s: add %s"
              .formatted(relation.name(), String.join(", ", missing)));
    }
    return missing.isEmpty();
  }

  private Optional<Send> send(Word word, Relation relation, List<Field> columns, List<Cell> cells) {
    Map<String, Object> given = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      Field field = columns.get(i);
      Column column = field.column();
      Optional<Object> value =
          tables.read(
              cells.get(i),
              field,
              text -> new Given(column == null ? text : Values.read(column, text)));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      given.put(field.name(), ((Given) value.get()).value);
    }
    try {
      byte[] key =
          new JsonRowCodec(relation.key())
              .encode(
                  relation.key().stream()
                      .map(c -> given.getOrDefault(Field.KEY + c.name(), given.get(c.name())))
                      .toArray());
      return Optional.of(
          new Send(relation.name(), key, value(word, relation, given), origin(word)));
    } catch (BadRowException e) {
      problem(cells.get(0), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static byte @Nullable [] value(Word word, Relation relation, Map<String, Object> given) {
    return switch (word) {
      case DELETE -> null;
      case BYTES ->
          String.valueOf(given.getOrDefault(Field.VALUE, "")).getBytes(StandardCharsets.UTF_8);
      default ->
          new JsonRowCodec(relation.columns())
              .encode(
                  relation.columns().stream()
                      .map(
                          c ->
                              given.containsKey(c.name())
                                  ? given.get(c.name())
                                  : c.type().defaultValue())
                      .toArray());
    };
  }

  private static Origin origin(Word word) {
    char op =
        switch (word) {
          case UPDATE -> 'u';
          case DELETE -> 'd';
          case SNAPSHOT -> 'r';
          default -> 'c';
        };
    return Origin.captured(op, 1);
  }

  private void problem(Cell at, String message) {
    problems.add(at.line(), at.column(), message);
  }

  /** A value, which may be null. */
  private record Given(@Nullable Object value) {}
}
