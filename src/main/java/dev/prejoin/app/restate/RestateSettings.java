package dev.prejoin.app.restate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How rows are made anew.
 *
 * @param groupId the consumer group whose members share the dimensions, and whose offsets say up to
 *     where their changes are in the rows of history
 * @param kafka properties of Kafka's clients, at least {@code bootstrap.servers}; may hold secrets
 * @param instanceId who it is in its group, also after a crash
 * @param rowsPerSecond how many rows are sent again in a second at most, by this process
 * @param dimensions whose changes change rows that have passed
 * @param views whose rows are made anew when that is asked for
 */
public record RestateSettings(
    String groupId,
    Map<String, String> kafka,
    Optional<String> instanceId,
    int rowsPerSecond,
    List<RestatedDimension> dimensions,
    RestatedViews views) {
  public RestateSettings {
    kafka = Map.copyOf(kafka);
    dimensions = List.copyOf(dimensions);
  }

  /** The group's name, after the sink's. */
  public static String groupId(String sinkGroup) {
    return sinkGroup + "-restate";
  }

  /** The group in which one member makes rows anew whose view has another definition. */
  String viewsGroupId() {
    return groupId + "-views";
  }

  /** Names no property of Kafka's clients: they may hold secrets. */
  @Override
  public String toString() {
    return "RestateSettings[group %s, %d rows/s]".formatted(groupId, rowsPerSecond);
  }
}
