package dev.prejoin.capture;

import java.util.List;

/**
 * What a look into the topic of states found.
 *
 * @param found the requests to this capture
 * @param keys of their records
 * @param next where to look on
 */
record Requests(List<SnapshotRequest> found, List<byte[]> keys, long next) {
  Requests {
    found = List.copyOf(found);
    keys = List.copyOf(keys);
  }
}
