package dev.prejoin.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** One Kafka broker that is its own controller. */
final class KafkaServer extends ServerProcess {
  private final Path data;
  private final SharedClasses classes;
  private final int port;
  private final int controllerPort;
  private final List<KafkaDoor> doors;

  /**
   * A broker that is not started.
   *
   * @param archives the directory in which its classes are archived
   */
  KafkaServer(Path archives, Path directory, int port, int controllerPort, List<KafkaDoor> doors) {
    super(Server.KAFKA, directory);
    this.classes = SharedClasses.of(archives, "kafka", SharedClasses.libraries());
    this.data = directory.resolve("data").resolve("kafka");
    this.port = port;
    this.controllerPort = controllerPort;
    this.doors = doors;
  }

  @Override
  void ended() throws IOException {
    classes.keep();
  }

  @Override
  Process launch(Path log) throws IOException, InterruptedException {
    Files.createDirectories(data);
    Path config = data.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(config)) {
      properties().store(writer, null);
    }
    String libraries = SharedClasses.libraries();
    Path logback = data.resolve("logback.xml");
    try (InputStream in = KafkaServer.class.getResourceAsStream("/" + JavaChild.LOGBACK)) {
      Files.copy(Objects.requireNonNull(in), logback, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(data.resolve("log/meta.properties"))) {
      List<String> options =
          new ArrayList<>(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      options.addAll(classes.used());
      format(options, logback.toString(), libraries, config, log);
    }
    // The second compiler would take half of its processor time in its first minutes.
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xms128m",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseG1GC",
                "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(classes.usedOrMade());
    return Children.start(
        JavaChild.command(
            options, logback.toString(), libraries, "kafka.Kafka", List.of(config.toString())),
        "TERM",
        false,
        log);
  }

  private static void format(
      List<String> options, String logback, String libraries, Path config, Path log)
      throws IOException, InterruptedException {
    int status =
        Children.start(
                JavaChild.command(
                    options,
                    logback,
                    libraries,
                    "kafka.tools.StorageTool",
                    List.of(
                        "format",
                        "--ignore-formatted",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        config.toString())),
                "KILL",
                false,
                log)
            .waitFor();
    if (status != 0) {
      throw new IOException("formatting its storage ended with status " + status);
    }
  }

  private Properties properties() {
    Properties p = new Properties();
    p.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAINTEXT",
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs", data.resolve("log").toString(),
            "auto.create.topics.enable", "false"));
    for (KafkaDoor door : doors) {
      String name = "DOOR" + door.port();
      p.merge("listeners", name + "://127.0.0.1:" + door.port(), KafkaServer::listed);
      p.merge(
          "advertised.listeners",
          name + "://127.0.0.1:" + door.advertisedPort(),
          KafkaServer::listed);
      p.merge("listener.security.protocol.map", name + ":PLAINTEXT", KafkaServer::listed);
    }
    // One broker cannot replicate.
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", topic.startsWith("share") ? "1" : "4");
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    // A group coordinator's log that is compacted soon is loaded in milliseconds. Kafka 4.3 takes
    // the end of one load for the end of the next, when leadership comes back while it reads
    // (CoordinatorRuntime's CompleteLoad looks at the partition and not at the epoch), and serves
    // what it had read by then.
    p.put("offsets.topic.segment.bytes", "1048576");
    p.put("log.cleaner.backoff.ms", "5000");
    // After a crash the broker's own session must end before it may come back; a shorter one ends
    // on a busy machine while it starts, and leadership moves to and fro.
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");
    p.put("log.cleaner.dedupe.buffer.size", "16777216");
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    return p;
  }

  private static Object listed(Object before, Object more) {
    return before + "," + more;
  }

  @Override
  boolean answers() throws Exception {
    // The client would warn of each refused connection.
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
    }
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + port,
                "default.api.timeout.ms",
                2000,
                "request.timeout.ms",
                1000,
                "reconnect.backoff.ms",
                50,
                "reconnect.backoff.max.ms",
                100))) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    }
  }
}
