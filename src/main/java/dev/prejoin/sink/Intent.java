package dev.prejoin.sink;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the metadata of a committed offset say: who owns the shard, and what from that offset on may
 * have been written.
 *
 * @param topicId Kafka's id of the topic
 * @param segment the owner's segment
 * @param doubtUntil records below this may have been written; nothing is in doubt if it is not
 *     above the committed offset
 * @param begun the ranges among them that a writer began, each as one batch. They are written again
 *     in no other pieces: what of such a batch arrives late then lies exactly under what replaced
 *     it
 */
record Intent(String topicId, Segment segment, long doubtUntil, List<OffsetRange> begun) {
  private static final Pattern TEXT =
      Pattern.compile("prejoin2 (\\S+) (\\d+) (\\d+) (\\d+)((?: \\d+-\\d+)*)");

  Intent {
    begun = List.copyOf(begun);
  }

  static Optional<Intent> parse(String metadata) {
    Matcher matcher = TEXT.matcher(metadata);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Intent(
            matcher.group(1),
            new Segment(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))),
            Long.parseLong(matcher.group(4)),
            Arrays.stream(matcher.group(5).split(" ", -1)).skip(1).map(Intent::range).toList()));
  }

  private static OffsetRange range(String text) {
    int dash = text.indexOf('-');
    return new OffsetRange(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  String metadata() {
    return "prejoin2 "
        + topicId
        + " "
        + segment.epoch()
        + " "
        + segment.counter()
        + " "
        + doubtUntil
        + begun.stream()
            .map(range -> " " + range.from() + "-" + range.to())
            .collect(Collectors.joining());
  }
}
