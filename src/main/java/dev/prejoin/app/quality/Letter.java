package dev.prejoin.app.quality;

import dev.prejoin.app.status.PutAside;
import dev.prejoin.console.quality.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a topic of dead letters, as much of it as is shown. */
record Letter(
    String topic,
    int partition,
    long offset,
    long timestamp,
    String reason,
    String source,
    boolean replayable,
    DeadLetters.@Nullable Bytes key,
    DeadLetters.@Nullable Bytes value) {
  private static final int MOST_BYTES = 300;
  private static final int MOST_REASON = 1_000;

  static Letter of(ConsumerRecord<byte[], byte[]> record, boolean replayable) {
    String reason = PutAside.reason(record);
    return new Letter(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + " …" : reason,
        PutAside.source(record),
        replayable,
        shown(record.key()),
        shown(record.value()));
  }

  DeadLetters.Letter shown() {
    return new DeadLetters.Letter(
        "%s-%d@%d".formatted(topic, partition, offset),
        source,
        Instant.ofEpochMilli(timestamp),
        reason,
        key,
        value);
  }

  /** Nothing but text is shown as such: a page must not be led to write anything else. */
  private static DeadLetters.@Nullable Bytes shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
    String text = text(first, bytes.length > first.length);
    return text == null
        ? new DeadLetters.Bytes(null, HexFormat.ofDelimiter(" ").formatHex(first), bytes.length)
        : new DeadLetters.Bytes(text, null, bytes.length);
  }

  private static @Nullable String text(byte[] bytes, boolean cut) {
    // A character that was cut in the middle is left out: it has four bytes at most.
    int least = Math.max(0, bytes.length - (cut ? 3 : 0));
    for (int end = bytes.length; end >= least; end--) {
      Optional<String> text = decoded(ByteBuffer.wrap(bytes, 0, end));
      if (text.isPresent()) {
        return text.get().codePoints().allMatch(Letter::isReadable) ? text.get() : null;
      }
    }
    return null;
  }

  private static Optional<String> decoded(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isReadable(int character) {
    return character == '\n'
        || character == '\r'
        || character == '\t'
        || !(Character.isISOControl(character)
            || Character.getType(character) == Character.FORMAT
            || !Character.isDefined(character));
  }
}
