package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.DevStackSettings;
import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.devstack.KafkaDoor;
import dev.prejoin.devstack.Progress;
import dev.prejoin.devstack.Server;
import dev.prejoin.proof.node.Node;
import dev.prejoin.proof.node.Role;
import dev.prejoin.proof.node.RoleArchive;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The servers, the instances of prejoin, and the proxies between them. */
final class Cluster implements AutoCloseable {
  /** Names of the instances: capture has one owner; the others share their partitions. */
  private static final Map<String, Role> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("capture", Role.CAPTURE);
    NAMES.put("topology-1", Role.TOPOLOGY);
    NAMES.put("topology-2", Role.TOPOLOGY);
    NAMES.put("sink-1", Role.SINK);
    NAMES.put("sink-2", Role.SINK);
  }

  private static final String LOOPBACK = "127.0.0.1";
  private static final String REGISTRY_PATH = "/apis/ccompat/v7";
  private static final int SERVER_STARTS = 5;

  private static final long LOOK_EVERY_MS = 500;

  private final Object serverWork = new Object();
  private final DevStack stack;
  private final DevStackSettings servers;
  private final Gate gate = new Gate();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Role, RoleArchive> archives = new EnumMap<>(Role.class);
  private final List<Proxy> proxies = new ArrayList<>();
  private final HomeCopy home;
  private volatile boolean closed;

  private Cluster(DevStack stack, DevStackSettings servers, HomeCopy home) {
    this.stack = stack;
    this.servers = servers;
    this.home = home;
  }

  /** Starts the servers and the proxies; the instances wait for {@link #startFirst}. */
  static Cluster start(
      ChaosSettings settings, HomeCopy home, Progress progress, Node.Watcher watcher) {
    Iterator<Integer> ports = DevStackSettings.freePorts(5 + 3 * NAMES.size()).iterator();
    Path directory = settings.directory().toAbsolutePath();
    Map<String, KafkaDoor> doors = new LinkedHashMap<>();
    NAMES.keySet().forEach(name -> doors.put(name, new KafkaDoor(ports.next(), ports.next())));
    DevStackSettings servers =
        new DevStackSettings(
                settings.programs(),
                directory,
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next(),
                ports.next())
            .withKafkaDoors(List.copyOf(doors.values()));
    Cluster cluster = new Cluster(DevStack.start(servers, progress), servers, home);
    for (Role role : Role.values()) {
      cluster.archives.put(
          role, new RoleArchive(directory.resolve("state/" + role.title() + ".jsa")));
    }
    NAMES.forEach(
        (name, role) -> {
          Map<String, String> keys = cluster.common(role);
          KafkaDoor door = doors.get(name);
          if (door == null) {
            throw new IllegalStateException(name);
          }
          cluster.proxy(kafkaHop(role), name, door.advertisedPort(), door.port(), KafkaWire::new);
          keys.put("kafka.bootstrap.servers", LOOPBACK + ":" + door.advertisedPort());
          int more = ports.next();
          cluster.connect(role, name, more, keys);
          cluster.nodes.put(
              name,
              new Node(
                  name,
                  role,
                  directory,
                  jvmOptions(home),
                  cluster.archive(role),
                  home.pipeline().toString(),
                  keys,
                  watcher));
        });
    cluster.supervise(watcher);
    return cluster;
  }

  private static Hop kafkaHop(Role role) {
    return switch (role) {
      case CAPTURE -> Hop.CAPTURE_OUT;
      case TOPOLOGY -> Hop.TOPOLOGY;
      case SINK -> Hop.SINK_IN;
    };
  }

  /** The other server that a role talks to. */
  private void connect(Role role, String name, int port, Map<String, String> keys) {
    switch (role) {
      case CAPTURE -> {
        proxy(Hop.SOURCE, name, port, servers.postgresPort(), PostgresWire::new);
        keys.put("postgres.port", Integer.toString(port));
      }
      case TOPOLOGY -> {
        proxy(
            Hop.REGISTRY, name, port, servers.registryPort(), () -> new PlainWire(Request.SCHEMA));
        keys.put("registry.url", "http://" + LOOPBACK + ":" + port + REGISTRY_PATH);
      }
      case SINK -> {
        proxy(
            Hop.SINK_OUT, name, port, servers.clickHousePort(), () -> new HttpWire(Statements::of));
        keys.put("clickhouse.url", "http://" + LOOPBACK + ":" + port);
      }
    }
  }

  private void proxy(Hop hop, String name, int port, int target, Supplier<Wire> wires) {
    proxies.add(new Proxy(hop, name, port, target, gate, wires));
  }

  private Map<String, String> common(Role role) {
    Map<String, String> keys = servers.keys();
    keys.put("roles", role.title());
    // Time-outs that a halt of some seconds exceeds.
    keys.put("clickhouse.socket_timeout", "5000");
    keys.put("kafka.request.timeout.ms", "5000");
    keys.put("kafka.max.poll.interval.ms", "60000");
    if (role == Role.CAPTURE) {
      keys.put("kafka.transaction.timeout.ms", "6000");
    }
    return keys;
  }

  private static List<String> jvmOptions(HomeCopy home) {
    return List.of(
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "-Duser.timezone=UTC",
        "-Djava.awt.headless=true",
        "-Dlog4j2.level=OFF",
        "-Dlogback.configurationFile=dev/prejoin/proof/chaos/node-logback.xml",
        "-Dprejoin.home=" + home.directory());
  }

  /** Where an instance, or a command, writes what it has to say. */
  Path log(String name) {
    return servers.directory().resolve("logs").resolve(name + ".log");
  }

  /** Starts one of prejoin's commands, past every proxy. */
  JavaProcess command(List<String> arguments, Path log) {
    List<String> all = new ArrayList<>(arguments);
    servers.keys().forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
    try {
      return JavaProcess.start(jvmOptions(home), Node.MAIN, all, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of each role: what has to be made first, topics and tables, one instance makes. */
  void startFirst() {
    firstOfEachRole().forEach(Node::start);
  }

  /** The second ones, with which the first share their partitions. */
  void startOthers() {
    List<Node> running = firstOfEachRole();
    nodes.values().stream().filter(node -> !running.contains(node)).forEach(Node::start);
  }

  private RoleArchive archive(Role role) {
    RoleArchive archive = archives.get(role);
    if (archive == null) {
      throw new IllegalArgumentException(role.title());
    }
    return archive;
  }

  /** Returns when what is started from now on starts as quickly as it ever does. */
  void awaitArchives() throws InterruptedException {
    for (Role role : Role.values()) {
      archive(role).await();
    }
  }

  private List<Node> firstOfEachRole() {
    return Stream.of(Role.values()).map(role -> nodes(role).get(0)).toList();
  }

  DevStack stack() {
    return stack;
  }

  Gate gate() {
    return gate;
  }

  Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException(name);
    }
    return node;
  }

  List<Node> nodes(Role role) {
    return nodes.values().stream().filter(node -> node.role() == role).toList();
  }

  Proxy proxy(Hop hop, String name) {
    return proxies.stream()
        .filter(proxy -> proxy.hop() == hop && proxy.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Looks after the servers as well: one that ends although no fault ended it is started again. */
  private void supervise(Node.Watcher watcher) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!closed) {
                  Thread.sleep(LOOK_EVERY_MS);
                  for (Server server : Server.values()) {
                    restartIfGone(server, watcher);
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "chaos-servers");
    thread.setDaemon(true);
    thread.start();
  }

  private void restartIfGone(Server server, Node.Watcher watcher) throws InterruptedException {
    synchronized (serverWork) {
      if (!closed && ProcessHandle.of(stack.pid(server)).filter(ProcessHandle::isAlive).isEmpty()) {
        watcher.ended(server.title(), -1, "the server's own failure");
        restart(server);
      }
    }
  }

  /** Kills a server, and starts it again after a while. */
  void crash(Server server, Runnable whenDead, long awayMillis) throws InterruptedException {
    synchronized (serverWork) {
      stack.kill(server);
      whenDead.run();
      Thread.sleep(awayMillis);
      restart(server);
    }
  }

  /** Ends a server in order and starts it again. */
  void restartInOrder(Server server) throws InterruptedException {
    synchronized (serverWork) {
      stack.stop(server);
      restart(server);
    }
  }

  /** What the last process left may be in the way for a moment. */
  private void restart(Server server) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        stack.restart(server);
        return;
      } catch (ProblemException e) {
        if (attempt == SERVER_STARTS) {
          throw e;
        }
        Thread.sleep(1_000);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    nodes.values().parallelStream().forEach(Node::close);
    proxies.forEach(Proxy::close);
    synchronized (serverWork) {
      stack.close();
    }
  }
}
