package dev.prejoin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.expression.Function.Group;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Holds the list of functions in the docs to the registry; {@code -Dprejoin.write=true} writes it.
 */
class FunctionsDocTest {
  private static final Path DOC = Path.of("docs", "functions.md");
  private static final String BEGIN = "<!-- begin: written by FunctionsDocTest -->\n";
  private static final String END = "<!-- end -->\n";
  private static final int MOST_DIFFERENCES = 5;

  @Test
  void shouldListEveryFunctionOfTheRegistry() throws Exception {
    String doc = Files.readString(DOC);
    int from = doc.indexOf(BEGIN) + BEGIN.length();
    int to = doc.indexOf(END);
    assertThat(to).isGreaterThanOrEqualTo(from);
    String now = doc.substring(0, from) + "\n" + chapters() + "\n" + doc.substring(to);
    if (Boolean.getBoolean("prejoin.write")) {
      Files.writeString(DOC, now);
    }
    assertThat(Files.readString(DOC)).isEqualTo(now);
  }

  @Test
  void shouldDifferFromClickHouseInFewThingsOnly() {
    assertThat(
            Functions.all().stream()
                .map(Function::difference)
                .filter(Objects::nonNull)
                .flatMap(all -> Arrays.stream(all.split(Function.DIFFERENCES)))
                .distinct())
        .hasSizeLessThanOrEqualTo(MOST_DIFFERENCES);
  }

  private static String chapters() {
    StringBuilder text = new StringBuilder();
    for (Group group : Group.values()) {
      List<Function> functions = Functions.all().stream().filter(f -> f.group() == group).toList();
      if (functions.isEmpty()) {
        continue;
      }
      text.append(text.isEmpty() ? "" : "\n").append("## ").append(group.title()).append("\n\n");
      text.append("| function | gives |\n|---|---|\n");
      functions.forEach(f -> text.append(row(f)));
    }
    return text.toString();
  }

  private static String row(Function function) {
    String aliases =
        function.aliases().isEmpty() ? "" : " (also " + String.join(", ", function.aliases()) + ")";
    String difference =
        function.difference() == null ? "" : " **Differs:** " + function.difference();
    return "| `%s`%s | %s%s |\n"
        .formatted(cell(function.usage()), aliases, cell(function.words()), cell(difference));
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
