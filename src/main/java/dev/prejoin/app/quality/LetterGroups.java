package dev.prejoin.app.quality;

import dev.prejoin.console.quality.DeadLetters;
import dev.prejoin.console.quality.DeadLetters.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Letters by topic and reason: reasons that differ in values only are one. */
final class LetterGroups {
  static final int MOST_GROUPS = 50;
  private static final int MOST_SAMPLES = 5;

  /** What is a record's own in a reason: what stands in quotes, numbers, bytes. */
  private static final Pattern OWN =
      Pattern.compile("'[^']*'|\"[^\"]*\"|\\b0x[0-9a-fA-F]+|-?\\b\\d[\\d.,:]*");

  private static final Comparator<Letter> NEWEST =
      Comparator.comparingLong(Letter::timestamp).thenComparingLong(Letter::offset).reversed();

  private LetterGroups() {}

  private record Like(String topic, String pattern, boolean replayable) {}

  /** All of them, those with the most letters first. */
  static List<Group> of(Collection<Letter> letters) {
    Map<Like, List<Letter>> groups = new LinkedHashMap<>();
    for (Letter letter : letters) {
      String pattern = OWN.matcher(letter.reason()).replaceAll("…");
      groups
          .computeIfAbsent(
              new Like(letter.topic(), pattern, letter.replayable()), like -> new ArrayList<>())
          .add(letter);
    }
    List<Group> all = new ArrayList<>();
    groups.forEach((like, some) -> all.add(group(like, some)));
    all.sort(
        Comparator.comparingLong(Group::letters)
            .reversed()
            .thenComparing(Group::topic)
            .thenComparing(Group::reason));
    return all;
  }

  private static Group group(Like like, List<Letter> letters) {
    letters.sort(NEWEST);
    boolean same = letters.stream().map(Letter::reason).distinct().count() == 1;
    List<DeadLetters.Letter> samples =
        letters.stream().limit(MOST_SAMPLES).map(Letter::shown).toList();
    return new Group(
        like.topic(),
        same ? letters.get(0).reason() : like.pattern(),
        letters.size(),
        Instant.ofEpochMilli(letters.get(letters.size() - 1).timestamp()),
        Instant.ofEpochMilli(letters.get(0).timestamp()),
        like.replayable(),
        samples);
  }
}
