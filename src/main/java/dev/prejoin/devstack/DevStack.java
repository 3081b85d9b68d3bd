package dev.prejoin.devstack;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * PostgreSQL, Kafka, a schema registry and ClickHouse, running. Their data is kept: another stack
 * on the same directory finds it.
 */
public final class DevStack implements AutoCloseable {
  private final DevStackSettings settings;
  private final Map<Server, ServerProcess> servers = new EnumMap<>(Server.class);

  private DevStack(DevStackSettings settings) {
    this.settings = settings;
  }

  /**
   * Fetches what is missing and starts all servers; returns when each answers.
   *
   * @throws ProblemException if a port is taken, naming its key, or a server does not come up
   */
  public static DevStack start(DevStackSettings settings, Progress progress) {
    checkPorts(settings);
    DevStack stack = new DevStack(settings);
    try {
      stack.startAll(new Programs(settings.programs().toAbsolutePath(), progress), progress);
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
    return stack;
  }

  private static void checkPorts(DevStackSettings s) {
    List<String> problems = new ArrayList<>();
    checkPort(problems, s.postgresPort(), Server.POSTGRES.title(), "demo.postgres.port");
    checkPort(problems, s.kafkaPort(), Server.KAFKA.title(), "demo.kafka.port");
    checkPort(
        problems, s.kafkaControllerPort(), "Kafka's controller", "demo.kafka.controller.port");
    checkPort(problems, s.registryPort(), Server.REGISTRY.title(), "demo.registry.port");
    checkPort(problems, s.clickHousePort(), Server.CLICKHOUSE.title(), "demo.clickhouse.port");
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
  }

  private static void checkPort(List<String> problems, int port, String title, String key) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      problems.add(
          "port %d, for %s, is taken by another program; set %s to a free one"
              .formatted(port, title, key));
    }
  }

  private void startAll(Programs programs, Progress progress) {
    Path directory = settings.directory().toAbsolutePath();
    Path archives = settings.programs().toAbsolutePath();
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    // Kafka takes longest, so it begins first.
    starts.add(
        begin(
            progress,
            Server.KAFKA,
            kafkaBootstrapServers(),
            () ->
                new KafkaServer(
                    archives,
                    directory,
                    settings.kafkaPort(),
                    settings.kafkaControllerPort(),
                    settings.kafkaDoors())));
    starts.add(
        begin(
            progress,
            Server.REGISTRY,
            registryUrl(),
            () ->
                new RegistryServer(
                    programs.registryJar(), archives, directory, settings.registryPort())));
    starts.add(
        begin(
            progress,
            Server.POSTGRES,
            postgresHost() + ":" + postgresPort() + ", database " + postgresDatabase(),
            () -> new PostgresServer(programs.postgres(), directory, settings.postgresPort())));
    starts.add(
        begin(
            progress,
            Server.CLICKHOUSE,
            clickHouseUrl(),
            () ->
                new ClickHouseServer(
                    programs.clickHouseLibrary(), directory, settings.clickHousePort())));
    List<String> problems = new ArrayList<>();
    for (CompletableFuture<Void> start : starts) {
      try {
        start.join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof ProblemException problem)) {
          throw e;
        }
        problems.addAll(problem.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
  }

  private CompletableFuture<Void> begin(
      Progress progress, Server server, String where, Supplier<ServerProcess> make) {
    CompletableFuture<Void> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ServerProcess process = make.get();
                synchronized (servers) {
                  servers.put(server, process);
                }
                process.start();
                progress.step(server.title() + " at " + where);
                started.complete(null);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                started.completeExceptionally(e);
              } catch (RuntimeException | LinkageError e) {
                started.completeExceptionally(e);
              }
            },
            "prejoin-start-" + server.name());
    thread.setDaemon(true);
    thread.start();
    return started;
  }

  public String postgresHost() {
    return "127.0.0.1";
  }

  public int postgresPort() {
    return settings.postgresPort();
  }

  public String postgresDatabase() {
    return PostgresServer.DATABASE;
  }

  public String postgresUser() {
    return PostgresServer.USER;
  }

  /** For JDBC, without user and password; loopback is trusted. */
  public String postgresJdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + settings.postgresPort() + "/" + PostgresServer.DATABASE;
  }

  public String kafkaBootstrapServers() {
    return "127.0.0.1:" + settings.kafkaPort();
  }

  public String registryUrl() {
    return RegistryServer.url(settings.registryPort());
  }

  public String clickHouseUrl() {
    return "http://127.0.0.1:" + settings.clickHousePort();
  }

  /** Stops one server in order. */
  public void stop(Server server) {
    process(server).stop();
  }

  /** Ends one server as a crash would. */
  public void kill(Server server) {
    process(server).kill();
  }

  /** Starts a server again, stopping it first if it runs; returns when it answers. */
  public void restart(Server server) throws InterruptedException {
    process(server).stop();
    process(server).start();
  }

  /** Halts a server with all of its processes, as a machine that stalls would. */
  public void pause(Server server) {
    process(server).signal(Signals.STOP);
  }

  /** Lets a halted server go on. */
  public void resume(Server server) {
    process(server).signal(Signals.CONTINUE);
  }

  public long pid(Server server) {
    return process(server).pid();
  }

  /** What the server has taken so far. */
  public ProcessFigures figures(Server server) {
    return process(server).figures();
  }

  private ServerProcess process(Server server) {
    synchronized (servers) {
      ServerProcess process = servers.get(server);
      if (process == null) {
        throw new IllegalStateException(server.title() + " was never started");
      }
      return process;
    }
  }

  /** Stops all servers; their data is kept. */
  @Override
  public void close() {
    List<ServerProcess> running;
    synchronized (servers) {
      running = new ArrayList<>(servers.values());
    }
    CompletableFuture.allOf(
            running.stream()
                .map(server -> CompletableFuture.runAsync(server::stop, Children::onOwnThread))
                .toArray(CompletableFuture[]::new))
        .join();
  }
}
