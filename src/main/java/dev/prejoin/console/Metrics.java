package dev.prejoin.console;

/** What this process measures, for Prometheus. */
@FunctionalInterface
public interface Metrics {
  /** The text format of Prometheus' exposition. */
  String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** All of it, as it is now. */
  String text();
}
