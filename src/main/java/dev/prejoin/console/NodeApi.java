package dev.prejoin.console;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.validation.ValidationException;
import java.util.Map;

/** The handlers of {@code /api/topology}. */
final class NodeApi {
  private static final int MOST_RECORDS = 200;
  private static final String USUAL_RECORDS = "20";

  private final Feeds feeds;
  private final ConsoleJson json;

  NodeApi(Feeds feeds, ConsoleJson json) {
    this.feeds = feeds;
    this.json = json;
  }

  void drawing(Context context) {
    json.answer(context, 200, feeds.of(context).nodes().drawing());
  }

  void detail(Context context) {
    String id = id(context);
    json.answer(context, 200, feeds.of(context).nodes().detail(id).orElseThrow(() -> unknown(id)));
  }

  void records(Context context) {
    String id = id(context);
    json.answer(
        context,
        200,
        Map.of(
            "records",
            feeds.of(context).nodes().records(id, most(context)).orElseThrow(() -> unknown(id))));
  }

  private static int most(Context context) {
    try {
      return context
          .queryParamAsClass("most", Integer.class)
          .check(most -> most > 0 && most <= MOST_RECORDS, "")
          .getOrDefault(Integer.valueOf(USUAL_RECORDS));
    } catch (ValidationException e) {
      throw new BadRequestResponse("most= is a number from 1 to " + MOST_RECORDS);
    }
  }

  private static String id(Context context) {
    String id = context.queryParam("node");
    if (id == null) {
      throw new BadRequestResponse("node= is missing: an id of /api/topology");
    }
    return id;
  }

  private static NotFoundResponse unknown(String id) {
    return new NotFoundResponse(
        "There is no such node, or it has no topic: " + id + "; /api/topology has their ids");
  }
}
