package dev.prejoin.console;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console's pages. What they share, such as the header, is a part of its own that they name as
 * web servers' server-side includes do: {@code <!--#include file="header.html" -->}.
 */
final class Pages {
  private static final String OVERVIEW = "overview";
  private static final List<String> BESIDE = List.of("power", "results", "quality", "query");
  private static final Pattern INCLUDE =
      Pattern.compile("[ \\t]*<!--#include file=\"([a-z-]+\\.html)\" -->\\n");

  private Pages() {}

  /** Serves the overview at {@code /}, and each other page below its name. */
  static void addTo(Javalin server) {
    serve(server, "/", OVERVIEW);
    BESIDE.forEach(name -> serve(server, "/" + name + "/", name));
  }

  private static void serve(Javalin server, String path, String name) {
    String page = page(name);
    server.get(path, (Context context) -> context.html(page));
  }

  /** A page as it is sent. */
  static String page(String name) {
    return whole(read(name + ".html"));
  }

  private static String whole(String page) {
    return INCLUDE
        .matcher(page)
        .replaceAll(part -> Matcher.quoteReplacement(read("parts/" + part.group(1))));
  }

  private static String read(String file) {
    try (InputStream in = Pages.class.getResourceAsStream("/pages/" + file)) {
      if (in == null) {
        throw new IllegalStateException("prejoin was built without " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
