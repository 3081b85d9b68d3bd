package dev.prejoin.cli;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/**
 * What measures on servers of its own, which end with it.
 *
 * @param <R> what it finds
 */
interface Measurement<R> {
  /**
   * Measures.
   *
   * @param closing for all that is to be ended
   */
  R measure(ClosingStack closing, Steps steps)
      throws SQLException, IOException, InterruptedException;

  /**
   * Measures, and prints what it finds.
   *
   * @param json whether as one JSON object, and nothing else on standard output
   * @param right whether the exit status is 0
   */
  default int run(CommandLine line, boolean json, Function<R, String> text, Predicate<R> right)
      throws InterruptedException {
    PrintWriter out = line.getOut();
    Steps steps = new Steps(json ? line.getErr() : out, CommandLine.Help.Ansi.AUTO.enabled());
    ClosingStack closing = new ClosingStack();
    try (Shutdown shutdown = new Shutdown(closing::closeAll)) {
      R report = measure(closing, steps);
      steps.end();
      out.println(json ? JsonOutput.of(report) : text.apply(report));
      out.flush();
      return (right.test(report) ? ExitCode.OK : ExitCode.DIFFERENT).status();
    } catch (SQLException | IOException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }
}
