package dev.prejoin.sink.simulation;

/** How much of a statement a server does. */
enum Extent {
  WHOLE,
  /** The first rows of an insert, with their materialized views. */
  SOME_BLOCKS,
  /** All rows of an insert, and no materialized view. */
  WITHOUT_VIEWS
}
