package dev.prejoin.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevStackIT {
  private static final Path PROGRAMS = Path.of(".prejoin", "programs");

  private Path directory;
  private DevStackSettings settings;

  @BeforeEach
  void settings() {
    directory = SharedDevStack.fresh();
    settings = DevStackSettings.onFreePorts(PROGRAMS, directory);
  }

  @AfterEach
  void delete() {
    SharedDevStack.delete(directory);
  }

  @Test
  void shouldStartServersThatKeepTheirDataThroughKillsAndRestarts() throws Exception {
    try (DevStack stack = start()) {
      write(stack);
      for (Server server : Server.values()) {
        stack.kill(server);
        stack.restart(server);
        assertThat(stack.figures(server).bytes()).isPositive();
      }
      assertThere(stack);
    }
    try (DevStack again = start()) {
      assertThere(again);
    }
  }

  @Test
  void shouldComeUpAfterAFirstStartWasCutOff() throws Exception {
    Path cutOff = Files.createDirectories(directory.resolve("data").resolve("postgres.part"));
    Files.writeString(cutOff.resolve("PG_VERSION"), "18");

    try (DevStack stack = start()) {
      write(stack);
      assertThere(stack);
    }
  }

  @Test
  void shouldEndTheRunningProcessWhenRestarted() throws Exception {
    try (DevStack stack = start()) {
      for (Server server : Server.values()) {
        long before = stack.pid(server);
        stack.restart(server);
        assertThat(alive(before)).isFalse();
        assertThat(alive(stack.pid(server))).isTrue();
      }
    }
  }

  @Test
  void shouldNameEveryTakenPortWithItsKey() throws IOException {
    try (ServerSocket kafka = listen(settings.kafkaPort());
        ServerSocket clickHouse = listen(settings.clickHousePort())) {
      ProblemException e = catchThrowableOfType(ProblemException.class, this::start);

      assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
      assertThat(e.problems()).hasSize(2);
      assertThat(e.problems().get(0))
          .contains(Integer.toString(kafka.getLocalPort()), "demo.kafka.port");
      assertThat(e.problems().get(1))
          .contains(Integer.toString(clickHouse.getLocalPort()), "demo.clickhouse.port");
    }
  }

  @Test
  void shouldLeaveNoOrphanWhenTheLauncherIsKilled() throws Exception {
    Process launcher =
        new ProcessBuilder(
                JavaChild.command(
                    List.of(),
                    Launcher.class.getName(),
                    List.of(
                        PROGRAMS.toString(),
                        directory.toString(),
                        Integer.toString(settings.postgresPort()),
                        Integer.toString(settings.kafkaPort()),
                        Integer.toString(settings.kafkaControllerPort()),
                        Integer.toString(settings.registryPort()),
                        Integer.toString(settings.clickHousePort()))))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> servers;
    try {
      String pids = launcher.inputReader().readLine();
      servers = Arrays.stream(pids.split(" ")).map(Long::valueOf).toList();
      assertThat(servers).hasSize(4).allMatch(DevStackIT::alive);
    } finally {
      launcher.destroyForcibly();
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(servers).noneMatch(DevStackIT::alive));
  }

  /** Starts a stack, prints its process ids and waits to be killed. */
  static final class Launcher {
    public static void main(String[] arguments) throws IOException {
      int[] ports = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
      DevStack stack =
          DevStack.start(
              new DevStackSettings(
                  Path.of(arguments[0]),
                  Path.of(arguments[1]),
                  ports[0],
                  ports[1],
                  ports[2],
                  ports[3],
                  ports[4]),
              Progress.SILENT);
      StringBuilder pids = new StringBuilder();
      for (Server server : Server.values()) {
        pids.append(stack.pid(server)).append(' ');
      }
      System.out.println(pids.toString().strip());
      System.in.read();
    }
  }

  private static boolean alive(long pid) {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    return handle.isPresent() && handle.get().isAlive();
  }

  private DevStack start() {
    return DevStack.start(settings, Progress.SILENT);
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static void write(DevStack stack) throws Exception {
    try (Connection connection = postgres(stack);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (1), (2)");
    }
    try (Admin admin = admin(stack)) {
      admin.createTopics(Set.of(new NewTopic("t", 1, (short) 1))).all().get();
    }
    registry(stack).register("t-value", SchemaBuilder.record("t").fields().endRecord());
    clickHouse(stack, "CREATE TABLE t (id Int32) ENGINE = MergeTree ORDER BY id");
    clickHouse(
        stack,
        "INSERT INTO t SELECT id FROM postgresql('127.0.0.1:%d', '%s', 't', '%s', '')"
            .formatted(stack.postgresPort(), stack.postgresDatabase(), stack.postgresUser()));
  }

  private static void assertThere(DevStack stack) throws Exception {
    try (Connection connection = postgres(stack);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
      rows.next();
      assertThat(rows.getLong(1)).isEqualTo(2);
    }
    try (Admin admin = admin(stack)) {
      assertThat(admin.listTopics().names().get()).contains("t");
    }
    assertThat(registry(stack).schema(1).getName()).isEqualTo("t");
    assertThat(clickHouse(stack, "SELECT count() FROM t")).isEqualTo("2");
  }

  private static Connection postgres(DevStack stack) throws Exception {
    return DriverManager.getConnection(stack.postgresJdbcUrl(), stack.postgresUser(), "");
  }

  private static Admin admin(DevStack stack) {
    return Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()));
  }

  private static SchemaRegistry registry(DevStack stack) {
    return new SchemaRegistry(URI.create(stack.registryUrl()), "", "");
  }

  private static String clickHouse(DevStack stack, String sql) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(stack.clickHouseUrl() + "/"))
                    .POST(HttpRequest.BodyPublishers.ofString(sql))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().strip();
  }
}
