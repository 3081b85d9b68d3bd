package dev.prejoin.console.query;

import dev.prejoin.console.FiguresAwayException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Answers queries that people write, as a user of ClickHouse who can only read. Called from several
 * threads.
 */
public interface QueryRunner {
  /**
   * Whether it does; asks the server.
   *
   * @throws FiguresAwayException when the server does not answer
   */
  Standing standing();

  /**
   * What can be asked, by name.
   *
   * @throws QueryFailedException if queries are not answered
   * @throws FiguresAwayException when the server does not answer
   */
  List<Table> tables();

  /**
   * The names of the server's functions, those of aggregates also as {@code -If} and {@code
   * -Merge}.
   *
   * @throws QueryFailedException if queries are not answered
   * @throws FiguresAwayException when the server does not answer
   */
  List<String> functions();

  /**
   * Answers one, cut off after {@link Standing.Limits#rows}.
   *
   * @return JSON: {@code columns} of name and type, {@code rows} as arrays, {@code cut}, and {@code
   *     statistics} of what was read
   * @throws QueryFailedException if it cannot be answered like that
   * @throws FiguresAwayException when the server does not answer
   */
  byte[] answer(Question question);

  /** What is told the bytes of an answer once it is known that there is one. */
  interface Download {
    OutputStream begin() throws IOException;
  }

  /**
   * Answers one as CSV with a line of names.
   *
   * @throws QueryFailedException if it cannot be answered like that; nothing was written then
   * @throws FiguresAwayException when the server does not answer
   */
  void csv(Question question, Download download);

  /**
   * Ends one that is running, soon.
   *
   * @param id of the question
   * @throws QueryFailedException if the server does not let us
   * @throws FiguresAwayException when the server does not answer
   */
  void cancel(String id);
}
