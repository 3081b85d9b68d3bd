package dev.prejoin.console;

import dev.prejoin.console.quality.QualityFigures;
import dev.prejoin.console.query.QueryRunner;
import dev.prejoin.runtime.Status.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A pipeline where nothing happens; tests say what differs. */
class StubFigures implements PipelineFigures {
  static final Traffic NOTHING_ON_ITS_WAY =
      new Traffic(List.of(), List.of(), new Traffic.Memory(200_000_000, 1_000_000_000), null);

  @Override
  public String pipeline() {
    return "power";
  }

  @Override
  public String picture() {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
  }

  @Override
  public List<ComponentState> components() {
    return List.of(new ComponentState("sink", State.RUNNING, "3 shards"));
  }

  @Override
  public Overview overview() {
    return new Overview(
        Instant.now(),
        List.of(new Layer("l3_power_joined", Layer.Kind.VIEW, 10, 1, null)),
        Freshness.UNMEASURED,
        Corrections.NONE,
        Works.NONE,
        NOTHING_ON_ITS_WAY);
  }

  @Override
  public NodeFigures nodes() {
    return new StubNodes();
  }

  @Override
  public QualityFigures quality() {
    return new StubQuality();
  }

  @Override
  public QueryRunner runner() {
    return new StubRunner();
  }

  @Override
  public CorrectionNews corrections(long since) {
    return CorrectionNews.OFF;
  }

  @Override
  public DriftHistory drift() {
    return DriftHistory.OFF;
  }

  @Override
  public List<SavedQuery> queries() {
    return List.of();
  }

  @Override
  public byte[] answer(SavedQuery query, Map<String, String> parameters) {
    throw new AssertionError("no query is saved");
  }
}
