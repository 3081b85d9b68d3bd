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
 * pointing its own name at this address (DNS rebinding). The port is not compared: a tunnel may
 * change it, and the name alone decides.
 */
final class RequestGuard implements Handler {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
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
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private final Set<String> names;

  RequestGuard(String configuredHost) {
    names = new TreeSet<>(LOOPBACK);
    names.add(bare(configuredHost.toLowerCase(Locale.ROOT)));
  }

  @Override
  public void handle(Context context) {
    HEADERS.forEach(context::header);
    if (!names.contains(nameOf(context.header("Host")))) {
      throw new HttpResponseException(
          421, "This console answers only to the names " + String.join(", ", names), Map.of());
    }
    if (!READING.contains(context.req().getMethod())) {
      refuseOtherSites(context);
    }
  }

  /**
   * A page of another site can make a browser send something here, with no say of its user; every
   * browser tells where it comes from. What is no browser tells nothing, and needs no protection
   * from itself.
   */
  private static void refuseOtherSites(Context context) {
    String site = context.header("Sec-Fetch-Site");
    String origin = context.header("Origin");
    boolean own =
        origin == null || origin.replaceFirst("^https?://", "").equals(context.header("Host"));
    if (!own || (site != null && !site.equals("same-origin") && !site.equals("none"))) {
      throw new HttpResponseException(
          403, "Another site's page asked for this: only the console's own may", Map.of());
    }
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
