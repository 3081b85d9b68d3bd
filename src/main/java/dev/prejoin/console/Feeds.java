package dev.prejoin.console;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;

/**
 * The pipelines that a console shows.
 *
 * @param all at least one
 */
record Feeds(List<Feed> all) {
  /** What requests name a pipeline by. */
  static final String PARAMETER = "pipeline";

  Feeds {
    all = List.copyOf(all);
  }

  /** The pipeline that a request asks for; the first one if it names none. */
  Feed of(Context context) {
    String name = context.queryParam(PARAMETER);
    return all.stream()
        .filter(feed -> name == null || feed.pipeline().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundResponse(
                    "No pipeline has this name; there are: "
                        + String.join(", ", all.stream().map(Feed::pipeline).toList())));
  }
}
