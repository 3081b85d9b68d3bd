package dev.prejoin.console;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no page of ours sends, before anything else looks at it.
 *
 * <p>A foreign name in the Host header means that a stranger's page made a browser come here by
 * pointing its own name at this address (DNS rebinding). An IP address can be pointed nowhere, so
 * that a console for other machines, whose own addresses may be behind a port mapping, takes any.
 * The port is not compared: a tunnel may change it, and the name alone decides.
 */
final class RequestGuard implements Handler {
  static final String POLICY = "Content-Security-Policy";
  static final String FORM_ACTION = "form-action 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          POLICY,
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; "
              + FORM_ACTION
              + "; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-cache");
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::[0-9]*)?");

  /** Browsers take a name that ends in a number for an address, and no other has colons. */
  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f.]*:[0-9a-f:.]+");

  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Set<String> names;
  private final boolean anyAddress;

  RequestGuard(ConsoleSettings settings) {
    names = new TreeSet<>(LOOPBACK);
    names.add(bare(settings.host().toLowerCase(Locale.ROOT)));
    settings.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    anyAddress = settings.guarded();
  }

  @Override
  public void handle(Context context) {
    HEADERS.forEach(context::header);
    String name = nameOf(context.header("Host"));
    if (!names.contains(name) && !(anyAddress && IP_ADDRESS.matcher(name).matches())) {
      throw new HttpResponseException(
          421,
          "This console answers only to the names "
              + String.join(", ", names)
              + "; console.names adds others",
          Map.of());
    }
    refuseOtherSites(context);
  }

  /**
   * A page of another site can make a browser ask for something here, with no say of its user;
   * every browser tells where it comes from, and no page can change what it says. A link to here is
   * well. What is no browser tells nothing, and needs no protection from itself.
   */
  private static void refuseOtherSites(Context context) {
    boolean reading = READING.contains(context.req().getMethod());
    String site = context.header("Sec-Fetch-Site");
    boolean foreign = site != null && !OWN_SITES.contains(site);
    if ((foreign && !(reading && isLink(context))) || (!reading && !isOwnOrigin(context, site))) {
      throw new HttpResponseException(
          403, "Another site's page asked for this: only the console's own may", Map.of());
    }
  }

  private static boolean isLink(Context context) {
    return "navigate".equals(context.header("Sec-Fetch-Mode"))
        && "document".equals(context.header("Sec-Fetch-Dest"));
  }

  /**
   * The word of the browser comes before our own comparison, as a reverse proxy may have changed
   * the port of Host; one without that header, or over plain HTTP, still tells the origin.
   */
  private static boolean isOwnOrigin(Context context, @Nullable String site) {
    String origin = context.header("Origin");
    return origin == null
        || "same-origin".equals(site)
        || origin
            .replaceFirst("^https?://", "")
            .equalsIgnoreCase(String.valueOf(context.header("Host")));
  }

  /** The name in a Host header, without its port; empty when there is none or it is none. */
  static String nameOf(@Nullable String header) {
    Matcher host = HOST.matcher(header == null ? "" : header.trim().toLowerCase(Locale.ROOT));
    return host.matches() ? bare(host.group(1)) : "";
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
