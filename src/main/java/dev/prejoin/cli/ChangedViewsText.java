package dev.prejoin.cli;

import dev.prejoin.app.definitions.ViewStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Views whose rows of history are not of their present definitions, as text for people. */
final class ChangedViewsText {
  private ChangedViewsText() {}

  /** Lines that each end with a newline. */
  static String of(List<ViewStanding> views) {
    return "Changed views\n"
        + views.stream()
            .flatMap(view -> of(view).stream())
            .map(line -> line + "\n")
            .collect(Collectors.joining());
  }

  /** One of them: what it is, and below what differs and what to do. */
  static List<String> of(ViewStanding view) {
    List<String> lines = new ArrayList<>();
    for (String line : view.text()) {
      lines.add((lines.isEmpty() ? "  " : "      ") + line);
    }
    return lines;
  }
}
