package dev.prejoin.proof.chaos;

import java.util.Locale;

/** What an instance of prejoin does. */
enum Role {
  CAPTURE,
  TOPOLOGY,
  SINK;

  /** As the key {@code roles} has it. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
