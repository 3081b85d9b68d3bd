package dev.prejoin.sink.clickhouse;

import dev.prejoin.sink.Landing;
import dev.prejoin.sql.InexactFunctions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names what of the server's aggregates cannot be kept exact, by the types of their states. */
public final class InexactAggregates {
  private static final Pattern STATE =
      Pattern.compile("(?:Simple)?AggregateFunction\\((?:\\d+, )?(\\w+).*", Pattern.DOTALL);

  private final Catalog catalog;

  public InexactAggregates(ClickHouse clickHouse) {
    this.catalog = new Catalog(clickHouse);
  }

  /** A line for each column of the aggregates of these tables, and for each unfit condition. */
  public List<String> of(List<Landing> landings) {
    return landings.stream()
        .filter(landing -> landing.kind() == Landing.Kind.FACT)
        .flatMap(landing -> catalog.aggregates(landing.relation().name()).stream())
        .flatMap(aggregate -> Stream.concat(states(aggregate), conditions(aggregate)))
        .distinct()
        .toList();
  }

  private Stream<String> states(Aggregate aggregate) {
    Map<String, String> columns = catalog.columns(aggregate.view() + "_data");
    return aggregate.states().stream()
        .flatMap(
            column -> {
              Matcher state = STATE.matcher(columns.getOrDefault(column, ""));
              return state.matches()
                  ? InexactFunctions.aggregate(state.group(1)).stream()
                      .map(why -> why.of(aggregate.view() + "." + column, state.group(1)))
                  : Stream.empty();
            });
  }

  /** Functions of a row: in keys, in arguments or in WHERE. */
  private Stream<String> conditions(Aggregate aggregate) {
    return catalog.table(aggregate.view() + "_rebuild").stream()
        .flatMap(rebuild -> InexactFunctions.scalarsIn(rebuild.statement()).entrySet().stream())
        .map(found -> found.getValue().of(aggregate.view(), found.getKey()));
  }
}
