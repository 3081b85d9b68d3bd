package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.sink.clickhouse.ddl.AggregateStatement.Item;
import dev.prejoin.sql.Lexer;
import dev.prejoin.sql.SqlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns an aggregate of an aggregate into one of the rows, where the two are the same: a daily one
 * of an hourly one, say. It is then kept exact as any other, and waits for none.
 *
 * <p>Each column of the inner aggregate that the outer one reads is replaced by its expression. For
 * keys that is always the same; for states where the outer one merges them, as merging the states
 * of parts gives the state of the whole.
 */
final class Rollup {
  private static final String STATE = "State";
  private static final String MERGE_STATE = "MergeState";
  private static final String SIMPLE_STATE = "SimpleState";

  /** Aggregates that say the same however often a value comes. */
  private static final Set<String> ONCE =
      Set.of(
          "min",
          "max",
          "uniq",
          "uniqexact",
          "uniqcombined",
          "uniqcombined64",
          "uniqhll12",
          "uniqtheta",
          "groupuniqarray",
          "groupbitmap",
          "groupbitand",
          "groupbitor");

  private final AggregateStatement inner;
  private final AggregateStatement outer;
  private final Set<String> taken;

  private Rollup(AggregateStatement inner, AggregateStatement outer) {
    this.inner = inner;
    this.outer = outer;
    this.taken =
        outer.items().stream()
            .filter(item -> !passes(item))
            .map(Item::name)
            .collect(Collectors.toSet());
  }

  /**
   * The outer statement over the table that the inner one reads.
   *
   * @throws UnfitStatementException if that would be another aggregate
   */
  static AggregateStatement of(AggregateStatement inner, AggregateStatement outer)
      throws UnfitStatementException {
    return new Rollup(inner, outer).statement();
  }

