package dev.prejoin.console;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses at the token: after a few wrong ones an address must wait, each time
 * twice as long, whatever it sends then.
 */
final class Attempts {
  private static final int FREE = 5;
  private static final int MOST_ADDRESSES = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanos;
  private final Map<String, Wrong> wrong =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  Attempts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Wrong(int times, long until) {}

  /** How long an address must wait before it may try again; zero if it need not. */
  synchronized Duration left(String address) {
    Wrong known = wrong.get(network(address));
    long left = known == null ? 0 : known.until - nanos.getAsLong();
    return Duration.ofNanos(Math.max(0, left));
  }

  /** Whether the address must wait from now on. */
  synchronized boolean wrong(String address) {
    String network = network(address);
    Wrong known = wrong.remove(network);
    int times = known == null ? 1 : known.times + 1;
    wrong.put(network, new Wrong(times, nanos.getAsLong() + wait(times).toNanos()));
    return times >= FREE;
  }

  synchronized void right(String address) {
    wrong.remove(network(address));
  }

  private static Duration wait(int times) {
    if (times < FREE) {
      return Duration.ZERO;
    }
    Duration doubled = SHORTEST.multipliedBy(1L << Math.min(times - FREE, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /** Whoever has one IPv6 address has all those of its network. */
  private static String network(String address) {
    try {
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
