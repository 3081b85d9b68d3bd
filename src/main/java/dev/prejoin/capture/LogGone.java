package dev.prejoin.capture;

import java.util.Optional;
import java.util.OptionalLong;

/** Whether what changed since a capture stopped can still be read, and what to do if not. */
final class LogGone {
  private LogGone() {}

  /**
   * Why not; empty if it can.
   *
   * @param position in the log, up to which all is stored
   */
  static Optional<String> reason(CaptureSettings settings, long position) {
    return reason(settings, ReplicationSlot.begin(settings), position);
  }

  /**
   * The same of a slot that was asked for before the position was: so no capture that goes on
   * meanwhile has let go of it.
   *
   * @param begin of the log that the slot keeps
   */
  static Optional<String> reason(CaptureSettings settings, OptionalLong begin, long position) {
    // It does not reach there if the server is another or was restored.
    boolean kept =
        begin.isPresent()
            && begin.getAsLong() <= position
            && position <= LogPosition.flushed(settings);
    if (!kept) {
      return Optional.of(
          "its replication slot %s no longer has the log".formatted(settings.slot()));
    }
    boolean published =
        SourceConnection.call(
            settings, connection -> Publication.exists(connection, settings.publication()));
    return published
        ? Optional.empty()
        : Optional.of("its publication %s is gone".formatted(settings.publication()));
  }

  /** What a user can do. */
  static String message(CaptureSettings settings, String reason) {
    return ("%s: %s, so changes since the capture stopped are missing. prejoin snapshot (for all"
            + " tables) takes them anew: rows that are gone are removed, and none is counted twice")
        .formatted(settings.source(), reason);
  }
}
