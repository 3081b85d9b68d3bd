package dev.prejoin.expression.run;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Regular expressions of RE2's syntax. */
public final class Regexps {
  private Regexps() {}

  /**
   * What a match is replaced by.
   *
   * @param texts one more than groups: a text before each group, and the last
   * @param groups 0 is the whole match
   */
  public record Replacement(List<String> texts, List<Integer> groups) {
    public Replacement {
      texts = List.copyOf(texts);
      groups = List.copyOf(groups);
    }

    void append(StringBuilder out, Matcher match) {
      for (int i = 0; i < groups.size(); i++) {
        out.append(texts.get(i));
        String group = match.group(groups.get(i));
        if (group != null) {
          out.append(group);
        }
      }
      out.append(texts.get(groups.size()));
    }
  }

  public static boolean match(String text, Pattern pattern) {
    return pattern.matcher(text).find();
  }

  /** The part of the first match that a group has, or an empty text. */
  public static String extract(String text, Pattern pattern, long group) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return "";
    }
    String found = matcher.group((int) group);
    return found == null ? "" : found;
  }

  /** What a group has of each match. */
  public static List<Object> extractAll(String text, Pattern pattern, long group) {
    Matcher matcher = pattern.matcher(text);
    List<Object> all = new ArrayList<>();
    while (matcher.find()) {
      String found = matcher.group((int) group);
      all.add(found == null ? "" : found);
    }
    return all;
  }

  public static String replaceOne(String text, Pattern pattern, Replacement replacement) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, matcher.start());
    replacement.append(out, matcher);
    return out.append(text, matcher.end(), text.length()).toString();
  }

  public static String replaceAll(String text, Pattern pattern, Replacement replacement) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = null;
    int copied = 0;
    int from = 0;
    while (from <= text.length() && matcher.find(from)) {
      out = out == null ? new StringBuilder(text.length()) : out;
      out.append(text, copied, matcher.start());
      replacement.append(out, matcher);
      copied = matcher.end();
      from = matcher.end();
      if (matcher.start() == matcher.end()) {
        if (from == text.length()) {
          break;
        }
        from += Character.charCount(text.codePointAt(from));
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }
}
