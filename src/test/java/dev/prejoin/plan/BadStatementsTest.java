package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each case of bad-statements.txt is "### title", the statements, "---" and the problems, which are
 * what a user reads. The sources of {@link #HEAD} stand before a case that declares none.
 */
class BadStatementsTest {
  private static final String HEAD =
      "CREATE TABLE readings ENGINE = ChangeStream('public.readings');"
          + " CREATE TABLE devices ENGINE = ChangeTable('public.devices');"
          + " CREATE TABLE tariffs ENGINE = ChangeTable('public.tariffs');\n"
          + "CREATE MATERIALIZED VIEW v TO out AS\n";

  private static final List<Relation> RELATIONS =
      List.of(
          new Relation(
              "readings",
              List.of(
                  column("timestamp", ColumnType.timestamp(6)),
                  column("device_id", Kind.UINT32),
                  column("power", ColumnType.of(Kind.FLOAT64).withNullable(true)),
                  column("valid", Kind.BOOLEAN),
                  column("total", Kind.INT64),
                  column("region", Kind.STRING)),
              List.of(column("id", Kind.INT64))),
          new Relation(
              "devices",
              List.of(column("device_id", Kind.UINT32), column("customer", Kind.STRING)),
              List.of(column("device_id", Kind.UINT32))),
          new Relation(
              "tariffs",
              List.of(
                  column("region", Kind.STRING),
                  column("since", Kind.INT64),
                  column("price", Kind.FLOAT64)),
              List.of(column("region", Kind.STRING), column("since", Kind.INT64))),
          new Relation("keyless", List.of(column("a", Kind.INT32)), List.of()),
          new Relation(
              "hidden", List.of(column("a", Kind.INT32)), List.of(column("id", Kind.INT32))),
          new Relation(
              "latest",
              List.of(column("device_id", Kind.UINT32)),
              List.of(column("device_id", Kind.UINT32))),
          new Relation("out", List.of(column("device_id", Kind.UINT32)), List.of()),
          new Relation(
              "typed",
              List.of(
                  column("at", ColumnType.timestamp(0)),
                  column("power", Kind.FLOAT32),
                  column("total", Kind.INT32)),
              List.of()));

  private static Column column(String name, Kind kind) {
    return column(name, ColumnType.of(kind));
  }

  private static Column column(String name, ColumnType type) {
    return new Column(name, type);
  }

  private static Optional<Relation> find(String name) {
    return RELATIONS.stream().filter(r -> r.name().equals(name)).findFirst();
  }

  record Case(String title, String statements, String problems) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String part : Golden.read("bad-statements.txt").split("(?m)^### ")) {
      if (!part.isBlank()) {
        String[] lines = part.split("\n", 2);
        String[] halves = lines[1].split("(?m)^---$\n?", 2);
        cases.add(new Case(lines[0], halves[0].strip(), halves[1].strip()));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldSayWhatIsWrong(Case bad) {
    assertThat(problems(bad.statements)).isEqualTo(bad.problems);
  }

  private static String problems(String statements) {
    String text = statements.startsWith("SELECT") ? HEAD + statements + ";\n" : statements;
    try {
      Path file = Path.of("p.sql");
      Problems unread = new Problems(file, text);
      Compiler.compile(PipelineFile.parse(file, text, unread), BadStatementsTest::find, unread);
      return "(no problem)";
    } catch (ProblemException e) {
      assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
      return String.join("\n", Arrays.asList(e.getMessage().split("\\R")));
    }
  }

  /** Prints the file with the problems as they are now, for a person to read and check in. */
  public static void main(String[] arguments) {
    cases()
        .forEach(
            c ->
                System.out.println(
                    "### "
                        + c.title
                        + "\n"
                        + c.statements
                        + "\n---\n"
                        + problems(c.statements)
                        + "\n"));
  }
}
