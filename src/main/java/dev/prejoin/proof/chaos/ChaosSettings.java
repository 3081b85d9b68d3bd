package dev.prejoin.proof.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run of chaos.
 *
 * @param home where prejoin is
 * @param programs the servers' programs
 * @param directory data, logs and progress
 * @param seed of the faults and of the load
 * @param faults how many
 * @param only of these kinds
 * @param maintenance whether only while something is counted anew, read again or restated, or never
 *     then; empty for both
 * @param rate rows a second
 * @param mix of the changes
 * @param resume whether to go on with what the directory holds
 */
public record ChaosSettings(
    Path home,
    Path programs,
    Path directory,
    long seed,
    int faults,
    Set<Fault> only,
    Optional<Boolean> maintenance,
    int rate,
    Mix mix,
    boolean resume) {
  public ChaosSettings {
    only = Set.copyOf(only);
  }

  /** The cells that may come. */
  List<Cell> cells() {
    return Cell.all().stream()
        .filter(cell -> only.contains(cell.fault()))
        .filter(
            cell ->
                maintenance.isEmpty()
                    || maintenance.get().equals(cell.phase().maintenance().isPresent()))
        .toList();
  }
}
