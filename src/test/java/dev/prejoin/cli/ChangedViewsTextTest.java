package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.definitions.ViewHistory.State;
import dev.prejoin.app.definitions.ViewStanding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChangedViewsTextTest {
  private static final List<String> RULES = List.of("- rule a < 100", "+ rule a < 90");

  private static ViewStanding standing(
      State state, long rows, boolean exact, boolean lands, boolean asked, boolean paused) {
    return new ViewStanding(
        "mv_made",
        "made",
        "raw",
        state,
        rows,
        rows < 0 ? 0 : 1_095,
        exact,
        RULES,
        lands,
        asked,
        paused,
        asked ? "12,000 of 26,280 rows sent" : "");
  }

  @Test
  void shouldSayWhatWouldBeRestatedByWhatDiffersAndHow() {
    assertThat(
            ChangedViewsText.of(
                List.of(standing(State.CHANGES_AT_START, 26_280, true, true, false, false))))
        .isEqualTo(
            """
            Changed views
              mv_made is defined otherwise than what made the rows of made: would restate 26,280 rows, 1,095 hours
                  - rule a < 100
                  + rule a < 90
                  when prejoin runs with it, new rows are made by it; ./prejoin restate mv_made then makes the others anew
            """);
  }

  @Test
  void shouldSayHowFarItIs() {
    assertThat(ChangedViewsText.of(standing(State.CHANGED, 26_280, true, true, false, false)))
        .contains(
            "  mv_made was defined otherwise before: to be restated are 26,280 rows, 1,095 hours",
            "      ./prejoin restate mv_made makes them anew; with --keep they stay as they are");
    assertThat(ChangedViewsText.of(standing(State.CHANGED, 26_280, true, true, true, false)))
        .contains("      12,000 of 26,280 rows sent");
    assertThat(ChangedViewsText.of(standing(State.CHANGED, 26_280, true, true, true, true)))
        .contains("      paused, 12,000 of 26,280 rows sent; ./prejoin restate mv_made goes on");
    assertThat(ChangedViewsText.of(standing(State.NEW, 1, true, true, false, false)))
        .contains(
            "  mv_made is new: to be made are 1 row, 1,095 hours",
            "      the sink fills it by itself");
  }

  @Test
  void shouldSayWhatCannotBeCountedOrSent() {
    assertThat(ChangedViewsText.of(standing(State.CHANGED, 26_280, false, true, false, false)))
        .anyMatch(line -> line.contains("at most 26,280 rows"));
    assertThat(ChangedViewsText.of(standing(State.CHANGED, -1, false, false, false, false)))
        .anyMatch(line -> line.contains("rows that were not counted"))
        .anyMatch(
            line ->
                line.contains("./prejoin snapshot raw reads the table")
                    && line.contains("./prejoin restate mv_made --keep"));
  }

  @Test
  void shouldTakeOneWishAtATime() {
    StringWriter words = new StringWriter();
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(words));

    assertThat(commandLine.execute("restate", "--pause", "--keep")).isEqualTo(2);
    assertThat(words.toString()).contains("choose one of --dry-run, --pause and --keep");
  }
}
