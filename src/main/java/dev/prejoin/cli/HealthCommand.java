package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the console of a run on this machine how it is. */
@Command(
    name = "health",
    description = {
      "Says whether a run on this machine lives, for a container's health check.",
      "",
      "Asks /health/live, or /health/ready, at console.port. Needs no token.",
      "",
      "Exit status 0 if it does, 1 if it says that it does not, 4 if it does not answer."
    },
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--ready",
      description = "Asks whether every part of it runs: 1 while it waits for a server.")
  private boolean ready;

  @Spec private CommandSpec spec;

  HealthCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings.Console console = options.read(Home.find()).console();
    URI address =
        URI.create(
            "http://%s:%d/health/%s"
                .formatted(own(console.host()), console.port(), ready ? "ready" : "live"));
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                  BodyHandlers.ofString());
      spec.commandLine().getOut().println(answer.body());
      return (answer.statusCode() == OK ? ExitCode.OK : ExitCode.DIFFERENT).status();
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "nothing answers at %s: no run with the role console listens there, or it still waits for its servers"
              .formatted(address));
    }
  }

  /** Who listens on all addresses is reached on loopback. */
  private static String own(String host) {
    try {
      if (InetAddress.getByName(host).isAnyLocalAddress()) {
        return "127.0.0.1";
      }
    } catch (UnknownHostException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, "console.host: nothing is known under the name " + host);
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
