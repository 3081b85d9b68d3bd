package dev.prejoin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.expression.Function.Group;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    // One more, of all functions, is told in the docs: what is not needed is not computed.
    assertThat(differences()).hasSizeLessThan(MOST_DIFFERENCES);
  }

  private static List<String> differences() {
    return Functions.all().stream().flatMap(FunctionsDocTest::differences).distinct().toList();
  }

  private static Stream<String> differences(Function function) {
    return function.difference() == null
        ? Stream.of()
        : Arrays.stream(function.difference().split(Function.DIFFERENCES));
  }

  private static String chapters() {
    StringBuilder text = new StringBuilder();
    List<String> differences = differences();
    for (Group group : Group.values()) {
      List<Function> functions = Functions.all().stream().filter(f -> f.group() == group).toList();
      if (functions.isEmpty()) {
        continue;
      }
      text.append(text.isEmpty() ? "" : "\n").append("## ").append(group.title()).append("\n\n");
      text.append("| function | gives |\n|---|---|\n");
      functions.forEach(f -> text.append(row(f, differences)));
    }
    text.append("\n## Differences from ClickHouse\n\n");
    for (int i = 0; i < differences.size(); i++) {
      text.append("%d. %s.%n".formatted(i + 1, sentence(differences.get(i))));
    }
    return text.toString();
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String row(Function function, List<String> differences) {
    String aliases =
        function.aliases().isEmpty() ? "" : " (also " + String.join(", ", function.aliases()) + ")";
    String numbers =
        differences(function)
            .map(
                difference ->
                    " ([%d](#differences-from-clickhouse))"
                        .formatted(differences.indexOf(difference) + 1))
            .collect(Collectors.joining());
    return "| `%s`%s | %s%s |\n"
        .formatted(cell(function.usage()), aliases, cell(function.words()), numbers);
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
