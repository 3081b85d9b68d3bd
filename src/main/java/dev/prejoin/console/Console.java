package dev.prejoin.console;

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
 * <pre>
 * GET /, /results/                   the pages
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
 * GET /api/events                    Server-Sent Events: a report every second (overview), and
 *                                    what is new of single corrections (corrections)
 * GET /health/live, /health/ready    ready: every component is running
 * </pre>
 *
 * All but pipelines and health are those of the first pipeline, or of {@code ?pipeline=NAME}.
 */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final ConsoleSettings settings;
  private final ConsoleJson json = new ConsoleJson();
  private final Feeds feeds;
  private final Javalin server;

  /**
   * A console that does not listen yet.
   *
   * @param pipelines at least one
   */
  public Console(ConsoleSettings settings, List<? extends PipelineFigures> pipelines) {
    this.settings = settings;
    this.feeds = new Feeds(pipelines.stream().map(source -> new Feed(source, json)).toList());
    this.server = Javalin.create(this::configure);
    routes(new Api(feeds, pipelines.get(0)::components, json), new NodeApi(feeds, json));
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

  private void routes(Api api, NodeApi nodes) {
    server.before(new RequestGuard(settings.host()));
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
    server.get("/api/events", api::events);
    server.get("/health/live", api::live);
    server.get("/health/ready", api::ready);
    server.exception(
        HttpResponseException.class,
        (e, context) -> {
          String allowed = e.getDetails().get("availableMethods");
          if (allowed != null) {
            context.header("Allow", allowed);
          }
          refuse(context, e.getStatus(), String.valueOf(e.getMessage()));
        });
    server.exception(
        QueryRefusedException.class,
        (e, context) -> refuse(context, 400, String.valueOf(e.getMessage())));
    server.exception(FiguresAwayException.class, (e, context) -> refuse(context, 503, e.reason()));
    server.exception(
        Exception.class,
        (e, context) -> {
          LOG.warn("The console could not answer {}", context.path(), e);
          refuse(context, 500, "This could not be answered (the log says why)");
        });
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
    InetAddress address = address();
    try {
      server.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      throw unbound(address);
    }
    feeds.all().forEach(feed -> feed.events().start());
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

  @Override
  public void close() {
    feeds.all().forEach(feed -> feed.events().close());
    server.stop();
    feeds.all().forEach(Feed::close);
  }
}
