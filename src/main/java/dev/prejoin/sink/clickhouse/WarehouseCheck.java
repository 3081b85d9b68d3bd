package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Kept;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.WarehouseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks, before anything starts, whether the tables can take what will land. */
public final class WarehouseCheck {
  // ClickHouse's ErrorCodes.cpp.
  private static final Set<Integer> NOT_LET_IN = Set.of(192, 193, 194, 516);
  private static final int UNKNOWN_DATABASE = 81;

  /** What the tests run on; of older ones nothing is known but what is asked here. */
  static final String TESTED = "26.7";

  /** What the views of aggregates and the tables of facts are made with. */
  private static final Map<String, String> ABILITIES =
      Map.of(
          "tell buckets apart by a number of 128 bits",
          "SELECT toUInt8(reinterpretAsUInt128(sipHash128(defaultValueOfTypeName('String'))) > 0)"
              + " AS one",
          "keep projections in a ReplacingMergeTree",
          "SELECT 1 AS one FROM system.merge_tree_settings"
              + " WHERE name = 'deduplicate_merge_projection_mode'");

  private final ClickHouse clickHouse;
  private final DdlOutline outline;
  private final Catalog catalog;
  private @Nullable Remedies remedies;

  /**
   * @param outline what the files of DDL make
   */
  public WarehouseCheck(ClickHouse clickHouse, DdlOutline outline) {
    this.clickHouse = clickHouse;
    this.outline = outline;
    this.catalog = new Catalog(clickHouse);
  }

