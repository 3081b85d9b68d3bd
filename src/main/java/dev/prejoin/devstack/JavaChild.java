package dev.prejoin.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child that runs on this JVM's class path. */
final class JavaChild {
  private JavaChild() {}

  static List<String> command(List<String> options, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.awt.headless=true");
    command.add("-Dlogback.configurationFile=dev/prejoin/devstack/child-logback.xml");
    // Kafka's jars bring a Log4j of their own; it has nothing to write.
    command.add("-Dlog4j2.level=OFF");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }
}
