package dev.prejoin.console;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where people show the token, and where they go after that. */
final class SignInPage {
  private static final String PROBLEM = "<!--#problem -->";

  /** A path of ours, so that no link through here leads to another site. */
  private static final Pattern OWN_PATH = Pattern.compile("/(?:[!-.0-\\[\\]-~][!-\\[\\]-~]*)?");

  private final Access access;
  private final String page = Pages.page("sign-in");

  SignInPage(Access access) {
    this.access = access;
  }

  void addTo(Javalin server) {
    server.get(Access.SIGN_IN, context -> show(context, ""));
    server.post(Access.SIGN_IN, this::signIn);
    server.post("/sign-out", this::signOut);
  }

  /** A path for a parameter of an address. */
  static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  private void signIn(Context context) {
    String token = context.formParam("token");
    boolean right;
    try {
      right = token != null && access.isRight(context, token.strip());
    } catch (HttpResponseException e) {
      context.status(e.getStatus());
      show(context, String.valueOf(e.getMessage()));
      return;
    }
    if (right) {
      access.open(context);
      context.redirect(target(context.queryParam("to")), HttpStatus.SEE_OTHER);
    } else {
      context.status(HttpStatus.UNAUTHORIZED);
      show(context, "This is not the token");
    }
  }

  private void signOut(Context context) {
    access.close(context);
    context.redirect(Access.SIGN_IN, HttpStatus.SEE_OTHER);
  }

  /**
   * The form may be sent, and with its origin, which a browser keeps to itself on pages without a
   * referrer.
   */
  private void show(Context context, String problem) {
    context.header(
        RequestGuard.POLICY,
        String.valueOf(context.res().getHeader(RequestGuard.POLICY))
            .replace(RequestGuard.FORM_ACTION, "form-action 'self'"));
    context.header("Referrer-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    context.html(page.replace(PROBLEM, problem));
  }

  private static String target(@Nullable String to) {
    return to != null && OWN_PATH.matcher(to).matches() ? to : "/";
  }
}
