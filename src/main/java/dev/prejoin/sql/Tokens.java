package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.List;

/** Walks through the tokens of one statement. */
public final class Tokens {
  private final List<Token> tokens;
  private final Token end;
  private int at;

  /**
   * @param statement at least one token; comments are passed over
   */
  public Tokens(List<Token> statement) {
    tokens = statement.stream().filter(t -> t.kind() != Kind.COMMENT).toList();
    int last = tokens.get(tokens.size() - 1).end();
    end = new Token(Kind.END, "", last, last);
  }

  public Token peek() {
    return peek(0);
  }

  /** The token that many behind the next one. */
  public Token peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : end;
  }

  public Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size());
    return token;
  }

  /** The token that was taken last, or the first if none was. */
  public Token previous() {
    return tokens.get(Math.max(0, at - 1));
  }

  public boolean atEnd() {
    return at >= tokens.size();
  }

  /** Whether these words come next. */
  public boolean isWords(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Takes these words if they come next. */
  public boolean accept(String... words) {
    boolean found = isWords(words);
    at += found ? words.length : 0;
    return found;
  }

  public boolean isSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  public boolean acceptSymbol(String symbol) {
    boolean found = isSymbol(symbol);
    at += found ? 1 : 0;
    return found;
  }

  /** Where the next token is, for {@link #back}. */
  public int mark() {
    return at;
  }

  public void back(int mark) {
    at = mark;
  }

  /** From the token at a mark to the last one taken. */
  public Span since(int mark) {
    return tokens.get(Math.min(mark, tokens.size() - 1)).span().to(previous().span());
  }

  /** Passes what is between this bracket, which was taken last, and the one that closes it. */
  public void skipBrackets() throws SyntaxException {
    Token open = previous();
    int depth = 1;
    while (depth > 0) {
      Token token = next();
      if (token.kind() == Kind.END) {
        throw Unexpected.unclosed(open);
      }
      if (token.isSymbol("(") || token.isSymbol("[")) {
        depth++;
      } else if (token.isSymbol(")") || token.isSymbol("]")) {
        depth--;
      }
    }
  }
}
