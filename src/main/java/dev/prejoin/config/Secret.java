package dev.prejoin.config;

/** A text that only {@link #reveal} shows. */
public record Secret(String reveal) {
  @Override
  public String toString() {
    return reveal.isEmpty() ? "none" : "hidden";
  }
}
