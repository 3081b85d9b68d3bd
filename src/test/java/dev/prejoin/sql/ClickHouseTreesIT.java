package dev.prejoin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.SharedDevStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parser beside ClickHouse's own, by the trees that its EXPLAIN AST shows. */
class ClickHouseTreesIT {
  private static final int BATCHES = 200;
  private static final int BATCH = 25;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldReadEveryExampleAsClickHouseDoes() {
    for (Examples.Example example : Examples.all()) {
      if (!example.tree().matches(".*(Window|Subquery|Star|sumIf).*")) {
        assertThat(trees(List.of(example.text())))
            .as(example.text())
            .contains(List.of(example.tree()));
      }
    }
  }

  @Test
  void shouldReadRandomExpressionsAsClickHouseDoes() {
    RandomExpressions random = new RandomExpressions(20_240_731);
    int compared = 0;
    for (int i = 0; i < BATCHES; i++) {
      List<String> readable = new ArrayList<>();
      List<String> ours = new ArrayList<>();
      List<String> refused = new ArrayList<>();
      for (int j = 0; j < BATCH; j++) {
        String text = random.next();
        try {
          ours.add(Trees.of(text));
          readable.add(text);
        } catch (SyntaxException e) {
          refused.add(text);
        }
      }
      compared += compare(readable, ours);
      for (String text : refused) {
        assertThat(trees(List.of(text))).as("refused here only: " + text).isEmpty();
      }
    }
    assertThat(compared).isGreaterThan(BATCHES * BATCH / 2);
  }

  /** How many of them ClickHouse can read too. */
  private int compare(List<String> texts, List<String> ours) {
    Optional<List<String>> theirs = trees(texts);
    if (theirs.isPresent() && (theirs.get().size() == texts.size() || texts.size() == 1)) {
      assertThat(theirs.get()).as(texts.get(0)).hasSameSizeAs(texts);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(ours.get(i)).as(texts.get(i)).isEqualTo(theirs.get().get(i));
      }
      return texts.size();
    }
    if (texts.size() == 1) {
      return 0;
    }
    int half = texts.size() / 2;
    return compare(texts.subList(0, half), ours.subList(0, half))
        + compare(texts.subList(half, texts.size()), ours.subList(half, texts.size()));
  }

  private Optional<List<String>> trees(List<String> expressions) {
    String query = "EXPLAIN AST SELECT " + String.join(", ", expressions);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(SharedDevStack.get().clickHouseUrl() + "/?default_format=TSVRaw"))
            .POST(HttpRequest.BodyPublishers.ofString(query))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(ExplainedTrees.of(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
