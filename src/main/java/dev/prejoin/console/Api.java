package dev.prejoin.console;

import dev.prejoin.runtime.Status;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.sse.SseHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The handlers of {@code /api} and {@code /health}. */
final class Api {
  static final int MOST_HOURS = 24 * 31;
  static final int USUAL_HOURS = 48;

  private static final Pattern UP_TO_SIX_DIGITS = Pattern.compile("[0-9]{1,6}");

  private final List<Feed> feeds;
  private final Supplier<List<ComponentState>> components;
  private final Charts charts;
  private final ConsoleJson json;
  private final Clock clock;

  Api(
      List<Feed> feeds,
      Supplier<List<ComponentState>> components,
      Charts charts,
      ConsoleJson json,
      Clock clock) {
    this.feeds = feeds;
    this.components = components;
    this.charts = charts;
    this.json = json;
    this.clock = clock;
  }

  void pipelines(Context context) {
    json.answer(context, 200, Map.of("pipelines", names()));
  }

  void overview(Context context) {
    Report report = feed(context).report();
    json.answer(context, report.problem() == null ? 200 : 503, report);
  }

  void corrections(Context context) {
    json.answer(context, 200, feed(context).corrections());
  }

  void drift(Context context) {
    json.answer(context, 200, feed(context).drift());
  }

  private Feed feed(Context context) {
    String name = context.queryParam("pipeline");
    return feeds.stream()
        .filter(feed -> name == null || feed.pipeline().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundResponse(
                    "No pipeline has this name; there are: " + String.join(", ", names())));
  }

  private List<String> names() {
    return feeds.stream().map(Feed::pipeline).toList();
  }

  void hourlyUsage(Context context) {
    int hours = hours(context);
    Instant to = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    Instant from = to.minus(Duration.ofHours(hours));
    List<HourlyUsage> usage = charts.hourlyUsage(from, to);
    json.answer(context, 200, new HourlyUsageAnswer("UTC", from, to, usage));
  }

  /** Alone, it may have the style that stands in it. */
  void picture(Context context) {
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    context.contentType("image/svg+xml").result(feed(context).picture());
  }

  void events(Context context) {
    EventStream events = feed(context).events();
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

  void live(Context context) {
    json.answer(context, 200, Map.of("live", true));
  }

  void ready(Context context) {
    List<ComponentState> states = components.get();
    boolean ready = ComponentState.worst(states) == Status.State.RUNNING;
    json.answer(context, ready ? 200 : 503, new Readiness(ready, states));
  }

  private static int hours(Context context) {
    String given = context.queryParam("hours");
    if (given == null) {
      return USUAL_HOURS;
    }
    int hours = UP_TO_SIX_DIGITS.matcher(given).matches() ? Integer.parseInt(given) : 0;
    if (hours < 1 || hours > MOST_HOURS) {
      throw new BadRequestResponse(
          "hours is a whole number from 1 to " + MOST_HOURS + ", or left out for " + USUAL_HOURS);
    }
    return hours;
  }

  /** The hours of {@code [from, to)} that have readings. */
  record HourlyUsageAnswer(String zone, Instant from, Instant to, List<HourlyUsage> hours) {}

  record Readiness(boolean ready, List<ComponentState> components) {}
}
