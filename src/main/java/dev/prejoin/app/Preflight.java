package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.SourceCheck;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.InexactAggregates;
import dev.prejoin.sink.clickhouse.WarehouseCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
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
  private final List<Landing> landings;

  Preflight(
      Settings settings,
      Home home,
      Pipelines pipelines,
      ClickHouse clickHouse,
      List<Landing> landings) {
    this.settings = settings;
    this.home = home;
    this.pipelines = pipelines;
    this.clickHouse = clickHouse;
    this.landings = landings;
  }

  /**
   * Waits for servers that are away, also for one that goes while it is asked.
   *
   * @param step told of each step that is done, in a line
   * @throws ProblemException with everything that is unfit, on all servers
   */
  void run(Consumer<String> step) {
    while (true) {
      try (Admin admin = Admin.create(Map.<String, Object>copyOf(settings.kafka()))) {
        awaitServers(admin);
        List<String> problems = problems(admin, step);
        if (!problems.isEmpty()) {
          throw new ProblemException(ExitCode.ENVIRONMENT, problems);
        }
        return;
      } catch (RetriableException e) {
        LOG.warn("Kafka: {}; asking again", e.getMessage());
      } catch (WarehouseException e) {
        if (e.kind() == WarehouseException.Kind.REFUSED) {
          throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
        }
        LOG.warn("{}; asking again", e.getMessage());
      }
    }
  }

  private void awaitServers(Admin admin) {
    Servers.awaitKafka(admin, settings.kafka().getOrDefault("bootstrap.servers", ""));
    if (has("capture")) {
      Servers.awaitPostgres(settings.postgres());
    }
    if (has("sink") || has("console")) {
      Servers.awaitClickHouse(clickHouse);
    }
  }

  private List<String> problems(Admin admin, Consumer<String> step) {
    List<String> problems = new ArrayList<>(topics(admin, step));
    if (has("sink")) {
      problems.addAll(warehouse(step));
    }
    if (has("capture")) {
      CaptureSettings capture =
          CaptureSource.of(settings, CaptureSource.tables(pipelines.sources()));
      SourceCheck.Findings found = SourceCheck.findings(capture);
      problems.addAll(found.problems());
      found.warnings().forEach(LOG::warn);
    }
    return problems;
  }

  private List<String> topics(Admin admin, Consumer<String> step) {
    KafkaTopics topics = new KafkaTopics(pipelines, settings.topics());
    List<String> problems = topics.ensure(admin);
    if (problems.isEmpty()) {
      step.accept("Topics are ready: " + String.join(", ", topics.rows()));
    }
    return problems;
  }

  private List<String> warehouse(Consumer<String> step) {
    WarehouseCheck check = new WarehouseCheck(clickHouse);
    Optional<String> noAccess = check.access();
    if (noAccess.isPresent()) {
      return List.of(noAccess.get());
    }
    List<String> problems = new ArrayList<>(check.settingsProblems());
    problems.addAll(applyDdl(step));
    problems.addAll(check.problems(landings));
    new InexactAggregates(clickHouse).of(landings).forEach(LOG::info);
    return problems;
  }

  private List<String> applyDdl(Consumer<String> step) {
    int applied = 0;
    List<String> problems = new ArrayList<>();
    Ddl ddl = new Ddl(clickHouse);
    List<String> names = pipelines.all().stream().map(Pipeline::name).toList();
    for (Path folder : DdlFolders.of(settings, home).all(names)) {
      try {
        applied += ddl.apply(folder).size();
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    step.accept(
        applied == 0
            ? "Tables are there: no new DDL"
            : "Tables are ready: %d files of %s applied"
                .formatted(applied, settings.ddlDirectory()));
    return problems;
  }

  private boolean has(String role) {
    return settings.roles().contains(role);
  }
}
