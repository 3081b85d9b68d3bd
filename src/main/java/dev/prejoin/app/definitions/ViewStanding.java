package dev.prejoin.app.definitions;

import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a view stand whose definition has changed, or that is new.
 *
 * @param view its name
 * @param target its target
 * @param source where its rows come from
 * @param state how its definition stands
 * @param rows how many rows are not of it; -1 if that was not counted
 * @param hours of how many hours; 0 if that is not known
 * @param exact whether they were counted; else there are no more than these
 * @param differences what the definition has otherwise than the one before, a line each
 * @param lands whether the source's rows land, so that they can be sent again
 * @param asked whether they are asked to be made anew, and that is not done
 * @param paused whether that is paused
 * @param work how far that is; empty if it was not begun
 */
public record ViewStanding(
    String view,
    String target,
    String source,
    ViewHistory.State state,
    long rows,
    long hours,
    boolean exact,
    List<String> differences,
    boolean lands,
    boolean asked,
    boolean paused,
    String work) {
  public ViewStanding {
    differences = List.copyOf(differences);
  }

  /** How many rows, for people. */
  public String amount() {
    if (rows < 0) {
      return "rows that were not counted";
    }
    return "%s%,d row%s%s"
        .formatted(
            exact ? "" : "at most ",
            rows,
            rows == 1 ? "" : "s",
            hours == 0 ? "" : ", %,d hour%s".formatted(hours, hours == 1 ? "" : "s"));
  }

  /** What there is to say of it, a line each: first what it is, last what to do. */
  public List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (state) {
          case CHANGES_AT_START ->
              "%s is defined otherwise than what made the rows of %s: would restate %s"
                  .formatted(view, target, amount());
          case NEW_AT_START ->
              "%s is new, and its source is there already: would make %s".formatted(view, amount());
          case CHANGED ->
              "%s was defined otherwise before: to be restated are %s".formatted(view, amount());
          case NEW -> "%s is new: to be made are %s".formatted(view, amount());
          case UNKNOWN, CURRENT -> "%s is as it was".formatted(view);
        });
    lines.addAll(differences);
    if (state == ViewHistory.State.CHANGED && differences.isEmpty()) {
      lines.add("(its definition is the same: other rows of it came while it was away)");
    }
    lines.add(remedy());
    return lines;
  }

  private String remedy() {
    if (!lands) {
      return ("rows of %1$s do not land (sink.land.l1=false), so they cannot be sent again:"
              + " when prejoin runs with this definition, ./prejoin snapshot %1$s reads the table"
              + " once more, and ./prejoin restate %2$s --keep says that this is done")
          .formatted(source, view);
    }
    if (asked) {
      return paused
          ? "paused%s; ./prejoin restate %s goes on"
              .formatted(work.isEmpty() ? "" : ", " + work, view)
          : work.isEmpty() ? "asked for; the sink takes it up" : work;
    }
    return switch (state) {
      case NEW_AT_START -> "when prejoin runs with it, the sink fills it by itself";
      case NEW -> "the sink fills it by itself";
      case CHANGES_AT_START ->
          "when prejoin runs with it, new rows are made by it; ./prejoin restate %s then makes the others anew"
              .formatted(view);
      default ->
          "./prejoin restate %s makes them anew; with --keep they stay as they are".formatted(view);
    };
  }
}
