package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.console.SavedQuery;
import dev.prejoin.console.SavedQuery.Parameter;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedQueriesTest {
  @TempDir private Path folder;

  @Test
  void shouldReadNamesAndParametersAndWhatTheyAreAbout() throws IOException {
    assertThat(
            read(
                """
                -- What the page asks.

                -- @query hourly hours=48
                -- Each hour,
                -- also without rows.
                SELECT '-- @query no; {no:String}', {hours:UInt16}, {place:Nullable(String)}
                -- within it
                WHERE hour > {hours:UInt16};

                -- @query all
                SELECT 1
                """))
        .containsExactly(
            new SavedQuery(
                "hourly",
                "Each hour, also without rows.",
                List.of(
                    new Parameter("hours", "UInt16", "48"),
                    new Parameter("place", "Nullable(String)", null)),
                "SELECT '-- @query no; {no:String}', {hours:UInt16}, {place:Nullable(String)}\n\nWHERE hour > {hours:UInt16}"),
            new SavedQuery("all", "", List.of(), "SELECT 1"));
  }

  @Test
  void shouldHaveNoneWhereThereIsNoFile() {
    assertThat(SavedQueries.read(folder.resolve("none.sql"))).isEmpty();
  }

  @Test
  void shouldTellAllThatIsWrong() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    SELECT 0;
                    -- @query Hourly
                    SELECT 1;
                    -- @query two hours=1 wrong
                    SELECT 1; SELECT 2;
                    -- @query three hours=1 wrong
                    SELECT {pipeline:String};
                    -- @query three
                    SELECT 3;
                    -- @query none
                    """))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .map(problem -> problem.replaceFirst(".*/", ""))
                    .containsExactly(
                        "power.sql:1: begins with a statement that no line -- @query NAME is above",
                        "power.sql:2: a query's name has small letters, digits and underscores, and begins with a letter: -- @query hourly_usage",
                        "power.sql:4: one SELECT stands below it, not 2 statements",
                        "power.sql:6: wrong is not a parameter's usual value, as in hours=48",
                        "power.sql:6: a parameter cannot be called pipeline",
                        "power.sql:6: the query has no parameter {hours:Type} to be told",
                        "power.sql:8: query three is there twice",
                        "power.sql:10: one SELECT stands below it, not 0 statements"));
  }

  @Test
  void shouldReadThoseThatAreShipped() {
    assertThat(SavedQueries.read(Path.of("clickhouse/queries/power.sql")))
        .allSatisfy(query -> assertThat(query.about()).isNotEmpty())
        .allSatisfy(
            query ->
                assertThat(query.parameters())
                    .as(query.name())
                    .allSatisfy(parameter -> assertThat(parameter.usual()).isNotNull()))
        .extracting(SavedQuery::name)
        .contains("hourly_usage", "usage_map", "final_metrics");
    assertThat(SavedQueries.read(Path.of("clickhouse/queries/experiments.sql")))
        .allSatisfy(query -> assertThat(query.about()).isNotEmpty())
        .extracting(SavedQuery::name)
        .startsWith("performance", "funnel");
  }

  private List<SavedQuery> read(String text) throws IOException {
    return SavedQueries.read(Files.writeString(folder.resolve("power.sql"), text));
  }
}
