package dev.prejoin.devstack;

/** Where long work is shown. Called from several threads. */
public interface Progress {
  /** Shows nothing: for results that a program reads. */
  Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void update(String where) {}
      };

  /** One step is done: a line that stays. */
  void step(String what);

  /** Where the work is now: a line that the next one replaces. */
  void update(String where);
}
