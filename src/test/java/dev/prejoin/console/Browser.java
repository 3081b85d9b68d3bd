package dev.prejoin.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.devstack.Turn;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A headless Chromium from npm, in which a page runs as it does for people. */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SOURCE = Path.of("src", "test", "console");
  private static final Path HOME = Path.of("target", "console-browser");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "browser.mjs");

  /**
   * What npm and node say. They inherit no stream: node makes those that it has non-blocking, also
   * for whoever shares them, and a test's JVM then loses the one on which Maven speaks to it.
   */
  private static final Path LOG = HOME.resolve("browser.log");

  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  /** One that shows nothing; the first fetches it. */
  public Browser() throws IOException, InterruptedException {
    install();
    process =
        new ProcessBuilder("node", "browser.mjs")
            .directory(HOME.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    try (Turn turn = Turn.at(HOME.resolve("install.lock"))) {
      installAlone();
    }
  }

  private static void installAlone() throws IOException, InterruptedException {
    Path lock = HOME.resolve("package-lock.json");
    Path modules = HOME.resolve("node_modules");
    boolean current =
        Files.exists(modules.resolve(".package-lock.json"))
            && Files.exists(lock)
            && Files.mismatch(lock, SOURCE.resolve("package-lock.json")) < 0;
    for (String file : FILES) {
      Path copy = HOME.resolve(file);
      // Another test's browser may be reading it.
      if (!Files.exists(copy) || Files.mismatch(copy, SOURCE.resolve(file)) >= 0) {
        Files.copy(SOURCE.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!current) {
      int code =
          new ProcessBuilder("npm", "ci", "--silent", "--no-audit", "--no-fund")
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(LOG.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException(
            "npm ci in %s ended with %d: %s".formatted(HOME, code, Files.readString(LOG).strip()));
      }
    }
  }

  /** Shows a page from its beginning. */
  public void open(String url) throws IOException {
    act("open", JSON.createObjectNode().put("url", url));
  }

  /** As wide as a screen of so many pixels, with light or dark colours. */
  public void look(int width, boolean dark) throws IOException {
    act(
        "look",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", 1000)
            .put("scheme", dark ? "dark" : "light"));
  }

  /** What an expression of JavaScript is in the page. */
  public JsonNode ask(String script) throws IOException {
    return act("ask", JSON.createObjectNode().put("script", script));
  }

  /** The text that people see in the first element of a CSS selector. */
  public String text(String selector) throws IOException {
    return ask("document.querySelector(" + JSON.writeValueAsString(selector) + ").innerText")
        .asText();
  }

  /** The texts of all elements of a CSS selector. */
  public List<String> texts(String selector) throws IOException {
    List<String> texts = new ArrayList<>();
    ask("[...document.querySelectorAll("
            + JSON.writeValueAsString(selector)
            + ")].map((each) => each.innerText)")
        .forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** By how many pixels the page is wider than the screen. */
  public int overflow() throws IOException {
    return ask("document.documentElement.scrollWidth - innerWidth").asInt();
  }

  /** Types a text, a key after the other. */
  public void type(String text) throws IOException {
    act("type", JSON.createObjectNode().put("text", text));
  }

  /** Presses a key, such as Tab, or several at once, such as Control+Enter. */
  public void press(String key) throws IOException {
    act("press", JSON.createObjectNode().put("key", key));
  }

  /** What the page has written to the browser's console, and its errors. */
  public List<String> complaints() throws IOException {
    List<String> texts = new ArrayList<>();
    act("complaints", JSON.createObjectNode()).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** A PNG from the top of one element to the bottom of another. */
  public void shoot(Path png, String from, String to, int margin) throws IOException {
    act(
        "shoot",
        JSON.createObjectNode()
            .put("path", png.toAbsolutePath().toString())
            .put("from", from)
            .put("to", to)
            .put("margin", margin));
  }

  private JsonNode act(String action, ObjectNode request) throws IOException {
    requests.write(request.put("action", action).toString());
    requests.newLine();
    requests.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the browser has ended: " + Files.readString(LOG).strip());
    }
    JsonNode answer = JSON.readTree(line);
    if (answer.has("error")) {
      throw new IOException(action + ": " + answer.get("error").asText());
    }
    return answer.get("value");
  }

  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
