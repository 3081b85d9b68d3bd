package dev.prejoin.capture;

import java.util.Map;

/** Hears how a capture goes on. */
interface CaptureListener {
  /** All is open and Debezium starts. */
  void starting(Map<String, TableState> tables);

  /** It waits for others, though all servers answer; told again and again. */
  void waiting(String forWhat);

  /** Debezium began to read. */
  void reading();

  /** A batch is committed, and how far it brought the snapshots. */
  void committed(Map<String, TableState> tables);
}
