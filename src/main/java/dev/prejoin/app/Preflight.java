package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.SlotCheck;
import dev.prejoin.capture.SourceCheck;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.DdlOutline;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Generations;
import dev.prejoin.sink.clickhouse.InexactAggregates;
import dev.prejoin.sink.clickhouse.SourceCollection;
import dev.prejoin.sink.clickhouse.WarehouseCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before anything starts: makes the topics and tables that are missing, and looks whether all that
 * the roles of this process need is fit.
 */
final class Preflight {
  private static final Logger LOG = LoggerFactory.getLogger(Preflight.class);

  private final Settings settings;
  private final Home home;
  private final Pipelines pipelines;
  private final ClickHouse clickHouse;

  Preflight(Settings settings, Home home, Pipelines pipelines, ClickHouse clickHouse) {
    this.settings = settings;
    this.home = home;
    this.pipelines = pipelines;
    this.clickHouse = clickHouse;
  }

  /** What one part of a look has found, and the steps that it has done. */
  private record Found(
      String bootstrapServers,
      List<String> problems,
      List<String> away,
      List<String> warnings,
      List<String> steps) {
    Found(String bootstrapServers) {
      this(
          bootstrapServers,
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }

    boolean isAllWell() {
      return problems.isEmpty() && away.isEmpty();
    }

    /** Keeps what a part of the look says, whatever the others do. */
    void add(Supplier<List<String>> part) {
      try {
        problems.addAll(part.get());
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      } catch (RetriableException e) {
        away.add(Servers.unanswered(e));
      } catch (ApiException e) {
        problems.add(KafkaRefusal.of(bootstrapServers, "tell what is asked", e));
      } catch (WarehouseException e) {
        (e.kind() == WarehouseException.Kind.REFUSED ? problems : away)
            .add(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Waits for servers that are away, also for one that goes while it is asked.
   *
   * @param step told of each step that is done, in a line
   * @throws ProblemException with everything that is unfit, on all servers
   */
  void run(Consumer<String> step) {
    Set<String> told = new HashSet<>();
    Consumer<String> once =
        line -> {
          if (told.add(line)) {
            step.accept(line);
          }
        };
    Servers.await(() -> look(once));
  }

  /** What is away, so that one must look again; empty if all is fit. */
  private Optional<String> look(Consumer<String> step) {
    List<Found> all;
    try (Admin admin = Servers.admin(settings.kafka())) {
      awaitServers(admin);
      List<Consumer<Found>> parts = new ArrayList<>();
      parts.add(found -> found.add(() -> topics(admin, found)));
      if (has("console")) {
        parts.add(found -> consoleProblem().ifPresent(found.problems::add));
        parts.add(this::queries);
      }
      if (has("sink")) {
        parts.add(this::warehouse);
      }
      if (has("capture")) {
        parts.add(this::source);
      }
      if (has("capture") || has("topology") || has("sink")) {
        parts.add(this::subjects);
      }
      all = together(parts.stream().<Callable<Found>>map(part -> () -> found(part)).toList());
    }
    all.forEach(found -> found.steps.forEach(step));
    List<String> away = all.stream().flatMap(found -> found.away.stream()).toList();
    if (away.isEmpty()) {
      all.forEach(found -> found.warnings.forEach(LOG::warn));
    }
    List<String> problems =
        all.stream().flatMap(found -> found.problems.stream()).distinct().toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
    return away.stream().findFirst();
  }

  private Found found(Consumer<Found> part) {
    Found found = new Found(bootstrapServers());
    part.accept(found);
    return found;
  }

  /** Each part asks a server of its own: a start takes as long as the one that takes longest. */
  private static <T> List<T> together(List<Callable<T>> parts) {
    ExecutorService threads =
        Executors.newFixedThreadPool(parts.size(), part -> new Thread(part, "preflight"));
    try {
      List<Future<T>> running = parts.stream().map(threads::submit).toList();
      List<T> all = new ArrayList<>();
      for (Future<T> each : running) {
        all.add(each.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while the servers were looked at");
    } finally {
      threads.shutdownNow();
    }
  }

  /** All of them at once, so that each one that is away is told of. */
  private void awaitServers(Admin admin) {
    List<Callable<Object>> servers = new ArrayList<>();
    servers.add(Executors.callable(() -> Servers.awaitKafka(admin, bootstrapServers())));
    if (has("capture")) {
      servers.add(Executors.callable(() -> Servers.awaitPostgres(capture())));
    }
    if (has("sink") || has("console")) {
      servers.add(Executors.callable(() -> Servers.awaitClickHouse(clickHouse)));
    }
    together(servers);
  }

  private String bootstrapServers() {
    return settings.kafka().getOrDefault("bootstrap.servers", "");
  }

  private CaptureSettings capture() {
    return CaptureSource.of(settings, CaptureSource.tables(pipelines.sources()));
  }

  /**
   * They are asked for when the pages are made; here so that what is wrong is told with all else.
   */
  private void queries(Found found) {
    for (Pipeline pipeline : pipelines.all()) {
      found.add(
          () -> {
            SavedQueries.read(SavedQueries.file(settings, home, pipeline.name()));
            return List.of();
          });
    }
  }

  private Optional<String> consoleProblem() {
    return Application.consoleSettings(settings).problem();
  }

  private void source(Found found) {
    add(found, SourceCheck.findings(capture()));
    if (found.away.isEmpty()) {
      found.add(
          () -> {
            add(found, SlotCheck.findings(capture()));
            return List.of();
          });
    }
  }

  private static void add(Found found, SourceCheck.Findings source) {
    found.problems.addAll(source.problems());
    source.away().ifPresent(found.away::add);
    found.warnings.addAll(source.warnings());
  }

  private List<String> topics(Admin admin, Found found) {
    KafkaTopics topics = new KafkaTopics(pipelines, settings.topics());
    List<String> problems = topics.ensure(admin, bootstrapServers());
    if (problems.isEmpty()) {
      found.steps.add("Topics are ready: " + String.join(", ", topics.rows()));
    }
    return problems;
  }

  /** A registry that is away is waited for only when all else is fit. */
  private void subjects(Found found) {
    Needs subjects = SubjectNeeds.of(pipelines, settings, true);
    found.problems.addAll(subjects.problems());
    subjects.needs().forEach(need -> found.problems.addAll(need.problems()));
    subjects.away().ifPresent(why -> found.away.add(subjects.server() + ": " + why));
  }

  private void warehouse(Found found) {
    DdlFolders folders = DdlFolders.of(settings, home);
    DdlOutline outline = outline(found, folders);
    WarehouseCheck check = new WarehouseCheck(clickHouse, outline);
    int before = found.problems.size();
    found.add(check::refusal);
    if (found.problems.size() > before || !found.away.isEmpty()) {
      return;
    }
    found.add(check::settingsProblems);
    found.add(check::abilityProblems);
    found.add(
        () -> {
          found.warnings.addAll(check.versionWarnings());
          return List.of();
        });
    Ddl ddl = new Ddl(clickHouse);
    List<String> applied = new ArrayList<>();
    List<String> names = pipelines.all().stream().map(Pipeline::name).toList();
    Fillings fillings = new Fillings(clickHouse);
    List<String> asked = new ArrayList<>();
    found.add(() -> apply(ddl, folders.own(), applied));
    int unfit = found.problems.size();
    found.add(
        () -> {
          asked.addAll(fillings.requestNew(outline.aggregates()));
          return List.of();
        });
    // Nothing is made that would not be counted from the rows there are.
    if (found.problems.size() == unfit && found.away.isEmpty()) {
      for (String name : names) {
        found.add(() -> keepSource(folders.of(name)));
        found.add(() -> apply(ddl, folders.of(name), applied));
      }
    }
    if (found.isAllWell()) {
      found.steps.add(tell(applied));
    }
    found.add(
        () -> {
          new Generations(clickHouse).settle();
          return List.of();
        });
    // Whatever they are written in: no schema is registered for a look.
    List<Landing> landings =
        Landings.of(pipelines, RowCodecs.json(), pipelines.landedSources(settings));
    found.add(() -> check.problems(landings));
    if (found.isAllWell()) {
      found.add(
          () -> {
            asked.addAll(
                fillings.requestEmpty(
                    landings.stream().map(landing -> landing.relation().name()).toList()));
            return List.of();
          });
      asked.forEach(
          name -> found.steps.add(name + " is new and is counted from the rows there are"));
      new InexactAggregates(clickHouse).of(landings).forEach(LOG::info);
    }
  }

  /** Only a process that lands must know both the source and ClickHouse. */
  private List<String> keepSource(Path folder) {
    if (has("sink")) {
      Settings.Postgres source = settings.postgres();
      new SourceCollection(
              source.host(),
              source.port(),
              source.database(),
              source.user(),
              source.password().reveal())
          .keep(clickHouse, folder);
    }
    return List.of();
  }

  private static List<String> apply(Ddl ddl, Path folder, List<String> applied) {
    applied.addAll(ddl.apply(folder));
    return List.of();
  }

  /** What the files make; of those that cannot be read, nothing is said but that. */
  private DdlOutline outline(Found found, DdlFolders folders) {
    try {
      return DdlOutlines.of(pipelines, folders);
    } catch (ProblemException e) {
      found.problems.addAll(e.problems());
      return DdlOutline.NONE;
    }
  }

  private String tell(List<String> applied) {
    return applied.isEmpty()
        ? "Tables are there: no new DDL"
        : "Tables are ready: %d files of %s applied"
            .formatted(applied.size(), settings.ddlDirectory());
  }

  private boolean has(String role) {
    return settings.roles().contains(role);
  }
}
