package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.devstack.Progress;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says whether what was landed is what the same SQL says over the source, while data flows. As
 * {@link Oracle} does, ClickHouse itself runs the pipeline's statements over {@code postgresql()}
 * tables, here with the rows' primary key as one more column; keys that change meanwhile are looked
 * at again. The aggregates are then compared with the user's own statements over the landed rows.
 */
public final class Verify {
  /** From when on rows are taken: four days of care, as docs/guarantee.md has it. */
  private static final String KEPT =
      """
      SELECT landing, toInt64(toUnixTimestamp(toStartOfDay(max(k.since), 'UTC'))) + 4 * 86400
      FROM prejoin_kept AS k GROUP BY landing ORDER BY landing""";

  private static final DateTimeFormatter FIRST =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private final OracleSettings servers;
  private final VerifySettings settings;
  private final Barrier barrier;
  private final ClickHouseHttp clickHouse;

  public Verify(OracleSettings servers, VerifySettings settings, Barrier barrier) {
    this.servers = servers;
    this.settings = settings;
    this.barrier = barrier;
    this.clickHouse = new ClickHouseHttp(servers);
  }

  /**
   * Compares once.
   *
   * @throws ProblemException if a file, a table or a server is missing or unfit, or if what the
   *     source has committed does not land
   */
  public VerifyReport run(Progress progress) {
    Instant at = Instant.now();
    long began = System.nanoTime();
    PipelineText pipeline = PipelineText.read(settings.pipeline());
    Map<String, LandedTable> landed = LandedTable.of(clickHouse, servers.database());
    List<String> passedOver = new ArrayList<>();
    return new Verify(servers, bounded(pipeline, landed, passedOver), barrier)
        .run(at, began, pipeline, landed, passedOver, progress);
  }

  /** Without the rows that tables forget: what is counted of them is frozen. */
  private VerifySettings bounded(
      PipelineText pipeline, Map<String, LandedTable> landed, List<String> passedOver) {
    VerifySettings bounded = settings;
    if (!landed.containsKey("prejoin_kept")) {
      return bounded;
    }
    for (JsonNode row : clickHouse.rows(servers.database(), KEPT)) {
      String table = row.path(0).asText();
      Instant first = Instant.ofEpochSecond(row.path(1).asLong());
      if (pipeline.views().stream().anyMatch(view -> view.target().equals(table))) {
        bounded = bounded.within(bounded.range().since(first));
        passedOver.add(
            "rows before %s UTC, and their buckets: %s forgets old rows, and what is counted of them is frozen"
                .formatted(FIRST.format(first), table));
      }
    }
    return bounded;
  }

  private VerifyReport run(
      Instant at,
      long began,
      PipelineText pipeline,
      Map<String, LandedTable> landed,
      List<String> passedOver,
      Progress progress) {
    List<KeyedTable> tables = tables(pipeline, landed, passedOver);
    try (RunDatabase run = RunDatabase.create(clickHouse)) {
      Scratch scratch =
          new Scratch(clickHouse, servers, pipeline, run.name(), new SourceKeys(settings.keys()));
      Set<String> made = made(pipeline);
      scratch.prepare(landed, made);
      RowRounds rows =
          new RowRounds(
              new Sources(
                  clickHouse,
                  run.name(),
                  scratch,
                  pipeline,
                  made.stream().map(landed::get).filter(t -> t != null).toList(),
                  settings),
              new KeyedComparison(
                  clickHouse,
                  run.name(),
                  servers.database(),
                  settings.firstOffset(),
                  settings.range()),
              barrier,
              progress);
      List<VerifyReport.Table> compared = rows.compare(tables);
      List<VerifyReport.Aggregate> aggregates =
          new AggregateComparison(clickHouse, run, servers.database(), settings.range(), progress)
              .compare(views(), landed, passedOver);
      return new VerifyReport(
          settings.name(),
          at,
          (System.nanoTime() - began) / 1e9,
          rows.looks(),
          compared,
          aggregates,
          passedOver);
    }
  }

  private List<PipelineText.View> views() {
    return Files.exists(settings.aggregates())
        ? PipelineText.materializedViews(settings.aggregates())
        : List.of();
  }

  /** Targets whose rows are not keyed as the facts are. */
  private Set<String> made(PipelineText pipeline) {
    Set<String> made = new HashSet<>();
    pipeline.views().forEach(view -> made.add(view.target()));
    made.removeAll(settings.facts().keySet());
    return made;
  }

  private List<KeyedTable> tables(
      PipelineText pipeline, Map<String, LandedTable> landed, List<String> passedOver) {
    List<KeyedTable> tables = new ArrayList<>();
    for (PipelineText.Source source : pipeline.sources()) {
      LandedTable table = landed.get(source.name());
      if (table != null && table.landed() && !settings.notLanded().contains(source.name())) {
        tables.add(table(table, source.name(), source.changeTable()));
      }
    }
    List<String> missing = new ArrayList<>();
    for (PipelineText.View view : pipeline.views()) {
      LandedTable table = landed.get(view.target());
      String source = settings.facts().get(view.target());
      if (table == null) {
        if (!pipeline.isRead(view.target())) {
          missing.add(view.target());
        }
      } else if (source == null) {
        passedOver.add(
            view.target()
                + ": which row owns a key is told by the order of changes, not by the SQL");
      } else if (table.keyType().isEmpty()) {
        passedOver.add(view.target() + ": it has no column " + LandedTable.KEY);
      } else if (settings.range().bounded() && table.timeColumn().isEmpty()) {
        passedOver.add(view.target() + ": it has no column of time to bound it by");
      } else {
        tables.add(table(table, source, false));
      }
    }
    if (!missing.isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "ClickHouse at %s has no table %s in database %s: land it, or name the right database"
              .formatted(servers.clickHouseUrl(), String.join(", ", missing), servers.database()));
    }
    return tables;
  }

  private KeyedTable table(LandedTable table, String source, boolean dimension) {
    return new KeyedTable(table, source, dimension, settings.keptRows().contains(source));
  }
}
