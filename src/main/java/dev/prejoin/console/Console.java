package dev.prejoin.console;

import dev.prejoin.console.quality.JobRefusedException;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page and its JSON over HTTP.
 *
 * <p>docs/api.md has each path with its parameters and an example.
 *
 * <pre>
 * GET /, /results/, /quality/, /query/
 *                                    the pages
 * GET /api/pipelines                 the names of the pipelines and of their queries
 * GET /api/overview                  a report; 503 while the figures are away, with the last ones
 * GET /api/corrections               the last single corrections, the newest first
 * GET /api/queries                   the queries that are saved for the pipeline
 * GET /api/queries/NAME              the answer to one, as ClickHouse's format JSON; ?PARAMETER=VALUE
 * GET /api/drift                     how far ClickHouse's own join is from the pipeline
 * GET /api/picture.svg               the topology, drawn
 * GET /api/topology                  its nodes and edges, and where they stand in a drawing
 * GET /api/topology/node             what there is to know of one, ?node=ID
 * GET /api/topology/records          the last records of its topic, ?node=ID, ?most=20
 * GET /api/rejects, /api/rejects/rows, /api/dead-letters, /api/waiting
 *                                    whether the rows are right
 * GET /api/jobs, /api/jobs/ID        what was asked for and takes a while; DELETE ends one
 * POST /api/replays, /api/reconciliations, /api/verifications
 *                                    begin one
 * GET /api/query, /api/query/tables  what people may ask
 * POST /api/query                    asks it; DELETE /api/query/ID ends it
 * GET /api/events                    Server-Sent Events: a report every second (overview), and
 *                                    what is new of single corrections (corrections)
 * GET /api/session                   whether a token is needed, and whether who asks has signed in
 * GET /metrics                       the same for Prometheus
 * GET /health/live                   503 when only a restart helps
 * GET /health/ready                  503 unless every component is running
 * GET, POST /sign-in, POST /sign-out where there is a token
 * </pre>
 *
 * All but pipelines, session, metrics and health are those of the first pipeline, or of {@code
 * ?pipeline=NAME}.
 */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final ConsoleSettings settings;
  private final Metrics metrics;
  private final ConsoleJson json = new ConsoleJson();
  private final Feeds feeds;
  private final Javalin server;

  /**
   * A console that does not listen yet.
   *
   * @param pipelines at least one
   * @param metrics what Prometheus is told
   */
  public Console(
      ConsoleSettings settings, List<? extends PipelineFigures> pipelines, Metrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    this.feeds = new Feeds(pipelines.stream().map(source -> new Feed(source, json)).toList());
    this.server = Javalin.create(this::configure);
    routes(
        new Api(feeds, json),
        new NodeApi(feeds, json),
        new QualityApi(feeds, json),
        new QueryApi(feeds, json),
        new Health(pipelines.get(0)::components, json));
  }

  private void configure(JavalinConfig config) {
    // What it would log, a port that is taken above all, reaches us as an exception and is told
    // once.
    JavalinLogger.enabled = false;
    config.showJavalinBanner = false;
    config.startupWatcherEnabled = false;
    // On loopback, compressing costs more than it saves.
    config.http.disableCompression();
    config.http.prefer405over404 = true;
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/";
          files.directory = "/console";
          files.location = Location.CLASSPATH;
          files.headers = Map.of();
        });
  }

  private void routes(Api api, NodeApi nodes, QualityApi quality, QueryApi query, Health health) {
    server.before(new RequestGuard(settings));
    if (settings.guarded()) {
      Access access = new Access(settings, System::nanoTime);
      server.before(access);
      new SignInPage(access).addTo(server);
      health.tellsMoreTo(access::isKnown);
      server.get(Access.SESSION, context -> session(context, true, access.hasSession(context)));
    } else {
      server.get(Access.SESSION, context -> session(context, false, false));
    }
    Pages.addTo(server);
    server.get("/api/pipelines", api::pipelines);
    server.get("/api/overview", api::overview);
    server.get("/api/queries", api::queries);
    server.get("/api/queries/{name}", api::answer);
    server.get("/api/corrections", api::corrections);
    server.get("/api/drift", api::drift);
    server.get("/api/picture.svg", api::picture);
    server.get("/api/topology", nodes::drawing);
    server.get("/api/topology/node", nodes::detail);
    server.get("/api/topology/records", nodes::records);
    quality.addTo(server);
    query.addTo(server);
    server.get("/api/events", api::events);
    server.get("/metrics", context -> context.contentType(Metrics.TYPE).result(metrics.text()));
    server.get(Access.LIVE, health::live);
    server.get(Access.READY, health::ready);
    server.exception(
        HttpResponseException.class,
        (e, context) -> {
          String allowed = e.getDetails().get("availableMethods");
          if (allowed != null) {
            context.header("Allow", allowed);
          }
          if (e.getStatus() == 401) {
            context.header("WWW-Authenticate", "Bearer realm=\"prejoin\"");
          }
          refuse(context, e.getStatus(), String.valueOf(e.getMessage()));
        });
    server.exception(
        QueryRefusedException.class,
        (e, context) -> refuse(context, 400, String.valueOf(e.getMessage())));
    server.exception(
        JobRefusedException.class,
        (e, context) -> refuse(context, 409, String.valueOf(e.getMessage())));
    server.exception(FiguresAwayException.class, (e, context) -> refuse(context, 503, e.reason()));
    server.exception(
        Exception.class,
        (e, context) -> {
          LOG.warn("The console could not answer {}", context.path(), e);
          refuse(context, 500, "This could not be answered (the log says why)");
        });
  }

  private void session(Context context, boolean needed, boolean signedIn) {
    json.answer(context, 200, new Session(needed, signedIn));
  }

  private void refuse(Context context, int status, String error) {
    json.answer(context, status, Map.of("error", error));
  }

  /**
   * Listens from here on.
   *
   * @throws ProblemException when the address is unknown or the port cannot be had
   */
  public void start() {
    settings
        .problem()
        .ifPresent(
            problem -> {
              throw problem(problem);
            });
    InetAddress address = address();
    try {
      server.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      throw unbound(address);
    }
    feeds.all().forEach(feed -> feed.events().start());
  }

  /** Every route, as its method and path. */
  List<String> routeNames() {
    return server.unsafeConfig().pvt.internalRouter.allHttpHandlers().stream()
        .map(handler -> handler.getEndpoint())
        .filter(endpoint -> endpoint.getMethod().isHttpMethod())
        .map(endpoint -> endpoint.getMethod() + " " + endpoint.getPath())
        .toList();
  }

  /** Where a browser finds it. */
  public String url() {
    return settings.url(port());
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  private InetAddress address() {
    try {
      return InetAddress.getByName(settings.host());
    } catch (UnknownHostException e) {
      throw problem("console.host: nothing is known under the name " + settings.host());
    }
  }

  private ProblemException unbound(InetAddress address) {
    if (!ofThisMachine(address)) {
      return problem(
          "console.host: "
              + settings.host()
              + " is not an address of this machine; 127.0.0.1 always is");
    }
    return problem(
        "console.port: port "
            + settings.port()
            + " of "
            + settings.host()
            + " cannot be had: another program listens there, or it is below 1024 and needs rights."
            + " End that program, or set console.port to a free port (0 takes any)");
  }

  private static boolean ofThisMachine(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  private static ProblemException problem(String text) {
    return new ProblemException(ExitCode.ENVIRONMENT, text);
  }

  /** Whether a token is needed, and whether the browser that asks has signed in. */
  record Session(boolean needed, boolean signedIn) {}

  @Override
  public void close() {
    feeds.all().forEach(feed -> feed.events().close());
    server.stop();
    feeds.all().forEach(Feed::close);
  }
}
