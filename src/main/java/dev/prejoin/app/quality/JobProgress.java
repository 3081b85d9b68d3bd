package dev.prejoin.app.quality;

/** Where a job says how far it is. */
public interface JobProgress {
  /** One step is done: a line that stays. */
  void step(String what);

  /** What it is at: a line that the next one replaces. */
  void now(String what);
}
