package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.LandedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every function beside ClickHouse's own: the same expressions over the same random and extreme
 * rows have the same types, values and failures.
 */
class FunctionsIT {
  private static final int ROWS = 1_000;

  /** Rows of an expression that are tried of each kind of failure. */
  private static final int FAILURES_TRIED = 2;

  private static final int RANDOM_EXPRESSIONS = 600;

  /** Expressions in one query; of those that fail in no row. */
  private static final int AT_ONCE = 10;

  private static final int IN_MEMORY = 400;

  /** How many of the pairs that one line of a file stands for are tried. */
  private static final int SAMPLE = 40;

  private static final String LAZILY =
      ", short_circuit_function_evaluation = 'force_enable'"
          + ", short_circuit_function_evaluation_for_nulls = 1"
          + ", short_circuit_function_evaluation_for_nulls_threshold = 0";

  /** A BETWEEN without others in it: what is less than its least is FALSE whatever its most. */
  private static final Pattern BETWEEN = Pattern.compile("(\\w+) BETWEEN (-?\\w+) AND (\\w+)");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private static final long SEED = 20_260_101;

  private static final List<Object[]> TABLE = WideTable.rows(ROWS, SEED);

  static ClickHouse clickHouse;

  @BeforeAll
  static void land() {
    clickHouse = TestServers.newDatabase("functions");
    fill(clickHouse);
    // ClickHouse computes all arguments of ifNull and coalesce, whatever the settings.
    clickHouse.execute(
        "CREATE OR REPLACE FUNCTION lazily AS (a, b) -> if(isNull(a), b, a)", Map.of());
  }

