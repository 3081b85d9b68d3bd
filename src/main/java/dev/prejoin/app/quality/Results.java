package dev.prejoin.app.quality;

import dev.prejoin.app.replay.ReplayReport;
import dev.prejoin.app.replay.ReplayRequest;
import dev.prejoin.app.status.Balance;
import dev.prejoin.console.quality.BalanceResult;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.ReplayResult;
import java.util.List;
import java.util.Optional;

/** What jobs are told and what they found, between the console's words and those of the parts. */
final class Results {
  private Results() {}

  static ReplayRequest request(ReplayOrder order) {
    return new ReplayRequest(
        switch (order.kind()) {
          case REJECTS -> ReplayRequest.Kind.REJECTS;
          case DEAD_LETTERS -> ReplayRequest.Kind.DEAD_LETTERS;
        },
        Optional.ofNullable(order.view()),
        Optional.ofNullable(order.rule()),
        Optional.ofNullable(order.since()));
  }

  static ReplayResult of(ReplayReport report) {
    return new ReplayResult(
        report.dryRun(),
        report.chosen(),
        report.sent(),
        report.changed(),
        report.gone(),
        report.goneAt(),
        report.others(),
        report
            .outcome()
            .map(
                became ->
                    new ReplayResult.Outcome(
                        became.landed(), became.rejected(), became.dead(), became.filtered()))
            .orElse(null));
  }

  static BalanceResult of(List<Balance> balances) {
    return new BalanceResult(balances.stream().map(Results::of).toList());
  }

  private static BalanceResult.Balance of(Balance balance) {
    return new BalanceResult.Balance(
        balance.source(),
        balance.target(),
        balance.rows(),
        balance.landed(),
        balance.rejected(),
        balance.deadLetters(),
        balance.filtered(),
        balance.waiting(),
        balance.unaccounted(),
        balance.surplus(),
        balance.changed(),
        balance.complete(),
        balance.holds());
  }
}
