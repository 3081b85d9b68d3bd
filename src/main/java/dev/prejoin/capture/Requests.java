package dev.prejoin.capture;

import java.util.List;

/**
 * What a look into the topic of states found.
 *
 * @param found the requests to this capture for snapshots
 * @param backfills those for ranges, in their order
 * @param keys of their records
 * @param next where to look on
 */
record Requests(
    List<SnapshotRequest> found, List<BackfillRequest> backfills, List<byte[]> keys, long next) {
  Requests {
    found = List.copyOf(found);
    backfills = List.copyOf(backfills);
    keys = List.copyOf(keys);
  }
}
