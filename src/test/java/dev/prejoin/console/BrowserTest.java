package dev.prejoin.console;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A console over given figures, and a real browser in which its pages are looked at. */
abstract class BrowserTest<F extends PipelineFigures> {
  private static final Duration SOON = Duration.ofSeconds(60);

  static Browser browser;

  final F figures;
  final Console console;

  BrowserTest(F figures) {
    this.figures = figures;
    console = new Console(new ConsoleSettings("127.0.0.1", 0), List.of(figures), () -> "");
  }

  @BeforeAll
  static void open() throws Exception {
    browser = new Browser();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void start() throws IOException {
    console.start();
    browser.look(1280, false);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  void show(String path) throws IOException {
    browser.open("http://127.0.0.1:" + console.port() + path);
  }

  static boolean visible(String selector) throws IOException {
    return browser.ask("document.querySelector('" + selector + "').checkVisibility()").asBoolean();
  }

  static void until(Callable<String> text, String part) {
    await().atMost(SOON).ignoreException(IOException.class).until(text, is -> is.contains(part));
  }
}
