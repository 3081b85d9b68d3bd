package dev.prejoin.console;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who shows the token: programs with each request, people once on the sign-in page, after
 * which their browser shows a session. Nothing else passes but health and what that page is made
 * of.
 */
final class Access implements Handler {
  static final String SIGN_IN = "/sign-in";
  static final String SESSION = "/api/session";
  static final String LIVE = "/health/live";
  static final String READY = "/health/ready";

  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final Set<String> OPEN =
      Set.of(
          LIVE,
          READY,
          SIGN_IN,
          SESSION,
          "/css/console.css",
          "/css/sign-in.css",
          "/js/sign-in.js",
          "/icon.svg");
  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;

  private final byte[] expected;
  private final Sessions sessions;
  private final Attempts attempts;

  /**
   * To a console that has a token.
   *
   * @param nanos the time that passes
   */
  Access(ConsoleSettings settings, LongSupplier nanos) {
    expected = digest(settings.token().reveal());
    sessions = new Sessions(nanos);
    attempts = new Attempts(nanos);
  }

  @Override
  public void handle(Context context) {
    if (OPEN.contains(context.path()) || isKnown(context)) {
      return;
    }
    if (isPage(context)) {
      context.redirect(SIGN_IN + "?to=" + SignInPage.encoded(here(context)), HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
      return;
    }
    throw new HttpResponseException(
        UNAUTHORIZED,
        "This console has a token: send it as Authorization: Bearer …, or sign in at /sign-in",
        Map.of());
  }

  /** Whether a request shows the token or a session; wrong tokens are counted. */
  boolean isKnown(Context context) {
    String session = session(context);
    if (session != null && sessions.has(session)) {
      return true;
    }
    String header = context.header("Authorization");
    if (header == null) {
      return false;
    }
    var bearer = BEARER.matcher(header);
    return isRight(context, bearer.matches() ? bearer.group(1) : header);
  }

  /** Whether this is the token. */
  boolean isRight(Context context, String token) {
    String address = context.req().getRemoteAddr();
    Duration left = attempts.left(address);
    if (!left.isZero()) {
      context.header("Retry-After", Long.toString(left.toSeconds() + 1));
      throw new HttpResponseException(
          TOO_MANY,
          "Too many wrong tokens came from this address: try again in %d s"
              .formatted(left.toSeconds() + 1),
          Map.of());
    }
    // Of digests, as the time must not tell the length either.
    if (MessageDigest.isEqual(digest(token), expected)) {
      attempts.right(address);
      return true;
    }
    if (attempts.wrong(address)) {
      LOG.warn("Wrong console tokens keep coming from {}", address);
    }
    return false;
  }

  /** The browser that asked has signed in. */
  void open(Context context) {
    context.res().addHeader("Set-Cookie", cookie(context, sessions.open(), Sessions.LONGEST));
  }

  /** The browser that asked has signed out. */
  void close(Context context) {
    String session = session(context);
    if (session != null) {
      sessions.close(session);
    }
    context.res().addHeader("Set-Cookie", cookie(context, "", Duration.ZERO));
  }

  /** Whether a browser that has signed in asks. */
  boolean hasSession(Context context) {
    String session = session(context);
    return session != null && sessions.has(session);
  }

  private static @Nullable String session(Context context) {
    return context.cookie(cookieName(context));
  }

  /** A browser gives a cookie to all ports of a host: each console has one of its own. */
  private static String cookieName(Context context) {
    return "prejoin-session-" + context.req().getLocalPort();
  }

  private static String cookie(Context context, String value, Duration age) {
    // Anybody can send this header, and takes it only from the own browser what it says.
    boolean https = "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(cookieName(context), value, age.toSeconds(), https ? "; Secure" : "");
  }

  private static boolean isPage(Context context) {
    String accepted = context.header("Accept");
    return context.req().getMethod().equals("GET")
        && accepted != null
        && accepted.contains("text/html");
  }

  private static String here(Context context) {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
