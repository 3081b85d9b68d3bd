package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.replay.ReplayRequest.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Sends dead letters through again. */
@Command(
    name = "dead-letters",
    description = {
      "Sends records through again that were no rows, or could not be written.",
      "",
      "What the capture could not write has no record to send: for such, it names the table, and"
          + " prejoin snapshot reads it again."
    },
    mixinStandardHelpOptions = true)
final class ReplayDeadLettersCommand implements Callable<Integer> {
  @Mixin private ReplayCommand.Options options = new ReplayCommand.Options();

  @Spec private CommandSpec spec;

  ReplayDeadLettersCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    return options.replay(spec, Kind.DEAD_LETTERS, null, null);
  }
}