  static void fill(ClickHouse clickHouse) {
    List<LandedRows.Landed> landed = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      landed.add(new LandedRows.Landed(List.of(i), TABLE.get(i), 1, false));
    }
    LandedRows.land(clickHouse, WideTable.RELATION, landed);
  }

  @AfterAll
  static void close() {
    clickHouse.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "basics.sql",
        "operators.sql",
        "numbers.sql",
        "strings.sql",
        "search.sql",
        "json.sql",
        "arrays.sql",
        "dates.sql",
        "times.sql",
        "conversions.sql",
        "spans.sql",
        "differences.sql",
        "maths.sql"
      })
  void shouldAgreeWithClickHouse(String file) {
    assertThat(differences(ExpressionFile.read(file, SAMPLE))).isEmpty();
  }

  @Test
  void shouldAgreeWithClickHouseOnRandomExpressions() {
    RandomCalls random = new RandomCalls(new Random(SEED));
    Set<String> texts = new LinkedHashSet<>();
    while (texts.size() < RANDOM_EXPRESSIONS) {
      String text = random.next();
      try {
        Evaluation.of(text);
        texts.add(text);
      } catch (Evaluation.RefusedException e) {
        // what is refused cannot differ
      }
    }
    assertThat(differences(texts.stream().map(t -> new ExpressionFile.Line(t, true)).toList()))
        .isEmpty();
  }

  /** What prejoin makes of an expression; a row that fails has its message for a value. */
  private record Computed(String text, Evaluation ours, Object[] values, Set<Integer> failed) {}

  /** Two at a time or more, as ClickHouse computes one while prejoin computes another. */
  static List<String> differences(List<ExpressionFile.Line> lines) {
    List<String> differences = Collections.synchronizedList(new ArrayList<>());
    for (int from = 0; from < lines.size(); from += IN_MEMORY) {
      List<Computed> computed =
          lines.subList(from, Math.min(lines.size(), from + IN_MEMORY)).parallelStream()
              .flatMap(line -> compute(line, differences).stream())
              .toList();
      List<Computed> whole = computed.stream().filter(each -> each.failed.isEmpty()).toList();
      IntStream.range(0, (whole.size() + AT_ONCE - 1) / AT_ONCE)
          .parallel()
          .mapToObj(i -> whole.subList(i * AT_ONCE, Math.min(whole.size(), (i + 1) * AT_ONCE)))
          .filter(batch -> !agreeAtOnce(batch, Set.of()))
          .flatMap(List::stream)
          .forEach(each -> difference(each, differences));
      computed.parallelStream()
          .filter(each -> !each.failed.isEmpty())
          .forEach(each -> difference(each, differences));
    }
    return differences;
  }

  private static Optional<Computed> compute(ExpressionFile.Line line, List<String> into) {
    String text = line.expression();
    Evaluation ours;
    try {
      ours = Evaluation.of(text);
    } catch (Evaluation.RefusedException e) {
      if (!line.maybe()) {
        into.add(text + "\n  refused: " + e.getMessage());
      }
      return Optional.empty();
    }
    Object[] values = new Object[ROWS];
    Set<Integer> failed = new TreeSet<>();
    for (int i = 0; i < ROWS; i++) {
      try {
        values[i] = ours.code().value(new Object[][] {TABLE.get(i)});
      } catch (BadRowException e) {
        values[i] = e.getMessage();
        failed.add(i);
      } catch (RuntimeException e) {
        into.add("%s%n  row %d: %s; %s".formatted(text, i, e, inputs(text, i)));
        return Optional.empty();
      }
    }
    return Optional.of(new Computed(text, ours, values, failed));
  }

  private static void difference(Computed computed, List<String> into) {
    String text = computed.text;
    Evaluation ours = computed.ours;
    Object[] values = computed.values;
    Set<Integer> failed = computed.failed;
    if (!agreeAtOnce(List.of(computed), failed)
        && (!typesAgree(text, ours, into)
            || !valuesAgree(text, ours.column(), values, new TreeSet<>(failed), into))) {
      return;
    }
    for (int row : tried(values, failed)) {
      try {
        Object value = read(text, ours.column(), "_key = " + row).get(0)[1];
        into.add(
            "%s%n  row %d: fails (%s), and is %s in ClickHouse; %s"
                .formatted(text, row, values[row], shown(value), inputs(text, row)));
        return;
      } catch (WarehouseException e) {
        // it fails there too
      }
    }
  }

  /** Some of the rows that fail, of each kind of failure. */
  private static List<Integer> tried(Object[] values, Set<Integer> failed) {
    List<Integer> shuffled = new ArrayList<>(failed);
    Collections.shuffle(shuffled, new Random(SEED));
    Map<String, Integer> kinds = new HashMap<>();
    return shuffled.stream()
        .filter(row -> kinds.merge(kind(values[row]), 1, Integer::sum) <= FAILURES_TRIED)
        .limit(3L * FAILURES_TRIED)
        .toList();
  }

  /** What it says but for the value, which stands first. */
  private static String kind(Object message) {
    String text = String.valueOf(message);
    return DIGITS.matcher(text.substring(text.lastIndexOf("' ") + 1)).replaceAll("0");
  }

  /**
   * Whether types and values agree, asked in one query; what differs if not, is asked for then.
   *
   * @param failed rows in which they need not
   */
  private static boolean agreeAtOnce(List<Computed> all, Set<Integer> failed) {
    if (failed.size() == ROWS) {
      return false; // No row would tell the type.
    }
    StringBuilder select = new StringBuilder("SELECT _key");
    List<String> types = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("_key", ColumnType.of(ColumnType.Kind.INT32)));
    for (Computed each : all) {
      String name = "value__" + columns.size();
      select.append(", ").append(each.text).append(" AS ").append(name);
      types.add("toTypeName(" + name + ") = " + quoted(each.ours.type()));
      columns.add(new Column(name, each.ours.column()));
    }
    try {
      List<Object[]> theirs =
          LandedRows.read(
              clickHouse,
              "%s FROM (SELECT * FROM wide WHERE %s) WHERE %s SETTINGS session_timezone = 'UTC'"
                  .formatted(select, others(failed), String.join(" AND ", types)),
              columns);
      return theirs.size() == ROWS - failed.size()
          && theirs.stream().allMatch(row -> isSame(all, row));
    } catch (WarehouseException e) {
      return false;
    }
  }

  private static boolean isSame(List<Computed> all, Object[] row) {
    return IntStream.range(0, all.size())
        .allMatch(i -> ColumnType.isSame(all.get(i).values[(Integer) row[0]], row[i + 1]));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static boolean typesAgree(String text, Evaluation ours, List<String> into) {
    String typed;
    try {
      typed = type(text);
    } catch (WarehouseException e) {
      into.add(
          "%s%n  is %s, and ClickHouse refuses it: %s"
              .formatted(text, ours.type(), e.getMessage()));
      return false;
    }
    if (!typed.equals(ours.type())) {
      into.add("%s%n  is %s, and %s in ClickHouse".formatted(text, ours.type(), typed));
      return false;
    }
    return true;
  }

  private static String others(Set<Integer> failed) {
    return failed.isEmpty() ? "1" : "_key NOT IN (" + list(failed) + ")";
  }

  private static boolean valuesAgree(
      String text, ColumnType type, Object[] values, Set<Integer> failed, List<String> into) {
    List<Object[]> theirs;
    try {
      theirs = readOrBesideNulls(text, type, values, failed, others(failed));
    } catch (WarehouseException e) {
      int row = failing(text, type, failed, 0, ROWS);
      into.add(
          "%s%n  row %d: is %s, and fails in ClickHouse: %s; %s"
              .formatted(
                  text,
                  row,
                  row < 0 ? "?" : shown(values[row]),
                  e.getMessage(),
                  inputs(text, row)));
      return false;
    }
    for (Object[] pair : theirs) {
      int row = (Integer) pair[0];
      if (!ColumnType.isSame(values[row], pair[1])) {
        into.add(
            "%s%n  row %d: is %s, and %s in ClickHouse; %s"
                .formatted(text, row, shown(values[row]), shown(pair[1]), inputs(text, row)));
        return false;
      }
    }
    return true;
  }

  /**
   * ClickHouse's values; where it fails, those that it gives once it computes no more than is
   * needed, as prejoin does: no branch that is not taken, and nothing beneath a NULL.
   */
  private static List<Object[]> readOrLazily(String text, ColumnType type, String where) {
    try {
      return read(text, type, where);
    } catch (WarehouseException e) {
      Matcher between = BETWEEN.matcher(text);
      if (between.matches()) {
        String less = "ifNull(" + between.group(1) + " < " + between.group(2) + ", 0)";
        List<Object[]> all = new ArrayList<>(read("0", type, where + " AND " + less));
        all.addAll(read(text, type, where + " AND NOT " + less));
        return all;
      }
      String lazily = text.replaceAll("\\b(ifNull|coalesce)\\(", "lazily(");
      return read(lazily, type, where, LAZILY);
    }
  }

  /**
   * The same; where ClickHouse fails however lazily, without the rows in which a column is NULL and
   * so is prejoin's result.
   */
  private static List<Object[]> readOrBesideNulls(
      String text, ColumnType type, Object[] values, Set<Integer> failed, String where) {
    try {
      return readOrLazily(text, type, where);
    } catch (WarehouseException e) {
      int[] named = named(text).toArray();
      IntStream.range(0, ROWS)
          .filter(row -> values[row] == null && hasNull(named, row))
          .forEach(failed::add);
      return readOrLazily(text, type, others(failed));
    }
  }

  private static String list(Set<Integer> rows) {
    return rows.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static boolean hasNull(int[] columns, int row) {
    return Arrays.stream(columns).anyMatch(i -> TABLE.get(row)[i] == null);
  }

  /** The positions of the columns that the expression names. */
  private static IntStream named(String text) {
    return IntStream.range(0, WideTable.RELATION.columns().size())
        .filter(
            i -> text.matches("(?s).*\\b" + WideTable.RELATION.columns().get(i).name() + "\\b.*"));
  }

  /** The first row that fails in ClickHouse beside those that fail here, or -1. */
  private static int failing(String text, ColumnType type, Set<Integer> failed, int from, int to) {
    Set<Integer> all =
        IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    all.removeAll(failed);
    if (all.isEmpty()) {
      return -1;
    }
    try {
      readOrLazily(text, type, "_key IN (" + list(all) + ")");
      return -1;
    } catch (WarehouseException e) {
      if (to - from == 1) {
        return from;
      }
      int middle = (from + to) / 2;
      int row = failing(text, type, failed, from, middle);
      return row >= 0 ? row : failing(text, type, failed, middle, to);
    }
  }

  private static String type(String text) {
    return clickHouse
        .rows("DESCRIBE (SELECT " + text + " AS value__ FROM wide)")
        .get(0)
        .getString("type");
  }

  private static List<Object[]> read(String text, ColumnType type, String where) {
    return read(text, type, where, "");
  }

  private static List<Object[]> read(
      String text, ColumnType type, String where, String moreSettings) {
    return LandedRows.read(
        clickHouse,
        "SELECT _key, %s AS value__ FROM (SELECT * FROM wide WHERE %s) SETTINGS session_timezone = 'UTC'%s"
            .formatted(text, where, moreSettings),
        List.of(
            new Column("_key", ColumnType.of(ColumnType.Kind.INT32)), new Column("value__", type)));
  }

  /** The columns that the expression names, with their values. */
  private static String inputs(String text, int row) {
    if (row < 0) {
      return "";
    }
    return named(text)
        .mapToObj(
            i -> WideTable.RELATION.columns().get(i).name() + " = " + shown(TABLE.get(row)[i]))
        .collect(Collectors.joining(", "));
  }

  private static String shown(Object value) {
    return value instanceof String text
        ? "'" + text + "'"
        : value instanceof byte[] bytes ? Arrays.toString(bytes) : Objects.toString(value);
  }
}
