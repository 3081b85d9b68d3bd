package dev.prejoin.console;

import dev.prejoin.console.quality.Job;
import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.quality.ReplayOrder;
import dev.prejoin.console.quality.VerifyOrder;
import io.javalin.Javalin;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.validation.ValidationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Whether rows are right, and the jobs that find it out or mend it. */
final class QualityApi {
  private static final int MOST_ROWS = 100;
  private static final int USUAL_ROWS = 20;
  private static final int MOST_HOURS = 100_000;

  private final Feeds feeds;
  private final ConsoleJson json;
  private final InstantSource clock = InstantSource.system();

  QualityApi(Feeds feeds, ConsoleJson json) {
    this.feeds = feeds;
    this.json = json;
  }

  void addTo(Javalin server) {
    server.get("/api/rejects", this::rejects);
    server.get("/api/rejects/rows", this::rejected);
    server.get("/api/dead-letters", context -> answer(context, of(context).deadLetters()));
    server.get("/api/waiting", context -> answer(context, of(context).waiting()));
    server.get("/api/jobs", context -> answer(context, of(context).jobs()));
    server.get("/api/jobs/{id}", this::job);
    server.delete("/api/jobs/{id}", this::cancel);
    server.post("/api/replays", this::replay);
    server.post("/api/reconciliations", this::reconcile);
    server.post("/api/verifications", this::verify);
  }

  private QualityFigures of(Context context) {
    return feeds.of(context).quality();
  }

  private void answer(Context context, Object value) {
    json.answer(context, 200, value);
  }

  private void rejects(Context context) {
    answer(context, Map.of("rejects", of(context).rejects()));
  }

  private void rejected(Context context) {
    String view = needed(context, "view");
    String rule = needed(context, "rule");
    answer(context, Map.of("rows", of(context).rejected(view, rule, most(context))));
  }

  private static String needed(Context context, String name) {
    String value = context.queryParam(name);
    if (value == null) {
      throw new BadRequestResponse(name + "= is missing: /api/rejects has those that there are");
    }
    return value;
  }

  private static int most(Context context) {
    try {
      return context
          .queryParamAsClass("most", Integer.class)
          .check(most -> most > 0 && most <= MOST_ROWS, "")
          .getOrDefault(USUAL_ROWS);
    } catch (ValidationException e) {
      throw new BadRequestResponse("most= is a number from 1 to " + MOST_ROWS);
    }
  }

  private void job(Context context) {
    String id = context.pathParam("id");
    answer(context, of(context).job(id).orElseThrow(() -> unknown(id)));
  }

  private void cancel(Context context) {
    String id = context.pathParam("id");
    json.answer(context, 202, of(context).cancel(id).orElseThrow(() -> unknown(id)));
  }

  private static NotFoundResponse unknown(String id) {
    return new NotFoundResponse(
        "There is no job " + id + " of this pipeline, or it is forgotten; /api/jobs has the last");
  }

  private void replay(Context context) {
    JsonBody body = JsonBody.of(context, "kind", "view", "rule", "since", "dryRun");
    ReplayOrder.Kind kind = body.oneOf("kind", ReplayOrder.Kind.class);
    String view = body.text("view");
    String rule = body.text("rule");
    if (kind == ReplayOrder.Kind.DEAD_LETTERS && (view != null || rule != null)) {
      throw new BadRequestResponse("view and rule go with kind REJECTS only");
    }
    begun(
        context,
        of(context)
            .replay(
                new ReplayOrder(
                    kind, view, rule, body.instant("since"), body.truth("dryRun", true))));
  }

  private void reconcile(Context context) {
    JsonBody.of(context);
    begun(context, of(context).reconcile());
  }

  private void verify(Context context) {
    JsonBody body = JsonBody.of(context, "hours", "from", "to");
    begun(context, of(context).verify(range(body)));
  }

  private VerifyOrder range(JsonBody body) {
    Integer hours = body.number("hours", 1, MOST_HOURS);
    Instant from = body.instant("from");
    Instant to = body.instant("to");
    if (hours == null) {
      if (from != null && to != null && !from.isBefore(to)) {
        throw new BadRequestResponse("from must be before to");
      }
      return new VerifyOrder(from, to);
    }
    if (from != null || to != null) {
      throw new BadRequestResponse("hours takes neither from nor to beside it");
    }
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    return new VerifyOrder(hour.minus(Duration.ofHours(hours - 1L)), null);
  }

  private void begun(Context context, Job job) {
    context.header("Location", "/api/jobs/" + job.id());
    json.answer(context, 202, job);
  }
}
