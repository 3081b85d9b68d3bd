package dev.prejoin.cli;

import dev.prejoin.app.Need;
import dev.prejoin.app.Needs;
import dev.prejoin.plan.text.Lines;
import java.util.List;
import java.util.stream.Collectors;

/** What a pipeline needs of its servers, as a list for people. */
final class NeedsText {
  private final Lines lines;

  private NeedsText(Lines lines) {
    this.lines = lines;
  }

  /** Lines that each end with a newline, a blank one between servers. */
  static String of(List<Needs> all, Lines lines) {
    NeedsText text = new NeedsText(lines);
    return all.stream()
        .filter(needs -> !needs.needs().isEmpty() || !needs.problems().isEmpty())
        .map(text::server)
        .collect(Collectors.joining("\n"));
  }

  private String server(Needs needs) {
    StringBuilder text = new StringBuilder(needs.server());
    needs.away().ifPresent(why -> text.append(" (not asked: ").append(why).append(')'));
    text.append('\n');
    needs.problems().forEach(problem -> text.append("  " + bad() + " " + problem + "\n"));
    int names = width(needs.needs().stream().map(Need::name).toList());
    int shapes = width(needs.needs().stream().map(Need::shape).toList());
    for (Need need : needs.needs()) {
      text.append(
          ("  %s %-" + names + "s  %-" + shapes + "s  %s")
              .formatted(mark(need.standing()), need.name(), need.shape(), words(need.standing()))
              .stripTrailing());
      text.append('\n');
      need.problems().forEach(problem -> text.append("      " + problem + "\n"));
      need.notes().forEach(note -> text.append("      " + note + "\n"));
    }
    return text.toString();
  }

  /** At least 1, as a format takes no width of 0. */
  private static int width(List<String> texts) {
    return Math.max(1, texts.stream().mapToInt(String::length).max().orElse(1));
  }

  private String bad() {
    return lines == Lines.BOX ? "✗" : "!";
  }

  private String mark(Need.Standing standing) {
    return switch (standing) {
      case NOT_ASKED -> " ";
      case THERE -> lines == Lines.BOX ? "✓" : "=";
      case WILL_BE_MADE -> "+";
      case UNFIT -> bad();
    };
  }

  private static String words(Need.Standing standing) {
    return switch (standing) {
      case NOT_ASKED -> "";
      case THERE -> "there";
      case WILL_BE_MADE -> "will be made";
      case UNFIT -> "does not fit";
    };
  }
}
