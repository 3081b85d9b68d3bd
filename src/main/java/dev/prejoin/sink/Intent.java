package dev.prejoin.sink;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the metadata of a committed offset say: who owns the shard and which range, from that
 * offset, it may have begun to write.
 *
 * @param topicId Kafka's id of the topic
 * @param segment the owner's segment
 * @param end the end of the range; nothing is begun if it is not above the committed offset
 */
record Intent(String topicId, Segment segment, long end) {
  private static final Pattern TEXT = Pattern.compile("prejoin1 (\\S+) (\\d+) (\\d+) (\\d+)");

  static Optional<Intent> parse(String metadata) {
    Matcher matcher = TEXT.matcher(metadata);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Intent(
            matcher.group(1),
            new Segment(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))),
            Long.parseLong(matcher.group(4))));
  }

  String metadata() {
    return "prejoin1 " + topicId + " " + segment.epoch() + " " + segment.counter() + " " + end;
  }
}
