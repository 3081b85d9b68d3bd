package dev.prejoin.console.quality;

import java.util.List;
import java.util.Map;

/**
 * Jobs, the newest first.
 *
 * @param cannot the kinds that this process cannot do, and why
 */
public record JobList(List<Job> jobs, Map<Job.Kind, String> cannot) {
  public JobList {
    jobs = List.copyOf(jobs);
    cannot = Map.copyOf(cannot);
  }
}
