package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.DeclaredColumn;
import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.LandedRows;
import dev.prejoin.sink.clickhouse.LandedRows.Landed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One statement, two engines: each view's generated code and its {@link ViewSql} in ClickHouse,
 * over the same rows, row for row.
 */
class TwoEnginesIT {
  private static final Path FILE = Path.of("src/test/resources/dev/prejoin/plan/two-engines.sql");
  private static final Pattern KEY = Pattern.compile("'t\\.(\\w+)'\\) COMMENT 'key ([\\w, ]+)'");
  private static final int FACTS = 2_000;
  private static final int DIMENSION = 40;

  private static ClickHouse clickHouse;
  private static Plan plan;

  /** The latest rows of every relation by their keys. */
  private static final Map<String, Map<List<Object>, Object[]>> ROWS = new HashMap<>();

  private static final Random RANDOM = new Random(7);

  @BeforeAll
  static void begin() throws IOException {
    clickHouse = TestServers.newDatabase("v" + UUID.randomUUID().toString().replace("-", ""));
    PipelineDefinition definition = PipelineFile.read(FILE);
    Map<String, Relation> sources = new LinkedHashMap<>();
    Map<String, List<String>> keys = keys();
    for (SourceDefinition source : definition.sources()) {
      List<Column> columns = source.columns().stream().map(TwoEnginesIT::column).toList();
      List<Column> key =
          keys.get(source.name()).stream()
              .map(k -> columns.stream().filter(c -> c.name().equals(k)).findFirst().orElseThrow())
              .toList();
      sources.put(source.name(), new Relation(source.name(), columns, key));
    }
    plan = Compiler.infer(definition, name -> Optional.ofNullable(sources.get(name)));
    plan.sources()
        .forEach(
            source ->
                land(
                    source.relation(),
                    randomRows(source.relation(), source.isDimension() ? DIMENSION : FACTS)));
  }

  @AfterAll
  static void end() {
    clickHouse.close();
  }

  private static Map<String, List<String>> keys() throws IOException {
    Map<String, List<String>> keys = new HashMap<>();
    Matcher matcher = KEY.matcher(Files.readString(FILE));
    while (matcher.find()) {
      keys.put(matcher.group(1), List.of(matcher.group(2).split(", ")));
    }
    return keys;
  }

  private static Column column(DeclaredColumn declared) {
    return new Column(declared.name(), ClickHouseTypes.parse(declared.type()));
  }

