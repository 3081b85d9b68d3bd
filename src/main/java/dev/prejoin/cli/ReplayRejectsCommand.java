package dev.prejoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.prejoin.app.replay.ReplayRequest.Kind;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends rejects through again. */
@Command(
    name = "rejects",
    description = "Sends rows through again that a rule kept out.",
    mixinStandardHelpOptions = true)
final class ReplayRejectsCommand implements Callable<Integer> {
  @Mixin private ReplayCommand.Options options = new ReplayCommand.Options();

  @Option(names = "--view", paramLabel = "NAME", description = "Only those of this view.")
  private @Nullable String view;

  @Option(
      names = "--rule",
      paramLabel = "TEXT",
      description = "Only those of this rule, as prejoin status shows it.")
  private @Nullable String rule;

  @Spec private CommandSpec spec;

  ReplayRejectsCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws JsonProcessingException {
    return options.replay(spec, Kind.REJECTS, view, rule);
  }
}
