package dev.prejoin.generate.power;

import dev.prejoin.generate.SourceServer;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is generated, and where it goes.
 *
 * @param jdbcUrl PostgreSQL's, as {@code jdbc:postgresql://host:port/database}
 * @param password never shown
 * @param seed the same seed gives the same devices and readings
 * @param devices how many devices have metadata: their ids are 1 to this
 * @param invalidShare the share of readings that the cleaning view rejects, 0 to 1
 * @param unknownDeviceShare the share of readings whose device has no metadata, 0 to 1
 */
public record GeneratorSettings(
    String jdbcUrl,
    String user,
    String password,
    long seed,
    int devices,
    double invalidShare,
    double unknownDeviceShare) {
  public static final long DEFAULT_SEED = 42;
  public static final int DEFAULT_DEVICES = 1_000;
  public static final double DEFAULT_INVALID_SHARE = 1 / 100d;
  public static final double DEFAULT_UNKNOWN_DEVICE_SHARE = 1 / 500d;

  /** Ids are UInt32 in the pipeline; this leaves room for the unknown ones. */
  private static final int MOST_DEVICES = 1_000_000_000;

  public GeneratorSettings {
    List<String> problems = new ArrayList<>();
    if (devices < 1 || devices > MOST_DEVICES) {
      problems.add("devices must be 1 to " + MOST_DEVICES + ", not " + devices);
    }
    refuseUnlessShare("invalid share", invalidShare, problems);
    refuseUnlessShare("share of unknown devices", unknownDeviceShare, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
  }

  /**
   * The seeds' scenario: 1,000 devices, 1 reading in 100 invalid, 1 in 500 of an unknown device.
   */
  public static GeneratorSettings withDefaults(String jdbcUrl, String user, String password) {
    return new GeneratorSettings(
        jdbcUrl,
        user,
        password,
        DEFAULT_SEED,
        DEFAULT_DEVICES,
        DEFAULT_INVALID_SHARE,
        DEFAULT_UNKNOWN_DEVICE_SHARE);
  }

  SourceServer server() {
    return new SourceServer(jdbcUrl, user, password);
  }

  @Override
  public String toString() {
    return "GeneratorSettings[" + server() + ", seed " + seed + "]";
  }

  private static void refuseUnlessShare(String what, double share, List<String> problems) {
    if (!(share >= 0 && share <= 1)) {
      problems.add("the " + what + " must be 0 to 1, not " + share);
    }
  }
}
