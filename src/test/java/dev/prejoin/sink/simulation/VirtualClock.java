package dev.prejoin.sink.simulation;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;

/** Time that passes when the simulation says so. */
final class VirtualClock implements Clock {
  private long nanos = Duration.ofDays(1).toNanos();

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public long wallTime() {
    return Duration.ofNanos(nanos).toMillis();
  }

  @Override
  public long monotonicTime() {
    return nanos;
  }
}
