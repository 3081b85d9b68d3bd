package dev.prejoin.generate.power;

import dev.prejoin.generate.ChangeRates;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Devices that send readings before their metadata comes: one a second, for as long before it as
 * after it. Their ids are above those of all others; when all of them have come, the first one
 * loses its metadata and begins again.
 */
final class LateDevices {
  /** What is to be written at a moment. */
  sealed interface Step {
    /** The device's metadata is taken away, if there is any. */
    record Begins(Device device) implements Step {}

    /** A reading of this second. */
    record Reads(Device device) implements Step {}

    /** The device's metadata comes. */
    record Arrives(Device device) implements Step {}
  }

  static final int MOST = 500;
  private static final int LATE_SECONDS = ChangeRates.LATE_SECONDS;

  private static final class Sending {
    final Device device;
    final long since;
    int readings;
    boolean known;

    Sending(Device device, long since) {
      this.device = device;
      this.since = since;
    }
  }

  private final Devices devices;
  private final int first;
  private final List<Sending> sending = new ArrayList<>();
  private int next;

  /**
   * Late devices of a seed.
   *
   * @param first the index of the first one
   * @param known how many have metadata already
   */
  LateDevices(Devices devices, int first, int known) {
    this.devices = devices;
    this.first = first;
    this.next = known;
  }

  /**
   * What is due.
   *
   * @param begin how many devices begin
   * @param second a time that goes on
   */
  List<Step> steps(int begin, long second) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < begin && sending.size() < MOST; i++) {
      Device device = devices.device(first + next++ % MOST);
      steps.add(new Step.Begins(device));
      sending.add(new Sending(device, second));
    }
    for (Iterator<Sending> each = sending.iterator(); each.hasNext(); ) {
      Sending one = each.next();
      long age = second - one.since;
      if (!one.known && age >= LATE_SECONDS) {
        one.known = true;
        steps.add(new Step.Arrives(one.device));
      }
      if (age >= 2 * LATE_SECONDS) {
        each.remove();
      } else if (one.readings <= age) {
        one.readings = (int) age + 1;
        steps.add(new Step.Reads(one.device));
      }
    }
    return steps;
  }
}
