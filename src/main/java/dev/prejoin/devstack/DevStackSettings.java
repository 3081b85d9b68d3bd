package dev.prejoin.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the servers are.
 *
 * @param programs the fetched programs, which several stacks may share
 * @param directory data and logs, a folder per server
 * @param kafkaDoors more ways into Kafka
 */
public record DevStackSettings(
    Path programs,
    Path directory,
    int postgresPort,
    int kafkaPort,
    int kafkaControllerPort,
    int registryPort,
    int clickHousePort,
    List<KafkaDoor> kafkaDoors) {

  public DevStackSettings {
    kafkaDoors = List.copyOf(kafkaDoors);
  }

  /** Without more doors to Kafka. */
  public DevStackSettings(
      Path programs,
      Path directory,
      int postgresPort,
      int kafkaPort,
      int kafkaControllerPort,
      int registryPort,
      int clickHousePort) {
    this(
        programs,
        directory,
        postgresPort,
        kafkaPort,
        kafkaControllerPort,
        registryPort,
        clickHousePort,
        List.of());
  }

  /** The same servers, with more doors to Kafka. */
  public DevStackSettings withKafkaDoors(List<KafkaDoor> doors) {
    return new DevStackSettings(
        programs,
        directory,
        postgresPort,
        kafkaPort,
        kafkaControllerPort,
        registryPort,
        clickHousePort,
        doors);
  }

  /** On ports that are free now. */
  public static DevStackSettings onFreePorts(Path programs, Path directory) {
    List<Integer> ports = freePorts(5);
    return new DevStackSettings(
        programs, directory, ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
  }

  /** Ports of loopback that are free now. */
  public static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        ports.add(socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }
}
