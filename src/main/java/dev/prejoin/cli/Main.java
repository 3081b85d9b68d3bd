package dev.prejoin.cli;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "prejoin",
    description = {
      "Joins rows before they reach ClickHouse, exactly once.",
      "",
      "A pipeline is a file of ClickHouse's own CREATE MATERIALIZED VIEW statements. Its tables"
          + " are captured from PostgreSQL into Kafka, its views run in Kafka Streams, and what"
          + " they give lands in ClickHouse, where the aggregates are built.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SnapshotCommand.class,
      BackfillCommand.class,
      PlanCommand.class,
      TestPipelineCommand.class,
      HealthCommand.class,
      StatusCommand.class,
      ReplayCommand.class,
      RebuildCommand.class,
      RestateCommand.class,
      VerifyCommand.class,
      DriftCommand.class,
      TailCommand.class,
      ChaosCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all went well",
      "1:a check found differences",
      "2:the command line was wrong",
      "3:the configuration, a pipeline or a schema is wrong",
      "4:a server, a table, a port or a program that is needed is missing or unfit",
      "5:a defect of prejoin"
    },
    footer = {
      "",
      "Begin with: prejoin demo",
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit status. */
  public static void main(String[] arguments) {
    if (CommandLine.Help.Ansi.AUTO.enabled()) {
      // logback.xml puts it before each line, so that none is appended to a live one.
      System.setProperty("prejoin.clear.line", Steps.CLEAR_LINE);
    }
    int status = commandLine().execute(arguments);
    // Libraries leave threads behind that are no reason to go on.
    System.exit(status);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::report);
  }

  /** A problem that a user can mend is told in its own words; a defect leads to the log. */
  private static int report(
      Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (thrown instanceof ProblemException problem) {
      for (String line : problem.problems()) {
        commandLine.getErr().println(commandLine.getColorScheme().errorText("✗ " + line));
      }
      return problem.exitCode().status();
    }
    // Not a constant: the line above must come before the first logger.
    LoggerFactory.getLogger(Main.class)
        .error("This is a defect of prejoin: {}", String.valueOf(thrown.getMessage()), thrown);
    commandLine.getErr().println("Its trace is in .prejoin/logs/prejoin.log; please report it");
    return ExitCode.INTERNAL.status();
  }

  /** The version that the build gave the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"prejoin " + (version == null ? "(not packaged)" : version)};
    }
  }
}
