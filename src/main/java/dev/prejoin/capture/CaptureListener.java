package dev.prejoin.capture;

/** Hears how a capture goes on. */
interface CaptureListener {
  /** All is open and Debezium starts. */
  void starting(boolean snapshotCompleted);

  /** Debezium began to read. */
  void reading();

  /** The initial snapshot is read to its end; it is committed next. */
  void snapshotCompleted(long records);
}
