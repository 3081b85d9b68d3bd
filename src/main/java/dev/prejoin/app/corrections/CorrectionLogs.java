package dev.prejoin.app.corrections;

import dev.prejoin.sink.Corrected;
import dev.prejoin.sink.CorrectionListener;
import dev.prejoin.sink.Segment;
import java.util.List;

/** Those of all pipelines, which are told alike: each takes what is its own. */
public final class CorrectionLogs implements CorrectionListener {
  private final List<CorrectionLog> logs;

  public CorrectionLogs(List<CorrectionLog> logs) {
    this.logs = List.copyOf(logs);
  }

  @Override
  public void landed(Corrected corrected, boolean counted, long now) {
    logs.forEach(log -> log.landed(corrected, counted, now));
  }

  @Override
  public void counted(String table, int shard, Segment before, long now) {
    logs.forEach(log -> log.counted(table, shard, before, now));
  }

  @Override
  public void lost(String table, int shard) {
    logs.forEach(log -> log.lost(table, shard));
  }
}
