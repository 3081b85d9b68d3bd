package dev.prejoin.app.status;

import java.util.List;

/**
 * How far a consumer group has come.
 *
 * @param group its id
 * @param members how many processes' consumers are in it now
 */
public record GroupStanding(String group, int members, List<Position> positions) {
  public GroupStanding {
    positions = List.copyOf(positions);
  }

  /**
   * A partition that the group reads.
   *
   * @param committed the offset of the next record, or -1 if it has committed none
   * @param end the offset behind the last committed record
   * @param metadata what was committed beside the offset
   */
  public record Position(String topic, int partition, long committed, long end, String metadata) {
    /** Offsets between the two, markers of transactions among them. */
    public long lag() {
      return end - Math.max(committed, 0);
    }
  }

  public long lag() {
    return positions.stream().mapToLong(Position::lag).sum();
  }
}
