package dev.prejoin.schema;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a task makes a view's rows by a definition: a record of {@link TopicNames#DEFINITIONS}, as
 * readable text. Its key is {@code running application target partition fingerprint}; the newest of
 * a partition is what runs now, the one before what ran before.
 *
 * @param application of Kafka Streams
 * @param target of the view
 * @param partition of its source
 * @param fingerprint of the definition
 * @param since records of the source's partition from this offset on were made by it; some of those
 *     before perhaps by another one, or not at all. 0 if all were
 * @param isNew whether those before were made by none
 * @param text of the definition
 */
public record RunningDefinition(
    String application,
    String target,
    int partition,
    long fingerprint,
    long since,
    boolean isNew,
    String text) {
  private static final String PREFIX = "running ";
  private static final Pattern KEY =
      Pattern.compile(PREFIX + "(\\S+) (\\S+) (\\d+) ([0-9a-f]{16})");
  private static final Pattern VALUE =
      Pattern.compile("since=(\\d+) new=([01])\\n(.*)", Pattern.DOTALL);

  /** The record's key. */
  public byte[] key() {
    return "%s%s %s %d %016x"
        .formatted(PREFIX, application, target, partition, fingerprint)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The record's value. */
  public byte[] value() {
    return "since=%d new=%d\n%s"
        .formatted(since, isNew ? 1 : 0, text)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a record; empty if it is another one. */
  public static Optional<RunningDefinition> parse(byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      return Optional.empty();
    }
    Matcher name = KEY.matcher(new String(key, StandardCharsets.UTF_8));
    Matcher told = VALUE.matcher(new String(value, StandardCharsets.UTF_8));
    if (!name.matches() || !told.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunningDefinition(
            name.group(1),
            name.group(2),
            Integer.parseInt(name.group(3)),
            Long.parseUnsignedLong(name.group(4), 16),
            Long.parseLong(told.group(1)),
            told.group(2).equals("1"),
            told.group(3)));
  }
}
