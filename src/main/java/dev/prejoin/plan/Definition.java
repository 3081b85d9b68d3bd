package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.sql.Lexer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a view makes of a row, in lines: its input, lookups, rules and columns. Two definitions are
 * the same if they have the same lines, in any order, whatever the space in them. What changes no
 * row (the name of a rule, whether rejects are kept) is not in it.
 */
public final class Definition {
  private final List<String> lines;

  /** The lines by what they mean. */
  private final Map<String, String> byMeaning = new LinkedHashMap<>();

  private final long fingerprint;

  private Definition(List<String> lines) {
    this.lines = List.copyOf(lines);
    lines.forEach(line -> byMeaning.put(meaning(line), line));
    fingerprint = fingerprint(byMeaning.keySet());
  }

  /** That of a compiled view. */
  public static Definition of(View view) {
    List<String> lines = new ArrayList<>();
    lines.add("from " + view.from().name());
    view.text().with().forEach(named -> lines.add("with " + named));
    view.lookups().forEach(lookup -> lines.add(lookup(lookup)));
    view.rules().forEach(rule -> lines.add("rule " + rule.sql()));
    if (view.dimension()) {
      lines.add(
          "key "
              + view.target().key().stream().map(Column::name).collect(Collectors.joining(", ")));
    }
    for (Projection.Output column : view.projection().columns()) {
      lines.add(
          "column %s %s%s"
              .formatted(
                  column.name(),
                  column.type(),
                  column.sql().equals(column.name()) ? "" : " = " + column.sql()));
    }
    return new Definition(lines);
  }

  private static String lookup(Lookup lookup) {
    List<Column> key = lookup.table().key();
    return "%s %s AS %s ON %s"
        .formatted(
            lookup.inner() ? "join" : "left join",
            lookup.table().name(),
            lookup.alias(),
            IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).name() + " = " + lookup.keyExpressions().get(i))
                .collect(Collectors.joining(" AND ")));
  }

  /** What {@link #text} gave. */
  public static Definition parse(String text) {
    return new Definition(text.lines().toList());
  }

  /** A line each, without one at the end. */
  public String text() {
    return String.join("\n", lines);
  }

  /** A number that tells definitions apart; never 0. */
  public long fingerprint() {
    return fingerprint;
  }

  private static long fingerprint(Set<String> meanings) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", new TreeSet<>(meanings)).getBytes(StandardCharsets.UTF_8));
      long bits = ByteBuffer.wrap(hash).getLong();
      return bits == 0 ? 1 : bits;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What this has otherwise than another: its lines that are gone with a minus, new ones a plus.
   */
  public List<String> since(Definition before) {
    List<String> differences = new ArrayList<>();
    before.byMeaning.forEach(
        (meaning, line) -> {
          if (!byMeaning.containsKey(meaning)) {
            differences.add("- " + line);
          }
        });
    byMeaning.forEach(
        (meaning, line) -> {
          if (!before.byMeaning.containsKey(meaning)) {
            differences.add("+ " + line);
          }
        });
    return differences;
  }

  /** The line's tokens with one blank between any two. */
  private static String meaning(String line) {
    return Lexer.tokens(line).stream()
        .map(token -> line.substring(token.start(), token.end()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Definition definition
        && byMeaning.keySet().equals(definition.byMeaning.keySet());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  @Override
  public String toString() {
    return text();
  }
}
