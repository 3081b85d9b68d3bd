package dev.prejoin.expression.run;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bools, UUIDs and symbols of enums out of texts, as ClickHouse reads them. */
public final class ParsedValues {
  private static final Set<String> TRUE =
      Set.of("1", "true", "t", "yes", "y", "on", "enable", "enabled");
  private static final Set<String> FALSE =
      Set.of("0", "false", "f", "no", "n", "off", "disable", "disabled");

  private static final int PLAIN_LENGTH = 32;
  private static final int DASHED_LENGTH = 36;

  private ParsedValues() {}

  public static @Nullable Boolean bool(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? Boolean.TRUE : FALSE.contains(lower) ? Boolean.FALSE : null;
  }

  /** Where the type is Nullable, only some texts are NULL, and others still fail. */
  public static @Nullable Boolean nullableBool(String text) {
    if (text.equalsIgnoreCase("null") || text.equals("ᴺᵁᴸᴸ")) {
      return null;
    }
    Boolean value = bool(text);
    if (value == null) {
      throw Failed.of(text, "Bool");
    }
    return value;
  }

  /** A UUID of 32 digits with its four dashes or without any. */
  public static @Nullable UUID uuid(String text) {
    boolean dashed = text.length() == DASHED_LENGTH;
    if (!dashed && text.length() != PLAIN_LENGTH) {
      return null;
    }
    long most = 0;
    long least = 0;
    for (int i = 0, digits = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (dashed && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (c != '-') {
          return null;
        }
        continue;
      }
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return null;
      }
      most = digits < 16 ? most << 4 | digit : most;
      least = digits < 16 ? least : least << 4 | digit;
      digits++;
    }
    return new UUID(most, least);
  }

  /**
   * The symbol that a text is, or whose number it is.
   *
   * @param symbols each by its text and by its number
   */
  public static @Nullable String symbol(String text, Map<?, ?> symbols) {
    Object symbol = symbols.get(text);
    if (symbol == null) {
      symbol = symbols.get(ParsedNumbers.integerOrNull(text, Short.BYTES, true));
    }
    return (String) symbol;
  }

  /** The symbol of a number. */
  public static @Nullable String symbol(long number, Map<?, ?> symbols) {
    return (String) symbols.get(number);
  }
}
