package dev.prejoin.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of expressions, one a line, over {@link WideTable}'s columns.
 *
 * <ul>
 *   <li>{@code -- words} is a comment.
 *   <li>{@code @name = a | b | c} names several texts; {@code {name}} in a line further down stands
 *       for each of them, two of them for each pair.
 *   <li>{@code ? expression} may be refused, here or in ClickHouse; what is not must agree.
 * </ul>
 */
final class ExpressionFile {
  private static final Pattern SET = Pattern.compile("\\{(\\w+)}");

  private final int sample;
  private final Random random = new Random(7);
  private final Map<String, List<String>> sets = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();

  /**
   * An expression.
   *
   * @param maybe whether it may be refused
   */
  record Line(String expression, boolean maybe) {}

  private ExpressionFile(int sample) {
    this.sample = sample;
  }

  /** The expressions, of each line at most so many. */
  static List<Line> read(String name, int sample) {
    ExpressionFile file = new ExpressionFile(sample);
    try (InputStream in =
        ExpressionFile.class.getResourceAsStream("/dev/prejoin/expression/" + name)) {
      new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("--"))
          .forEach(file::line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.lines;
  }

  private void line(String line) {
    if (line.startsWith("@")) {
      String[] parts = line.substring(1).split("=", 2);
      List<String> texts = new ArrayList<>();
      for (String text : parts[1].split(" \\| ")) {
        texts.addAll(expanded(text.strip()));
      }
      sets.put(parts[0].strip(), texts);
      return;
    }
    boolean maybe = line.startsWith("?");
    List<String> all = new ArrayList<>(expanded(maybe ? line.substring(1).strip() : line));
    Collections.shuffle(all, random);
    all.subList(0, Math.min(sample, all.size()))
        .forEach(expression -> lines.add(new Line(expression, maybe)));
  }

  private List<String> expanded(String line) {
    Matcher set = SET.matcher(line);
    if (!set.find()) {
      return List.of(line);
    }
    List<String> texts = new ArrayList<>();
    for (String text : Objects.requireNonNull(sets.get(set.group(1)), line)) {
      texts.addAll(expanded(line.substring(0, set.start()) + text + line.substring(set.end())));
    }
    return texts;
  }
}