  /**
   * Settings that are sent with inserts and that this server does not have, or does not let the
   * user change: an insert would fail, or do something else than was asked.
   */
  public List<String> settingsProblems() {
    Map<String, Optional<String>> wanted = ClickHouseWarehouse.settings();
    String version = version();
    Map<String, GenericRecord> found = new HashMap<>();
    clickHouse
        .rows("SELECT name, value, toUInt8(readonly) AS fixed FROM system.settings")
        .forEach(row -> found.put(row.getString("name"), row));
    List<String> problems = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          GenericRecord setting = found.get(name);
          if (setting == null) {
            problems.add(
                "ClickHouse %s at %s has no setting %s, which the sink sends with inserts; prejoin needs a newer ClickHouse, and is tested with %s"
                    .formatted(version, clickHouse.settings().url(), name, TESTED));
          } else if (setting.getInteger("fixed") == 1
              && !value.equals(Optional.of(setting.getString("value")))) {
            String set = name + value.map(" = "::concat).orElse("");
            problems.add(
                ("ClickHouse at %s does not let user '%s' set %s, which the sink sends with"
                        + " inserts; run: ALTER USER %s SETTINGS %s CHANGEABLE_IN_READONLY")
                    .formatted(
                        clickHouse.settings().url(),
                        clickHouse.settings().user(),
                        set,
                        clickHouse.settings().user(),
                        set));
          }
        });
    return problems;
  }

  /** What prejoin's statements need and this server cannot do, one line each. */
  public List<String> abilityProblems() {
    List<String> problems = new ArrayList<>();
    ABILITIES.forEach(
        (ability, query) -> {
          String why = "";
          try {
            if (!clickHouse.rows(query).isEmpty()) {
              return;
            }
          } catch (WarehouseException e) {
            if (e.kind() != WarehouseException.Kind.REFUSED) {
              throw e;
            }
            why = " (" + e.getMessage() + ")";
          }
          problems.add(
              "ClickHouse %s at %s cannot %s%s; prejoin needs a newer ClickHouse, and is tested with %s"
                  .formatted(version(), clickHouse.settings().url(), ability, why, TESTED));
        });
    return problems.stream().sorted().toList();
  }

  /** What should be known of a server that is older than those which were tried. */
  public List<String> versionWarnings() {
    String version = version();
    return isBefore(version, TESTED)
        ? List.of(
            "ClickHouse at %s is %s, and prejoin is tested with %s: what it cannot do is not known beyond what was asked at this start"
                .formatted(clickHouse.settings().url(), version, TESTED))
        : List.of();
  }

  private String version() {
    return clickHouse.rows("SELECT version() AS version").get(0).getString("version");
  }

  /** Whether a version such as 25.12.1.7 is before a release such as 26.7. */
  static boolean isBefore(String version, String release) {
    List<Integer> found = numbers(version);
    List<Integer> wanted = numbers(release);
    for (int i = 0; i < wanted.size(); i++) {
      int part = i < found.size() ? found.get(i) : 0;
      if (part != wanted.get(i)) {
        return part < wanted.get(i);
      }
    }
    return false;
  }

  private static List<Integer> numbers(String version) {
    return Pattern.compile("\\d{1,6}")
        .matcher(version)
        .results()
        .map(number -> Integer.valueOf(number.group()))
        .toList();
  }

  /**
   * What a user has to mend of the tables, one line each; empty if all is well.
   *
   * @param landings what lands
   * @throws WarehouseException if the server does not answer, or refuses to tell
   */
  public List<String> problems(List<Landing> landings) {
    List<String> problems = new ArrayList<>();
    for (String own :
        List.of(
            OwnTableCheck.DONE,
            OwnTableCheck.FILLS,
            OwnTableCheck.FILLED,
            OwnTableCheck.KEPT,
            OwnTableCheck.REFUSED)) {
      problems.addAll(ownProblems(own));
    }
    for (Landing landing : landings) {
      if (landing.kind() == Landing.Kind.REJECTS) {
        problems.addAll(ownProblems(OwnTableCheck.REJECTS));
      } else {
        problems.addAll(
            tableProblems(landing.relation(), landing.kind() == Landing.Kind.DIMENSION));
        aggregateProblems(landing.relation().name()).values().forEach(problems::addAll);
      }
    }
    return problems.stream().distinct().toList();
  }

  /** What is unfit of one of the tables that prejoin keeps for itself, one line each. */
  public List<String> ownProblems(String table) {
    OwnTableCheck check = new OwnTableCheck(catalog, remedies());
    return switch (table) {
      case OwnTableCheck.DONE -> check.done();
      case OwnTableCheck.REJECTS -> check.rejects();
      case OwnTableCheck.FILLS -> check.fills();
      case OwnTableCheck.FILLED -> check.filled();
      case OwnTableCheck.KEPT -> check.kept();
      case OwnTableCheck.REFUSED -> check.refused();
      default -> List.of();
    };
  }

  /** What is unfit of a table's aggregates, by their names, one line each. */
  public Map<String, List<String>> aggregateProblems(String table) {
    AggregateCheck check = new AggregateCheck(catalog, remedies(), outline);
    Map<String, List<String>> problems = new LinkedHashMap<>();
    for (String aggregate : check.of(table)) {
      problems.put(aggregate, check.problems(aggregate, table));
    }
    return problems;
  }

  private Remedies remedies() {
    Remedies known = remedies;
    if (known == null) {
      known = new Remedies(outline, applied(), clickHouse.settings().database());
      remedies = known;
    }
    return known;
  }

  private Set<String> applied() {
    return catalog.table("prejoin_ddl").isEmpty()
        ? Set.of()
        : clickHouse.rows("SELECT file FROM prejoin_ddl").stream()
            .map(row -> row.getString("file"))
            .collect(Collectors.toSet());
  }

  /** Why the database cannot be used at all, before its tables are looked at. */
  public Optional<String> access() {
    try {
      return refusal().stream().findFirst();
    } catch (WarehouseException e) {
      return Optional.of(
          e.getMessage() + "; start it, or let clickhouse.url name where it answers by HTTP");
    }
  }

  /**
   * Why the server refuses all, one line; empty if it does not.
   *
   * @throws WarehouseException if it does not answer
   */
  public List<String> refusal() {
    try {
      clickHouse.rows("SELECT 1 AS one");
      return List.of();
    } catch (WarehouseException e) {
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        throw e;
      }
      ClickHouseSettings settings = clickHouse.settings();
      if (NOT_LET_IN.contains(e.code())) {
        return List.of(
            "ClickHouse at %s does not let user '%s' in with this password; set clickhouse.user and clickhouse.password"
                .formatted(settings.url(), settings.user()));
      }
      if (e.code() == UNKNOWN_DATABASE) {
        return List.of(
            "ClickHouse at %s has no database '%s'; create it, or let clickhouse.database name another"
                .formatted(settings.url(), settings.database()));
      }
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whether there is a table or view of this name. */
  public boolean has(String table) {
    return catalog.table(table).isPresent();
  }

  /**
   * What keeps a table from taking these rows, one line each; empty if all is well.
   *
   * @param dimension whether they are those of a dimension, which tell when they changed
   */
  public List<String> tableProblems(Relation relation, boolean dimension) {
    List<String> problems =
        new ArrayList<>(LandingCheck.problems(catalog, remedies(), relation, dimension));
    checkViews(problems, relation.name());
    checkRetention(problems, relation.name());
    checkLength(problems, relation.name());
    return problems;
  }

  /** Of what rows an aggregate can still be counted must be known. */
  private void checkRetention(List<String> problems, String table) {
    Optional<String> cut = catalog.shape(table).monthColumn();
    catalog
        .table(table)
        .filter(found -> !catalog.aggregates(table).isEmpty())
        .flatMap(found -> Retention.of(found.engineFull()))
        .filter(retention -> !cut.equals(Optional.of(retention.column())))
        .ifPresent(
            retention ->
                problems.add(
                    "ClickHouse's table %s has aggregates and the TTL %s, by which it is not known which of its rows are all there, so that a bucket counted anew could lack some; %s"
                        .formatted(
                            table,
                            retention.ttl(),
                            cut.map(
                                    time ->
                                        "run: ALTER TABLE %s MODIFY TTL %s + INTERVAL 90 DAY, or another such interval"
                                            .formatted(Literals.name(table), Literals.name(time)))
                                .orElse(
                                    "run: ALTER TABLE %s REMOVE TTL; only a table that is cut by months of a time can forget rows"
                                        .formatted(Literals.name(table))))));
  }

  /** Else nearly all would be too old. */
  private void checkLength(List<String> problems, String table) {
    catalog
        .table(table)
        .filter(found -> !catalog.aggregates(table).isEmpty())
        .flatMap(found -> Retention.of(found.engineFull()))
        .filter(retention -> !retention.column().isEmpty())
        .filter(
            retention ->
                clickHouse
                        .rows(
                            "SELECT toInt64(dateDiff('day', now() - %s, now())) AS n"
                                .formatted(retention.interval()))
                        .get(0)
                        .getLong("n")
                    < 2 * Kept.DAYS_OF_CARE)
        .ifPresent(
            retention ->
                problems.add(
                    "ClickHouse's table %s has aggregates and keeps its rows for less than %d days (TTL %s), and rows of the last %d days before they go are not taken; let it keep them for longer"
                        .formatted(
                            table, 2 * Kept.DAYS_OF_CARE, retention.ttl(), Kept.DAYS_OF_CARE)));
  }

  private void checkViews(List<String> problems, String table) {
    List<String> known =
        new AggregateCheck(catalog, remedies(), outline)
            .of(table).stream().map(aggregate -> aggregate + "_data").toList();
    for (Catalog.Table view : catalog.viewsOf(table)) {
      if (known.stream().noneMatch(view::writesTo) && !catalog.fillsReplaced(view)) {
        problems.add(
            ("ClickHouse's materialized view %s reads %s and belongs to no aggregate of prejoin's:"
                    + " updates and deletes would make it wrong; run: DROP VIEW %s, and put its"
                    + " statement into clickhouse/ddl/<pipeline>.sql, for which ./prejoin plan --ddl"
                    + " writes what keeps it exact")
                .formatted(view.name(), table, Literals.name(view.name())));
      }
    }
  }
}
