package dev.prejoin.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a child in Java. */
final class JavaChild {
  /** A resource: how a child logs. */
  static final String LOGBACK = "dev/prejoin/devstack/child-logback.xml";

  private JavaChild() {}

  /** One that runs on this JVM's class path. */
  static List<String> command(List<String> options, String mainClass, List<String> arguments) {
    return command(options, LOGBACK, System.getProperty("java.class.path"), mainClass, arguments);
  }

  /**
   * One that runs on a class path of its own.
   *
   * @param logback a file or a resource
   */
  static List<String> command(
      List<String> options,
      String logback,
      String classPath,
      String mainClass,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.awt.headless=true");
    command.add("-Dlogback.configurationFile=" + logback);
    // Kafka's jars bring a Log4j of their own; it has nothing to write.
    command.add("-Dlog4j2.level=OFF");
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
