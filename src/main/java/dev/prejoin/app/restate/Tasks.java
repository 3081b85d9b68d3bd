package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import java.util.Optional;

/** What tasks have told of how new the dimensions are in which they look up. */
interface Tasks {
  /**
   * What a task tells of a dimension.
   *
   * @param first no row was looked up before this offset; -1 if that is not known
   * @param position no row will be
   */
  record Told(long first, long position) {}

  /** How new the dimension is for a partition's task; empty if that was not told. */
  Optional<Told> told(Announcer announcer, int partition, String dimension);
}
