package dev.prejoin.generate;

import dev.prejoin.runtime.Component;
import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * What a demo writes into the source of a shipped pipeline. Every method may be called again: it
 * adds what is missing. Each throws a {@link dev.prejoin.runtime.ProblemException} if PostgreSQL is
 * away or unfit.
 */
public interface DemoSource {
  /**
   * What goes on while a demo is live; neither of the two is started.
   *
   * @param writer of new facts
   * @param changes of what is there
   * @param said what changes, as a line for the user; empty if nothing does
   */
  record Live(Component writer, Component changes, String said) {}

  /** The plural of what a fact is. */
  String facts();

  /**
   * Makes the tables, and what facts refer to.
   *
   * @return what there is now, as a line for the user
   */
  String prepare();

  /** The rows of the table of facts. */
  long rows();

  /**
   * Loads facts until there are so many, or a few more, the last ones just before a time.
   *
   * @param progress is told how many rows the table has: at the start and after each transaction
   * @return how many rows were added
   */
  long load(long rows, Instant until, LongConsumer progress);

  /** Removes what a source may forget as soon as it was written: its delete is captured, too. */
  void purge();

  /** How many facts a live demo begins with, so that its page has something to show. */
  long history();

  /** The time that those are of. */
  String historySpan();

  /**
   * Facts and changes of the present time.
   *
   * @param rate facts a second
   */
  Live live(int rate, ChangeRates rates);
}
