package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.DdlOutline;
import dev.prejoin.sink.clickhouse.ddl.AggregateStatement.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate with its types, told apart into what names a bucket and what is counted in it.
 *
 * <p>A bucket is what one row of {@code GROUP BY} counts, or where that can be of all times, one
 * day of it: a correction then has that day counted anew, and not all there is. The states of the
 * days are merged when the aggregate is read, as those of shards are.
 *
 * @param keys the columns of a bucket
 * @param states the states that are merged
 * @param types of both, by name
 * @param month the key by whose months the states are cut, if any
 */
record AggregateLayout(
    AggregateStatement statement,
    List<Item> keys,
    List<Item> states,
    Map<String, String> types,
    Optional<String> month) {
  /** Names that the columns beside the user's have, somewhere in the statements. */
  private static final Set<String> RESERVED =
      Set.of(
          "_key",
          "_shard",
          "_seg",
          "_base",
          "_bucket",
          "_slice",
          "_at",
          DdlOutline.DAY,
          "touched",
          "newest",
          "clean");

  /** Functions that can put rows of many days into one bucket, though what they give is a time. */
  private static final Pattern COARSE =
      Pattern.compile(
          "(?i)\\b(toStartOf(Week|Month|Quarter|Year|ISOYear|Interval)|toLastDayOf\\w+|toMonday"
              + "|date_?trunc|toMonth|toYear|toTime)\\b");

  AggregateLayout {
    keys = List.copyOf(keys);
    states = List.copyOf(states);
    types = Map.copyOf(types);
  }

  /**
   * Tells keys from states.
   *
   * @param timeColumn by whose months the aggregated table is cut
   * @throws ProblemException if a column is neither
   */
  static AggregateLayout of(
      AggregateStatement statement, Map<String, String> types, Optional<String> timeColumn) {
    List<Item> keys = new ArrayList<>();
    List<Item> states = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> groupBy = groupBy(statement, types);
    for (Item item : statement.items()) {
      if (groupBy.contains(item.name())) {
        keys.add(item);
      } else if (isState(types.getOrDefault(item.name(), ""))) {
        states.add(item);
      } else {
        problems.add(
            ("%s: %s is neither in GROUP BY nor a state, so two parts of a bucket could not be"
                    + " merged; write the function with -State, such as sumState(x) AS %s")
                .formatted(item.place(), item.sql(), item.name()));
      }
    }
    if (keys.size() < groupBy.size() || groupBy.contains("")) {
      problems.add(
          "%s: every expression of GROUP BY is selected too, as the buckets are told apart by them"
              .formatted(statement.place()));
    }
    statement.items().stream()
        .filter(item -> RESERVED.contains(item.name()))
        .forEach(
            item ->
                problems.add(
                    "%s: %s is a name that prejoin's own columns have; choose another behind AS"
                        .formatted(item.place(), item.name())));
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    Optional<String> month = month(keys, types, timeColumn);
    if (month.isPresent() || timeColumn.isEmpty()) {
      return new AggregateLayout(statement, keys, states, types, month);
    }
    Item day =
        new Item(
            DdlOutline.DAY, "toDate32(" + column(statement, timeColumn.get()) + ", 'UTC')", "");
    keys.add(0, day);
    Map<String, String> allTypes = new HashMap<>(types);
    allTypes.put(DdlOutline.DAY, "Date32");
    return new AggregateLayout(statement, keys, states, allTypes, Optional.of(DdlOutline.DAY));
  }

  /** A column of the table, though an item may have its name. */
  private static String column(AggregateStatement statement, String name) {
    String column = Identifiers.name(name);
    return statement.item(name).isPresent()
        ? Identifiers.name(statement.alias()) + "." + column
        : column;
  }

  private static boolean isState(String type) {
    return type.startsWith("AggregateFunction(") || type.startsWith("SimpleAggregateFunction(");
  }

  /** The names of the items that it means; empty for what is no item. */
  private static List<String> groupBy(AggregateStatement statement, Map<String, String> types) {
    List<String> entries = statement.groupBy();
    if (entries.size() == 1 && entries.get(0).toUpperCase(Locale.ROOT).equals("ALL")) {
      return statement.items().stream()
          .map(Item::name)
          .filter(name -> !isState(types.getOrDefault(name, "")))
          .toList();
    }
    return entries.stream().map(entry -> named(statement.items(), entry)).distinct().toList();
  }

  /** The name of the item that an entry of GROUP BY means; empty if it means none. */
  static String named(List<Item> items, String entry) {
    String plain = entry.replace("`", "").replace("\"", "");
    if (plain.matches("\\d{1,4}")) {
      int position = Integer.parseInt(plain);
      return position >= 1 && position <= items.size() ? items.get(position - 1).name() : "";
    }
    return items.stream()
        .filter(item -> item.name().equals(plain) || same(item.sql(), entry))
        .map(Item::name)
        .findFirst()
        .orElse("");
  }

  private static boolean same(String left, String right) {
    return left.replaceAll("\\s", "").equals(right.replaceAll("\\s", ""));
  }

  /**
   * Only a time that comes from the time by which the table is cut: an insert then meets as many
   * months here as there, and ClickHouse takes no more than 100 of them at once. And only one that
   * bounds a bucket to a day.
   */
  private static Optional<String> month(
      List<Item> keys, Map<String, String> types, Optional<String> timeColumn) {
    return timeColumn.flatMap(
        time ->
            keys.stream()
                .filter(key -> types.getOrDefault(key.name(), "").startsWith("Date"))
                .filter(
                    key ->
                        Pattern.compile("\\b" + Pattern.quote(time) + "\\b")
                            .matcher(key.sql())
                            .find())
                .filter(key -> !COARSE.matcher(key.sql()).find())
                .map(Item::name)
                .findFirst());
  }

  List<String> keyNames() {
    return keys.stream().map(Item::name).toList();
  }

  /** The keys that the user named. */
  List<String> shownKeys() {
    return keyNames().stream().filter(key -> !key.equals(DdlOutline.DAY)).toList();
  }

  /** Whether a bucket is one day of a row of GROUP BY. */
  boolean isByDay() {
    return keyNames().contains(DdlOutline.DAY);
  }

  List<String> stateNames() {
    return states.stream().map(Item::name).toList();
  }

  /**
   * A bucket and its shard as one number, by which states find their base. Of 128 bits, so that no
   * two are ever the same. Values that GROUP BY or a merge takes for one are made one.
   */
  String bucket() {
    return "reinterpretAsUInt128(sipHash128(%s))"
        .formatted(
            Stream.concat(keys.stream().flatMap(this::hashed), Stream.of("_shard"))
                .collect(Collectors.joining(", ")));
  }

  private Stream<String> hashed(Item key) {
    String name = Identifiers.name(key.name());
    String type = without("LowCardinality(", types.getOrDefault(key.name(), ""));
    String plain = without("Nullable(", type);
    return plain.equals(type)
        ? Stream.of(normal(name, plain))
        : Stream.of(
            "isNull(" + name + ")",
            "ifNull(%s, defaultValueOfTypeName(%s))"
                .formatted(
                    normal(name, plain),
                    Identifiers.literal(plain.startsWith("Float") ? "Float64" : plain)));
  }

  /** 0 and -0 are one bucket, and so are all that are not a number. */
  private static String normal(String name, String type) {
    return type.startsWith("Float") ? "if(isNaN(%s), nan, %s + 0)".formatted(name, name) : name;
  }

  private static String without(String outer, String type) {
    return type.startsWith(outer) ? type.substring(outer.length(), type.length() - 1) : type;
  }

  boolean hasNullableKey() {
    return keys.stream().anyMatch(key -> types.getOrDefault(key.name(), "").contains("Nullable"));
  }
}
