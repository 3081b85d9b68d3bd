package dev.prejoin.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/specs.md and the output that stands below it. */
class SpecsPageTest {
  private static final Path PAGE = Path.of("docs/specs.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)````markdown\n(.*?)\n````\n");
  private static final Pattern OUTPUT =
      Pattern.compile("(?s)```console\n\\$ ./prejoin test-pipeline readings.md\n(.*?)```");

  @Test
  void shouldShowWhatTheExampleGives() throws IOException {
    List<String> outputs = outputs();

    assertThat(outputs).hasSize(2);
    assertThat(outputs.get(0)).isEqualTo(run(example()));
    assertThat(outputs.get(1)).isEqualTo(run(wrong()));
  }

  /** Prints both outputs as they are now. */
  public static void main(String[] arguments) throws IOException {
    System.out.println(run(example()));
    System.out.println(run(wrong()));
  }

  private static String wrong() throws IOException {
    return example().replace("|  2 |          |   2.5 |", "|  2 | Bob      |   2.5 |");
  }

  private static String example() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    return example.group(1);
  }

  private static List<String> outputs() throws IOException {
    return OUTPUT.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
  }

  private static String run(String spec) {
    List<String> lines = new ArrayList<>();
    new SpecReport(lines::add)
        .run(List.of(Specs.read(Path.of("readings.md"), spec, () -> name -> Optional.empty())));
    return String.join("\n", String.join("\n", lines).split("\\R")) + "\n";
  }
}
