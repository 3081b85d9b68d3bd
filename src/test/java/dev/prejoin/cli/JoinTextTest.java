package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.proof.bench.join.JoinReport;
import dev.prejoin.proof.bench.join.JoinReport.Dimension;
import dev.prejoin.proof.bench.join.JoinReport.Figures;
import dev.prejoin.proof.bench.join.JoinReport.Spread;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JoinTextTest {
  private static final JoinReport REPORT =
      new JoinReport(
          1_000_000,
          3,
          List.of(
              new Dimension(
                  1_000,
                  List.of(
                      figures("prejoin", 80_000, Map.of("Kafka", 2.25, "all", 12.5), true),
                      figures("floor", 460_000, Map.of("Kafka", 0.1, "all", 4.1), false)))));

  private static Figures figures(
      String name, double speed, Map<String, Double> cpu, boolean right) {
    return new Figures(
        name,
        new Spread(speed, speed - 1_000, speed + 1_000),
        cpu.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> new Spread(each.getValue(), each.getValue(), each.getValue()))),
        Map.of("Kafka", 230L << 20),
        right);
  }

  @Test
  void shouldShowWhatEachTakes() {
    assertThat(JoinText.of(REPORT))
        .isEqualToNormalizingNewlines(
            """

            Backlogs of 1,000,000 rows, drained 3 times: medians (least-most)

            1,000 devices                  rows/s                     CPU s per million rows
            prejoin                        80,000   (79,000-81,000)   Kafka 2.3, all 12.5
            floor                         460,000 (459,000-461,000)   Kafka 0.1, all 4.1, NOT right

                                         MiB at most
            prejoin                      Kafka 230
            floor                        Kafka 230
            """);
  }

  @Test
  void shouldAnswerForPrejoinOnly() {
    assertThat(REPORT.right()).isTrue();
    assertThat(
            new JoinReport(
                    1,
                    1,
                    List.of(new Dimension(2, List.of(figures("prejoin", 1, Map.of(), false)))))
                .right())
        .isFalse();
  }
}
