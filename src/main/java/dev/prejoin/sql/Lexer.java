package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into ClickHouse's tokens. */
public final class Lexer {
  /** The longest first; some are of other languages and told so where they stand. */
  private static final String[] SYMBOLS = {
    "<=>", "::", "->", "==", "!=", "<>", "<=", ">=", "||", "&&", "=>", "=<", "**", "=~", "!~", "<<",
    ">>"
  };

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private Kind before = Kind.END;
  private boolean behindDot;
  private boolean behindValue;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens, comments among them; what is none is an {@link Kind#ERROR} with words. */
  public static List<Token> tokens(String text) {
    return new Lexer(text).all();
  }

  private List<Token> all() {
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0xFEFF || c == 0x200B) {
        at += Character.charCount(c);
        continue;
      }
      Token token = next();
      tokens.add(token);
      if (token.kind() != Kind.COMMENT) {
        before = token.kind();
        behindDot = token.isSymbol(".");
        behindValue =
            token.isName() || before == Kind.NUMBER || token.isSymbol(")") || token.isSymbol("]");
      }
    }
    return tokens;
  }

  private Token next() {
    char c = text.charAt(at);
    if (text.startsWith("--", at)
        || text.startsWith("//", at)
        || text.startsWith("# ", at)
        || text.startsWith("#!", at)) {
      int end = text.indexOf('\n', at);
      return take(Kind.COMMENT, end < 0 ? text.length() : end);
    }
    if (text.startsWith("/*", at)) {
      return comment();
    }
    if (c == '\'') {
      return quoted(Kind.STRING, at);
    }
    if (c == '`' || c == '"') {
      return quoted(Kind.QUOTED_NAME, at);
    }
    if (isDigit(c) || (c == '.' && !behindValue && !behindDot && isDigit(charAt(at + 1)))) {
      return number();
    }
    if ("xXbB".indexOf(c) >= 0 && charAt(at + 1) == '\'') {
      return bytes();
    }
    if (c == '$') {
      return dollar();
    }
    if (isWordPart(c)) {
      int end = wordEnd(at);
      return isLetter(end) ? foreign() : take(Kind.WORD, end);
    }
    return isLetter(at) ? foreign() : symbol();
  }

  private Token comment() {
    int depth = 1;
    int end = at + 2;
    while (end < text.length() && depth > 0) {
      if (text.startsWith("/*", end)) {
        depth++;
        end += 2;
      } else if (text.startsWith("*/", end)) {
        depth--;
        end += 2;
      } else {
        end++;
      }
    }
    return depth == 0
        ? take(Kind.COMMENT, end)
        : error(text.length(), "this comment has no end: */ (each /* inside it needs its own)");
  }

  private Token quoted(Kind kind, int from) {
    char quote = text.charAt(from);
    int end = from + 1;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == quote) {
        if (charAt(end + 1) != quote) {
          break;
        }
        end++;
      }
      end++;
    }
    if (end >= text.length()) {
      return error(text.length(), "this quote is not closed: " + quote + " is missing");
    }
    int start = at;
    at = end + 1;
    try {
      return new Token(kind, Quoted.value(text.substring(from + 1, end), quote), start, at);
    } catch (CharacterCodingException e) {
      return notText(start);
    }
  }

  private static Token notText(int start, int end) {
    return new Token(Kind.ERROR, "the bytes of this string are no UTF-8 text", start, end);
  }

  private Token notText(int start) {
    return notText(start, at);
  }

  /** {@code x'4A'} or {@code b'01001010'}. */
  private Token bytes() {
    int start = at;
    int radix = Character.toLowerCase(text.charAt(at)) == 'x' ? 16 : 2;
    int end = at + 2;
    while (end < text.length() && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    int digits = end - start - 2;
    int width = radix == 16 ? 2 : 8;
    if (charAt(end) != '\'' || digits % width != 0) {
      return error(
          Math.min(end + 1, text.length()),
          "x'…' takes pairs of hexadecimal digits, b'…' eight binary ones for each byte");
    }
    byte[] bytes = new byte[digits / width];
    for (int i = 0; i < bytes.length; i++) {
      int from = start + 2 + i * width;
      bytes[i] = (byte) Integer.parseInt(text.substring(from, from + width), radix);
    }
    at = end + 1;
    try {
      return new Token(Kind.STRING, Quoted.text(bytes), start, at);
    } catch (CharacterCodingException e) {
      return notText(start);
    }
  }

  /** {@code $tag$…$tag$}, or a word that begins with a dollar. */
  private Token dollar() {
    int start = at;
    int end = at + 1;
    while (isWordPart(charAt(end))) {
      end++;
    }
    if (charAt(end) == '$') {
      String tag = text.substring(at, end + 1);
      int close = text.indexOf(tag, end + 1);
      if (close < 0) {
        return error(text.length(), "this quote is not closed: " + tag + " is missing");
      }
      at = close + tag.length();
      return new Token(Kind.STRING, text.substring(end + 1, close), start, at);
    }
    return take(Kind.WORD, wordEnd(at));
  }

  private Token number() {
    int end = behindDot ? digits(at, 10) : numberEnd();
    if (isWordPart(charAt(end))) {
      int word = wordEnd(end);
      return text.chars().skip(at).limit(word - at).allMatch(c -> isWordPart((char) c))
          ? take(Kind.WORD, word)
          : error(word, text.substring(at, word) + " is neither a number nor a name");
    }
    return take(Kind.NUMBER, end);
  }

  private int numberEnd() {
    int radix = 10;
    int end = at;
    char mark = Character.toLowerCase(charAt(at + 1));
    if (text.charAt(at) == '0' && mark == 'x' && Character.digit(charAt(at + 2), 16) >= 0) {
      radix = 16;
      end += 2;
    } else if (text.charAt(at) == '0' && mark == 'b' && Character.digit(charAt(at + 2), 2) >= 0) {
      radix = 2;
      end += 2;
    }
    end = digits(end, radix);
    if (charAt(end) == '.' && radix != 2) {
      end = digits(end + 1, radix);
    }
    char exponent = Character.toLowerCase(charAt(end));
    if ((radix == 10 && exponent == 'e') || (radix == 16 && exponent == 'p')) {
      int sign = charAt(end + 1) == '-' || charAt(end + 1) == '+' ? 1 : 0;
      if (isDigit(charAt(end + 1 + sign))) {
        end = digits(end + 1 + sign, 10);
      }
    }
    return end;
  }

  /** Digits, with single {@code _} between them. */
  private int digits(int from, int radix) {
    int end = from;
    while ((charAt(end) < 128 && Character.digit(charAt(end), radix) >= 0)
        || (charAt(end) == '_'
            && end > from
            && charAt(end - 1) != '_'
            && Character.digit(charAt(end + 1), radix) >= 0)) {
      end++;
    }
    return end;
  }

  private Token symbol() {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        return take(Kind.SYMBOL, at + symbol.length());
      }
    }
    int c = text.codePointAt(at);
    if (c == '\u2212') {
      at++;
      return new Token(Kind.SYMBOL, "-", at - 1, at);
    }
    if ("\u2018\u2019\u201C\u201D".indexOf(c) >= 0) {
      return error(at + 1, "this quote is not one of SQL's: write ' for a string and ` for a name");
    }
    if (c < 128 && !Character.isISOControl(c)) {
      return take(Kind.SYMBOL, at + 1);
    }
    return error(at + Character.charCount(c), "this character has no meaning in SQL");
  }

  /** A word with letters that ClickHouse takes in quotes only. */
  private Token foreign() {
    int end = at;
    while (isLetter(end) || isWordPart(charAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return error(
        end,
        "a name with other letters than a to z needs quotes: `" + text.substring(at, end) + "`");
  }

  private boolean isLetter(int index) {
    return index < text.length()
        && text.charAt(index) > 127
        && Character.isLetterOrDigit(text.codePointAt(index));
  }

  private int wordEnd(int from) {
    int end = from;
    while (isWordPart(charAt(end)) || charAt(end) == '$') {
      end++;
    }
    return end;
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private Token take(Kind kind, int end) {
    int from = at;
    at = end;
    return new Token(kind, text.substring(from, end), from, end);
  }

  private Token error(int end, String words) {
    int from = at;
    at = end;
    return new Token(Kind.ERROR, words, from, end);
  }
}
