package dev.prejoin.devstack;

/** Where long work is shown. Called from several threads. */
public interface Progress {
  /** One step is done: a line that stays. */
  void step(String what);

  /** Where the work is now: a line that the next one replaces. */
  void update(String where);
}
