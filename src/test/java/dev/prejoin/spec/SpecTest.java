package dev.prejoin.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spec says when it passes, fails or cannot be read. */
class SpecTest {
  private static final String HEAD =
      """
      # Readings

      ```columns
      readings (device_id UInt32, power Float64) key (id Int64)
      good     (device_id UInt32, power Float64)
      ```

      ```sql
      CREATE TABLE readings ENGINE = ChangeStream('public.readings');
      CREATE MATERIALIZED VIEW v TO good AS
      SELECT device_id, power FROM readings WHERE power >= 0;
      ```

      ## A scenario

      **insert** `readings`

      | id | device_id | power |
      |---:|----------:|------:|
      |  1 |        17 |   1.5 |
      |  2 |        18 |   2.5 |

      """;

  @Test
  void shouldPassWhenAllIsAsExpected() {
    assertThat(
            run(
                """
                **rows** `good`

                | id | power |
                |---:|------:|
                |  1 |  1.50 |
                |  2 |   2.5 |
                """))
        .isEmpty();
  }

  @Test
  void shouldShowTheCellThatDiffers() {
    assertThat(
            run(
                """
                **rows** `good`

                | id | device_id | power |
                |---:|----------:|------:|
                |  1 |        17 |   1.5 |
                |  2 |        18 |  20.5 |
                """))
        .containsExactly(
            """
            readings.md:23: rows good: 2 expected, 2 came
                  key id  device_id  power
                = 1       17         1.5
                - 2       18         20.5    expected
                + 2       18         2.5     came
                                      ^""");
  }

  @Test
  void shouldShowTheRowsThatAreMissingAndThoseThatAreTooMany() {
    assertThat(
            run(
                """
                **rows** `good`

                | id | power |
                |---:|------:|
                |  7 |   1.5 |
                |  1 |   1.5 |
                """))
        .containsExactly(
            """
            readings.md:23: rows good: 2 expected, 2 came
                  key id  power
                - 7       1.5     did not come
                = 1       1.5
                + 2       2.5     is not expected""");
  }

  @Test
  void shouldFailWhenWhatShouldBeSilentIsNot() {
    assertThat(run("**nothing** `good`\n"))
        .containsExactly(
            """
            readings.md:23: rows good: none expected, 2 came
                  key id  device_id  power
                + 1       17         1.5     is not expected
                + 2       18         2.5     is not expected""");
  }

  @Test
  void shouldTellEmptiedTargetsFromThoseThatAreNot() {
    String rows = "**rows** `good`\n\n| id |\n|---:|\n|  1 |\n|  2 |\n\n";
    assertThat(run(rows + "**truncate** `readings`\n\n**emptied** `good`\n")).isEmpty();
    assertThat(run(rows + "**emptied** `good`\n").get(0))
        .contains("emptied good: 1 expected, 0 came");
    assertThat(run(rows + "**truncate** `readings`\n\n**nothing** `good`\n").get(0))
        .contains("emptied good: none expected, 1 came");
  }

  @Test
  void shouldFailWhenARejectOrDeadLetterIsNotExpected() {
    assertThat(
            run(
                """
                **rows** `good`

                | id |
                |---:|
                |  1 |
                |  2 |

                **update** `readings`

                | id | power |
                |---:|------:|
                |  1 |    -1 |

                **bytes** `readings`

                | id | value |
                |---:|-------|
                |  3 | oops  |

                **ended** `good`

                | id |
                |---:|
                |  1 |
                """))
        .satisfiesExactly(
            rejects ->
                assertThat(rejects)
                    .isEqualTo(
                        """
                        readings.md:30: rejects good: none expected, 1 came
                              rule        reason         key id  device_id  power
                            + power >= 0  power is -1.0  1       0          -1.0    is not expected"""),
            letters ->
                assertThat(letters)
                    .startsWith("readings.md:30: dead letters readings: none expected, 1 came"));
  }

  @Test
  void shouldTellStatementsThatDoNotCompileByTheirPlaceInTheSpec() {
    Spec spec =
        read(
            HEAD.replace("SELECT device_id, power", "SELECT device_id, pover")
                + "**nothing** comes\n");

    assertThat(spec.scenarios().get(0).run())
        .satisfiesExactly(
            problem ->
                assertThat(problem).startsWith("readings.md:11:19: there is no column pover"));
  }

  @Test
  void shouldShowWhichErrorsAreOthers() {
    Spec spec =
        read(
            HEAD.replace("SELECT device_id, power", "SELECT device_id, pover")
                    .replaceAll("(?s)\\*\\*insert.*", "")
                + """
                **errors**

                | line | problem          |
                |-----:|------------------|
                |    2 | there is no col… |
                """);

    assertThat(spec.scenarios().get(0).run())
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .startsWith("readings.md:16: errors: 1 expected, 1 came")
                    .contains("- 2     there is no col…")
                    .contains("+ 3     there is no column pover"));
  }

  @Test
  void shouldTellAllThatIsWrongInASpecAtOnce() throws IOException {
    ProblemException problem =
        catchThrowableOfType(ProblemException.class, () -> read(resource("bad-spec.md")));

    assertThat(problem.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(String.join("\n", problem.problems()).split("\\R"))
        .isEqualTo(resource("bad-spec.txt").split("\\R"));
  }

  @Test
  void shouldTellWhichFilesCannotBeRead(@TempDir Path empty) {
    assertThatThrownBy(() -> Specs.find(List.of(empty)))
        .hasMessage(empty + ": the directory has no spec, which is a file that ends in .md");
    assertThatThrownBy(() -> Specs.read(List.of(empty.resolve("a.md")), SpecTest::none))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("a.md: the spec cannot be read as UTF-8 text");
  }

  @Test
  void shouldFindSpecsAtAnyDepthButNoReadme(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("deep"));
    for (String name : List.of("b.md", "README.md", "deep/a.md", "c.sql")) {
      Files.writeString(root.resolve(name), "");
    }

    assertThat(Specs.find(List.of(root, root.resolve("b.md"))))
        .containsExactly(root.resolve("b.md"), root.resolve("deep/a.md"));
  }

  /** Prints bad-spec.txt as it is now, for a person to read and check in. */
  public static void main(String[] arguments) throws IOException {
    try {
      read(resource("bad-spec.md"));
    } catch (ProblemException e) {
      e.problems().forEach(System.out::println);
    }
  }

  private static dev.prejoin.plan.Relations none() {
    return name -> Optional.empty();
  }

  private static List<String> run(String expectations) {
    return read(HEAD + expectations).scenarios().get(0).run().stream()
        .map(failure -> String.join("\n", Arrays.asList(failure.split("\\R"))))
        .toList();
  }

  private static Spec read(String text) {
    return Specs.read(Path.of("readings.md"), text, SpecTest::none);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SpecTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
