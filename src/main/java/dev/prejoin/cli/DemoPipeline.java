package dev.prejoin.cli;

import java.util.Locale;

/** A shipped pipeline for which there is a generator. */
enum DemoPipeline {
  POWER;

  /** The name of its file, without the ending. */
  String pipeline() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return pipeline();
  }
}