  private AggregateStatement statement() throws UnfitStatementException {
    for (Item item : inner.items()) {
      if (Lexer.tokens(item.sql()).stream().anyMatch(token -> token.isWord("arrayJoin"))) {
        throw new UnfitStatementException(
            outer.places().from(),
            "%s makes several rows of one, by arrayJoin in %s, so that its parts cannot be counted as rows of %s; read %s itself"
                .formatted(inner.target(), item.name(), inner.table(), inner.table()));
      }
    }
    List<Item> items = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Item item : outer.items()) {
      boolean state = isState(item);
      items.add(new Item(item.name(), state ? state(item) : key(item), item.place()));
      if (!state) {
        keys.add(Identifiers.name(item.name()));
      }
    }
    return new AggregateStatement(
        outer.comment(),
        outer.view(),
        outer.target(),
        items,
        inner.table(),
        inner.from(),
        where(),
        groupBy(keys),
        Optional.of(outer.table()),
        outer.places());
  }

  private List<String> groupBy(List<String> keys) throws UnfitStatementException {
    List<String> entries = outer.groupBy();
    if (entries.size() == 1 && entries.get(0).toUpperCase(Locale.ROOT).equals("ALL")) {
      return keys;
    }
    List<String> names = new ArrayList<>();
    for (String entry : entries) {
      String name = AggregateLayout.named(outer.items(), entry);
      if (name.isEmpty()) {
        throw new UnfitStatementException(
            outer.place(),
            "GROUP BY %s is not selected; every expression of GROUP BY is selected too, as the buckets are told apart by them"
                .formatted(entry));
      }
      names.add(Identifiers.name(name));
    }
    return names;
  }

  private String where() throws UnfitStatementException {
    String ofInner =
        inner.where().isEmpty()
            ? ""
            : rows(new Item("", inner.where(), inner.places().where()), outer.places().where());
    if (outer.where().isEmpty()) {
      return ofInner;
    }
    String ofOuter = key(new Item("", outer.where(), outer.places().where()));
    return ofInner.isEmpty() ? ofOuter : "(%s) AND (%s)".formatted(ofInner, ofOuter);
  }

  /** Whether it is aggregated, and not a key. */
  private boolean isState(Item item) throws UnfitStatementException {
    SqlExpression expression = SqlExpression.of(item.sql(), item.place());
    boolean function =
        expression.node() instanceof SqlNode.Call call
            && (call.function().endsWith(STATE) || call.function().endsWith("Merge"));
    return function
        || expression.names().stream()
            .flatMap(name -> column(name, item).stream())
            .anyMatch(Rollup::holdsState);
  }

  private static boolean holdsState(Item column) {
    return function(column).endsWith(STATE);
  }

  /** The function of a state, or nothing. */
  private static String function(Item item) {
    int bracket = item.sql().indexOf('(');
    String name = bracket < 0 ? "" : item.sql().substring(0, bracket).strip();
    return name.matches("\\w+") ? name : "";
  }

  /** The column of the inner aggregate that a name means, if it means one. */
  private Optional<Item> column(SqlNode.Name name, Item within) {
    List<String> parts = name.parts();
    boolean alias = parts.size() == 1 && isAlias(outer, parts.get(0), within);
    if (alias) {
      return Optional.empty();
    }
    List<String> own = parts;
    List<String> qualifiers = parts.subList(0, parts.size() - 1);
    if (!qualifiers.isEmpty()
        && Set.of(outer.alias(), outer.table()).contains(qualifiers.get(qualifiers.size() - 1))) {
      own = List.of(name.last());
    }
    return own.size() == 1 ? inner.item(own.get(0)) : Optional.empty();
  }

  /** As in ClickHouse: an alias of another item comes before a column of that name. */
  private static boolean isAlias(AggregateStatement statement, String name, Item within) {
    return !name.equals(within.name())
        && statement.item(name).filter(item -> !item.isColumn()).isPresent();
  }

  private String key(Item item) throws UnfitStatementException {
    return SqlExpression.of(item.sql(), item.place())
        .with(
            name -> {
              Optional<Item> column = column(name, item);
              if (column.isPresent() && holdsState(column.get())) {
                throw merge(item, column.get());
              }
              if (column.isPresent()) {
                return SqlExpression.bracketed(rows(column.get(), item.place()), item.place());
              }
              if (name.parts().size() == 1 && isAlias(outer, name.last(), item)) {
                return Identifiers.name(name.last());
              }
              throw new UnfitStatementException(
                  item.place(),
                  "%s has no column %s; it has %s"
                      .formatted(
                          inner.target(),
                          String.join(".", name.parts()),
                          Identifiers.names(inner.items().stream().map(Item::name).toList())));
            });
  }

  private String state(Item item) throws UnfitStatementException {
    SqlExpression expression = SqlExpression.of(item.sql(), item.place());
    List<Item> states =
        expression.names().stream()
            .flatMap(name -> column(name, item).stream())
            .filter(Rollup::holdsState)
            .toList();
    String function =
        expression.node() instanceof SqlNode.Call call
                && item.sql().startsWith(call.function() + "(")
            ? call.function()
            : "";
    if (states.isEmpty()) {
      return ofKeys(item, function);
    }
    Item state = states.get(0);
    boolean alone = expression.names().size() == 1 && expression.node() instanceof SqlNode.Call;
    if (!alone || !merges(item.sql(), function, state)) {
      throw merge(item, state);
    }
    String rows = rows(state, item.place());
    return function.endsWith(MERGE_STATE) || function.equals(function(state))
        ? rows
        : function + rows.substring(function(state).length());
  }

  /** Whether a function makes of the states of parts that of the whole. */
  private static boolean merges(String sql, String function, Item state) {
    String of = function(state);
    if (of.endsWith(SIMPLE_STATE)) {
      String name = without(of, SIMPLE_STATE);
      return function.equals(of) || function.equals(name + STATE);
    }
    return function.equals(without(of, STATE) + MERGE_STATE)
        && SqlExpression.parameters(sql).equals(SqlExpression.parameters(state.sql()));
  }

  private static String without(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  private UnfitStatementException merge(Item item, Item state) {
    String of = function(state);
    boolean simple = of.endsWith(SIMPLE_STATE);
    String parameters = SqlExpression.parameters(state.sql());
    String form =
        (simple ? of : without(of, STATE) + MERGE_STATE)
            + (parameters.isEmpty() ? "" : "(" + parameters + ")");
    return new UnfitStatementException(
        item.place(),
        ("%s is no state that %s.%s can be merged into; write %s(%s) AS %s, or ask for numbers in a"
                + " plain CREATE VIEW, which is as exact as what it reads")
            .formatted(
                item.sql(),
                inner.target(),
                state.name(),
                form,
                Identifiers.name(state.name()),
                Identifiers.name(item.name().isEmpty() ? state.name() : item.name())));
  }

  /** Of keys only, such as a number of devices: each comes once with a bucket, often with rows. */
  private String ofKeys(Item item, String function) throws UnfitStatementException {
    String name =
        Stream.of(SIMPLE_STATE, STATE)
            .filter(function::endsWith)
            .findFirst()
            .map(end -> without(function, end))
            .orElse("");
    boolean once =
        name.contains("Distinct")
            || ONCE.contains(
                name.replaceAll("(If|OrNull|OrDefault)+$", "").toLowerCase(Locale.ROOT));
    if (!once) {
      throw new UnfitStatementException(
          item.place(),
          ("%s would count the states that make up %s, as many as there were inserts, and not rows"
                  + " of %s; merge one of its states, or read %s itself")
              .formatted(item.sql(), inner.target(), inner.table(), inner.table()));
    }
    return key(item);
  }

  /** What an expression of the inner aggregate says of the rows, with no name but of columns. */
  private String rows(Item item, String place) throws UnfitStatementException {
    return rows(item, place, new HashSet<>());
  }

  private String rows(Item item, String place, Set<String> within) throws UnfitStatementException {
    if (item.isColumn() && !taken.contains(item.name())) {
      return item.sql();
    }
    return SqlExpression.of(item.sql(), place)
        .with(
            name -> {
              String first = name.parts().get(0);
              if (name.parts().size() == 1 && isAlias(inner, first, item) && within.add(first)) {
                Item alias = inner.item(first).orElseThrow();
                String rows = SqlExpression.bracketed(rows(alias, place, within), place);
                within.remove(first);
                return rows;
              }
              String written =
                  name.parts().stream().map(Identifiers::name).collect(Collectors.joining("."));
              boolean qualified = first.equals(inner.alias()) || first.equals(inner.table());
              return taken.contains(first) && !qualified
                  ? Identifiers.name(inner.alias()) + "." + written
                  : written;
            });
  }

  /** Whether it is a column of the rows that keeps its name through both. */
  private boolean passes(Item item) {
    return item.isColumn() && inner.item(item.name()).filter(Item::isColumn).isPresent();
  }
}