  private static Map<List<Object>, Object[]> randomRows(Relation relation, int count) {
    Map<List<Object>, Object[]> rows = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Object[] row = relation.columns().stream().map(c -> value(c.type())).toArray();
      if (relation.key().size() == 1) {
        Column id = relation.key().get(0);
        row[relation.indexOf(id.name())] = id.type().kind() == Kind.INT64 ? (Object) (long) i : i;
        if (id.type().kind() == Kind.UINT32) {
          row[relation.indexOf(id.name())] = (long) i;
        }
      }
      rows.put(key(relation, row), row);
    }
    return rows;
  }

  private static List<Object> key(Relation relation, Object[] row) {
    return relation.key().stream().map(k -> row[relation.indexOf(k.name())]).toList();
  }

  /** Small domains, so that keys meet; and each type's edges. */
  private static @Nullable Object value(ColumnType type) {
    if (type.nullable() && RANDOM.nextInt(6) == 0) {
      return null;
    }
    int small = RANDOM.nextInt(DIMENSION + 10);
    return switch (type.kind()) {
      case INT16, INT32 -> RANDOM.nextInt(20) == 0 ? (Object) (-small) : small;
      case INT64 -> RANDOM.nextInt(20) == 0 ? (1L << 40) - small : (long) small - 3;
      case UINT32 -> (long) small;
      case FLOAT64 ->
          switch (RANDOM.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> -0.0;
            default -> RANDOM.nextInt(9_000) / 8.0 - 20;
          };
      case STRING -> List.of("a", "b", "skip", "", "Köln").get(RANDOM.nextInt(5));
      case TIMESTAMP -> 1_700_000_000_000L + RANDOM.nextInt(1_000_000);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** Lands earlier versions and rows that ended too: neither is to be seen. */
  private static void land(Relation relation, Map<List<Object>, Object[]> rows) {
    List<Landed> landed = new ArrayList<>();
    List<Map.Entry<List<Object>, Object[]>> all = List.copyOf(rows.entrySet());
    Map<List<Object>, Object[]> latest = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      List<Object> key = all.get(i).getKey();
      Object[] row = all.get(i).getValue();
      boolean ends = i % 11 == 5;
      if (i % 3 == 0) {
        Object[] earlier = all.get((i * 7) % all.size()).getValue().clone();
        for (Column part : relation.key()) {
          int position = relation.indexOf(part.name());
          if (position >= 0) {
            earlier[position] = row[position];
          }
        }
        landed.add(new Landed(key, earlier, 1, false));
      }
      landed.add(new Landed(key, row, 2, ends));
      if (!ends) {
        latest.put(key, row);
      }
    }
    LandedRows.land(clickHouse, relation, landed);
    ROWS.put(relation.name(), latest);
  }

  @TestFactory
  Stream<DynamicTest> shouldAgreeRowForRow() {
    return plan.views().stream()
        .map(view -> DynamicTest.dynamicTest(view.name(), () -> agree(view)));
  }

  private record Result(int matched, Object[] row) {}

  private static void agree(View view) {
    Map<List<Object>, Result> stream = new LinkedHashMap<>();
    ROWS.get(view.from().name())
        .forEach((key, row) -> run(view, row).ifPresent(result -> stream.put(key, result)));
    assertThat(stream).as("rows that pass").isNotEmpty();
    compare(view, ViewSql.of(view), stream);
    for (int lookup = 0; lookup < view.lookups().size(); lookup++) {
      forSomeKeys(view, lookup, stream);
    }
    Map<List<Object>, Object[]> passed = new LinkedHashMap<>();
    stream.forEach((key, result) -> passed.put(key, result.row));
    land(view.target(), passed);
  }

  private static void forSomeKeys(View view, int lookup, Map<List<Object>, Result> stream) {
    Relation dimension = view.lookups().get(lookup).table();
    List<List<Object>> changed =
        ROWS.get(dimension.name()).keySet().stream().filter(k -> RANDOM.nextInt(4) == 0).toList();
    String keys =
        changed.stream()
            .map(
                key ->
                    key.stream()
                        .map(v -> v instanceof String ? "'" + v + "'" : v.toString())
                        .collect(
                            Collectors.joining(
                                ", ", key.size() > 1 ? "(" : "", key.size() > 1 ? ")" : "")))
            .collect(Collectors.joining(", ", "(", ")"));
    Set<List<Object>> inputs = new HashSet<>();
    // What an earlier rule or INNER JOIN keeps out never has a key; it may be asked for all the
    // same.
    Set<List<Object>> keptOut = new HashSet<>();
    ROWS.get(view.from().name())
        .forEach(
            (key, row) -> {
              List<Object[]> looked = pass(view, row).keys;
              if (looked.size() <= lookup) {
                keptOut.add(key);
              } else if (looked.get(lookup) != null
                  && changed.contains(Arrays.asList(looked.get(lookup)))) {
                inputs.add(key);
              }
            });
    List<Column> keyOnly = List.of(new Column(ViewSql.KEY, view.from().key().get(0).type()));
    assertThat(LandedRows.read(clickHouse, ViewSql.inputsForKeys(view, lookup, keys), keyOnly))
        .extracting(row -> List.of(row[0]))
        .filteredOn(key -> !keptOut.contains(key))
        .containsExactlyInAnyOrderElementsOf(inputs);
    assertThatPagesHave(view, lookup, keys, inputs, keptOut);
    Map<List<Object>, Result> expected = new LinkedHashMap<>(stream);
    expected.keySet().retainAll(inputs);
    assertThat(expected).as("rows of %s for keys %s", view.name(), keys).isNotEmpty();
    compare(view, ViewSql.forKeys(view, lookup, keys), expected);
  }

  private static void assertThatPagesHave(
      View view, int lookup, String keys, Set<List<Object>> inputs, Set<List<Object>> keptOut) {
    List<ViewSql.Use> twice = List.of(new ViewSql.Use(view, lookup), new ViewSql.Use(view, lookup));
    assertThat(paged(view, page -> ViewSql.inputsForKeys(twice, keys, page)))
        .filteredOn(key -> !keptOut.contains(key))
        .as("each once, though they are asked for twice")
        .containsExactlyInAnyOrderElementsOf(inputs);
    assertThat(paged(view, page -> ViewSql.allInputs(twice, page)))
        .containsExactlyInAnyOrderElementsOf(ROWS.get(view.from().name()).keySet());
  }

  private static List<List<Object>> paged(View view, Function<ViewSql.Page, String> sql) {
    List<Column> keyOnly = List.of(new Column("key", view.from().key().get(0).type()));
    String type = keyOnly.get(0).type().clickHouse();
    List<List<Object>> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    while (true) {
      List<Object[]> page =
          LandedRows.read(clickHouse, sql.apply(new ViewSql.Page(type, after, 50)), keyOnly);
      page.forEach(row -> all.add(List.of(row[0])));
      if (page.size() < 50) {
        return all;
      }
      after = Optional.of("CAST('%s' AS %s)".formatted(page.get(49)[0], type));
    }
  }

  private static Passing pass(View view, Object[] row) {
    return new Passing(
        view,
        row,
        (lookup, key) ->
            ROWS.get(view.lookups().get(lookup).table().name()).get(Arrays.asList(key)));
  }

  private static Optional<Result> run(View view, Object[] row) {
    Passing passing = pass(view, row);
    return Optional.ofNullable(passing.output).map(output -> new Result(passing.matched, output));
  }

  private static void compare(View view, String sql, Map<List<Object>, Result> expected) {
    List<Column> columns = new ArrayList<>(view.target().columns());
    columns.add(new Column(ViewSql.KEY, view.from().key().get(0).type()));
    columns.add(new Column(ViewSql.MATCHED, ColumnType.of(Kind.UINT32)));
    Map<List<Object>, Object[]> actual = new HashMap<>();
    int width = view.target().columns().size();
    for (Object[] row : LandedRows.read(clickHouse, sql, columns)) {
      assertThat(actual.put(List.of(row[width]), row)).as("key %s twice", row[width]).isNull();
    }
    assertThat(actual.keySet()).as(sql).isEqualTo(expected.keySet());
    expected.forEach(
        (key, result) -> {
          Object[] row = actual.get(key);
          String shown =
              "%s: stream %s, ClickHouse %s%n%s"
                  .formatted(key, Arrays.toString(result.row), Arrays.toString(row), sql);
          assertThat(row[width + 1]).as(shown).isEqualTo((long) result.matched);
          IntStream.range(0, width)
              .forEach(
                  i ->
                      assertThat(ColumnType.isSame(row[i], result.row[i]))
                          .as("%s of %s", view.target().columns().get(i), shown)
                          .isTrue());
        });
  }
}
