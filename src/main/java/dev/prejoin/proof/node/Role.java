package dev.prejoin.proof.node;

import java.util.Locale;

/** What an instance of prejoin does. */
public enum Role {
  CAPTURE(5),
  TOPOLOGY(10),
  SINK(3);

  private final int recoversWithinSeconds;

  Role(int recoversWithinSeconds) {
    this.recoversWithinSeconds = recoversWithinSeconds;
  }

  /** As the key {@code roles} has it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** After a kill, what is to be reached at 1,000 rows a second. */
  public int recoversWithinSeconds() {
    return recoversWithinSeconds;
  }
}
