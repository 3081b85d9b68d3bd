package dev.prejoin.console;

import dev.prejoin.console.SavedQuery.Parameter;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.sse.SseHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The handlers of {@code /api}. */
final class Api {
  private final Feeds feeds;
  private final ConsoleJson json;

  Api(Feeds feeds, ConsoleJson json) {
    this.feeds = feeds;
    this.json = json;
  }

  void pipelines(Context context) {
    json.answer(
        context,
        200,
        Map.of(
            "pipelines",
            feeds.all().stream()
                .map(
                    feed ->
                        new Known(
                            feed.pipeline(),
                            feed.queries().stream().map(SavedQuery::name).toList()))
                .toList()));
  }

  void overview(Context context) {
    Report report = feeds.of(context).report();
    json.answer(context, report.problem() == null ? 200 : 503, report);
  }

  void corrections(Context context) {
    json.answer(context, 200, feeds.of(context).corrections());
  }

  void drift(Context context) {
    json.answer(context, 200, feeds.of(context).drift());
  }

  void queries(Context context) {
    json.answer(context, 200, Map.of("queries", feeds.of(context).queries()));
  }

  void answer(Context context) {
    Feed feed = feeds.of(context);
    String name = context.pathParam("name");
    SavedQuery query =
        feed.queries().stream()
            .filter(saved -> saved.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new NotFoundResponse(unknownQuery(feed)));
    byte[] answer = feed.answer(query, parameters(context, query));
    context.status(200).contentType("application/json").result(answer);
  }

  private static String unknownQuery(Feed feed) {
    List<String> names = feed.queries().stream().map(SavedQuery::name).toList();
    return names.isEmpty()
        ? "Pipeline " + feed.pipeline() + " has no queries"
        : "No query of pipeline "
            + feed.pipeline()
            + " has this name; there are: "
            + String.join(", ", names);
  }

  private static Map<String, String> parameters(Context context, SavedQuery query) {
    List<String> known = query.parameters().stream().map(Parameter::name).toList();
    context.queryParamMap().keySet().stream()
        .filter(name -> !name.equals(Feeds.PARAMETER) && !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadRequestResponse(
                  "Query %s has no parameter %s; it has: %s"
                      .formatted(query.name(), name, String.join(", ", known)));
            });
    Map<String, String> values = new HashMap<>();
    for (Parameter parameter : query.parameters()) {
      String given = context.queryParam(parameter.name());
      String value = given == null ? parameter.usual() : given;
      if (value == null) {
        throw new BadRequestResponse(
            "Query %s needs %s=, a value of type %s"
                .formatted(query.name(), parameter.name(), parameter.type()));
      }
      values.put(parameter.name(), value);
    }
    return values;
  }

  /** Alone, it may have the style that stands in it. */
  void picture(Context context) {
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    context.contentType("image/svg+xml").result(feeds.of(context).picture());
  }

  void events(Context context) {
    EventStream events = feeds.of(context).events();
    String accepted = context.header("Accept");
    if (accepted == null || !accepted.contains("text/event-stream")) {
      json.answer(
          context, 406, Map.of("error", "This is a stream: ask with Accept: text/event-stream"));
    } else if (events.full()) {
      json.answer(
          context,
          503,
          Map.of("error", EventStream.MOST_PAGES + " pages are open: close some of them"));
    } else {
      new SseHandler(events::open).handle(context);
    }
  }

  /** A pipeline, and the names of its queries. */
  record Known(String name, List<String> queries) {}
}
