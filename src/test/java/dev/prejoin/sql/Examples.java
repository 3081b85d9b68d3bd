package dev.prejoin.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Every construct once, with its tree: each line of expressions.txt is "text ~ tree". */
final class Examples {
  record Example(String text, String tree) {
    @Override
    public String toString() {
      return text;
    }
  }

  private Examples() {}

  static List<Example> all() {
    return lines().stream()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .map(
            line -> {
              int split = line.lastIndexOf(" ~ ");
              return new Example(line.substring(0, split), line.substring(split + 3));
            })
        .toList();
  }

  private static List<String> lines() {
    try (InputStream in = Examples.class.getResourceAsStream("expressions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
