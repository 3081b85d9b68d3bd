package dev.prejoin.definition;

import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import dev.prejoin.sql.Unexpected;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads SETTINGS. Those of ClickHouse that only say how fast or with what resources a statement
 * runs are passed over, as are those at the value that a view here has anyway; any other could
 * change what the statement means there, and is refused.
 */
final class StatementSettings {
  private static final Pattern RESOURCES =
      Pattern.compile(
          "(?:max|min|parallel|async|insert|optimize|log|send|distributed|merge_tree|use_index"
              + "|materialized_views|deduplicate|local|remote|use_uncompressed|background)_.*"
              + "|join_algorithm|priority|wait_for_async_insert|allow_experimental_.*"
              + "|enable_analyzer|workload|readonly|index_granularity");

  /** Settings that change meaning, at the value whose meaning views have here. */
  private static final Map<String, String> MEANING =
      Map.of("join_use_nulls", "0", "transform_null_in", "0", "cast_keep_nullable", "0");

  /**
   * A setting that a statement can have here.
   *
   * @param words its values, in words
   */
  record Key(List<String> values, String words) {}

  private final Tokens tokens;
  private final Map<String, Key> own;

  /** The values of the settings that a statement can have here, as written, in lower case. */
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param own the keys that the statement can have, each with its values
   */
  StatementSettings(Tokens tokens, Map<String, Key> own) {
    this.tokens = tokens;
    this.own = own;
  }

  /** Reads them if they come next. */
  void read() throws SyntaxException {
    if (!tokens.accept("SETTINGS")) {
      return;
    }
    do {
      if (!tokens.peek().isName()) {
        throw Unexpected.expected("the name of a setting", tokens);
      }
      Token name = tokens.next();
      if (!tokens.acceptSymbol("=")) {
        throw Unexpected.expected("the = of " + name.text() + " = …", tokens);
      }
      setting(name, value());
    } while (tokens.acceptSymbol(","));
  }

  /** The value of a key, or another if it is not set. */
  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  private Token value() throws SyntaxException {
    Token minus = tokens.peek();
    boolean negative = tokens.acceptSymbol("-");
    Token value = tokens.next();
    return switch (value.kind()) {
      case NUMBER, STRING, WORD ->
          negative
              ? new Token(value.kind(), "-" + value.text(), minus.start(), value.end())
              : value;
      default ->
          throw new SyntaxException(value.start(), "the value of this setting is missing here");
    };
  }

  private void setting(Token name, Token value) throws SyntaxException {
    Key allowed = own.get(name.text());
    String written = value.text().toLowerCase(Locale.ROOT);
    if (allowed != null) {
      if (!allowed.values.contains(written)) {
        throw new SyntaxException(value.start(), name.text() + " is " + allowed.words);
      }
      if (values.put(name.text(), written) != null) {
        throw new SyntaxException(name.start(), name.text() + " is set twice");
      }
      return;
    }
    String same = MEANING.get(name.text());
    if (same == null ? !RESOURCES.matcher(name.text()).matches() : !same.equals(written)) {
      throw refused(name, same);
    }
  }

  private SyntaxException refused(Token name, @Nullable String same) {
    if (same != null) {
      return new SyntaxException(
          name.start(),
          "%s = %s is what a view has here, and no other: its result would be another one; leave it"
                  .formatted(name.text(), same)
              + " out");
    }
    String nearest = Nearest.to(name.text(), own.keySet());
    return new SyntaxException(
        name.start(),
        nearest.contains("did you mean")
            ? "there is no setting " + name.text() + nearest
            : "the setting %s has no meaning here%s; if it is one of ClickHouse, leave it out"
                .formatted(name.text(), nearest));
  }
}
