package dev.prejoin.console.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ClickHouse, or we before it, could not answer a query. */
public final class QueryFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** As the server's parser says it. */
  private static final Pattern PLACE = Pattern.compile("\\(line (\\d+), col (\\d+)\\)");

  private final Problem problem;

  public QueryFailedException(Problem problem) {
    super(problem.error());
    this.problem = problem;
  }

  /** Not for ClickHouse to say. */
  public QueryFailedException(String error) {
    this(new Problem(error, 0, "", 0, 0));
  }

  public Problem problem() {
    return problem;
  }

  /**
   * What was wrong.
   *
   * @param error a sentence
   * @param code ClickHouse's; 0 if it is not ClickHouse's
   * @param name of that code, such as {@code SYNTAX_ERROR}; empty if there is none
   * @param line of the statement, from 1; 0 if it is not known
   * @param column of that line, from 1; 0 if it is not known
   */
  public record Problem(String error, int code, String name, int line, int column) {
    private static final Pattern SAID =
        Pattern.compile(
            "(?s)(?:Code: \\d+\\. )?(?:DB::Exception: )?(.*?)"
                + "(?:\\s*\\(([A-Z][A-Z0-9_]+)\\))?(?:\\s*\\(version [^)]*\\))?"
                + "(?:\\s*\\(queryId= [^)]*\\))?\\s*");

    /**
     * Of what the server has said.
     *
     * @param code the server's
     * @param said such as {@code Code: 62. DB::Exception: Syntax error … (SYNTAX_ERROR) (version
     *     26.7.2.1)}
     */
    public static Problem of(int code, String said) {
      Matcher parts = SAID.matcher(said.strip());
      boolean known = parts.matches();
      String error = known ? parts.group(1).strip() : said.strip();
      String name = known && parts.group(2) != null ? parts.group(2) : "";
      Matcher place = PLACE.matcher(error);
      return place.find()
          ? new Problem(
              error, code, name, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
          : new Problem(error, code, name, 0, 0);
    }
  }
}
