package dev.prejoin.topology;

import static dev.prejoin.topology.PipelineDriver.plan;
import static dev.prejoin.topology.PipelineDriver.relation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.plan.View;
import dev.prejoin.schema.RunningDefinition;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one owner of a task leaves to the next of the definitions by which it has made rows. */
class DefinitionsTest {
  private static final String WIDE = "SELECT device FROM trips WHERE device > 5";
  private static final String NARROW = "SELECT device FROM trips WHERE device > 9";

  private final MockProcessorContext<byte[], Outcome> context = context();
  private boolean hasResults;
  private boolean willReadAll;
  private long mayBeRead;

  @BeforeEach
  void openStore() {
    KeyValueStore<String, Long> store = Progress.builder("trips").withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  private static MockProcessorContext<byte[], Outcome> context() {
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "127.0.0.1:1");
    return new MockProcessorContext<>(properties, new TaskId(0, 0), null);
  }

  private static View view(String target, String select) {
    return plan(
            "trips",
            "CREATE TABLE trips ENGINE = ChangeStream('public.trips');"
                + "CREATE MATERIALIZED VIEW mv_%s TO %s AS %s;".formatted(target, target, select),
            relation("trips", "device:INT64", "id:INT64"),
            relation(target, "device:INT64", ""))
        .views()
        .get(0);
  }

  /** A task of some views reads up to an offset; what it tells. */
  private Map<String, RunningDefinition> run(long upTo, View... views) {
    ReadBefore readBefore =
        new ReadBefore() {
          @Override
          public long upTo(String source, int partition) {
            return mayBeRead;
          }

          @Override
          public boolean willReadAll(String source, int partition) {
            return willReadAll;
          }

          @Override
          public boolean hasResults(String target, int partition) {
            return hasResults && partition == context.taskId().partition();
          }
        };
    Progress progress = new Progress("trips", readBefore);
    progress.init(context);
    Branches branches = new Branches();
    branches.add(Outcome.Defined.class, "definitions");
    Definitions definitions = new Definitions("trips", List.of(views), readBefore, branches);
    definitions.init(context);
    context.resetForwards();
    definitions.tell(context, 0);
    if (upTo > 0) {
      progress.mayRepeat(upTo - 1);
    }
    definitions.tell(context, 0);
    return context.forwarded().stream()
        .map(
            forward ->
                RunningDefinition.parse(
                        (byte[]) forward.record().key(),
                        ((Outcome) forward.record().value()).bytes())
                    .orElseThrow())
        .collect(Collectors.toMap(RunningDefinition::target, told -> told));
  }

  /** The store of progress is written so far ahead. */
  private static long ahead(long offset) {
    return offset - 1 + Progress.AHEAD;
  }

  @Test
  void shouldMakeAllRowsByTheFirstDefinition() {
    RunningDefinition first = run(100, view("made", WIDE)).get("made");

    assertThat(first.since()).isZero();
    assertThat(first.isNew()).isFalse();
    assertThat(run(200, view("made", WIDE)).get("made")).as("told at each start").isEqualTo(first);
  }

  @Test
  void shouldTellSinceWhereAnotherDefinitionHolds() {
    run(100, view("made", WIDE));

    RunningDefinition changed = run(200, view("made", NARROW)).get("made");
    assertThat(changed.since()).isEqualTo(ahead(100));
    assertThat(changed.isNew()).isFalse();
    assertThat(changed.text()).contains("rule device > 9");
    assertThat(run(5_000, view("made", NARROW)).get("made").since()).isEqualTo(ahead(100));

    assertThat(run(9_000, view("made", WIDE)).get("made").since())
        .as("there and back")
        .isEqualTo(ahead(5_000));
  }

  @Test
  void shouldTellAViewThatIsNewOverASourceThatWasRead() {
    run(100, view("made", WIDE));

    Map<String, RunningDefinition> told = run(200, view("made", WIDE), view("later", WIDE));

    assertThat(told.get("made").since()).isZero();
    assertThat(told.get("later").since()).isEqualTo(ahead(100));
    assertThat(told.get("later").isNew()).isTrue();
    assertThat(run(300, view("later", NARROW)).get("later").isNew())
        .as("still, as nobody knows here whether it was filled")
        .isTrue();
  }

  @Test
  void shouldTakeAViewWithResultsForUnchangedIfNobodyHasKeptItsDefinition() {
    run(100);
    hasResults = true;

    RunningDefinition told = run(200, view("made", WIDE)).get("made");

    assertThat(told.since()).isZero();
    assertThat(told.isNew()).isFalse();
  }

  @Test
  void shouldTellAViewWithoutResultsAsNewIfNobodyHasKeptItsDefinition() {
    mayBeRead = 50;

    RunningDefinition told = run(0, view("made", WIDE)).get("made");

    assertThat(told.since()).isEqualTo(50);
    assertThat(told.isNew()).isTrue();
  }

  @Test
  void shouldMakeAllRowsByTheFirstDefinitionThoughAnotherTaskWasQuicker() {
    mayBeRead = 50;
    willReadAll = true;

    RunningDefinition told = run(0, view("made", WIDE)).get("made");

    assertThat(told.since()).isZero();
    assertThat(told.isNew()).isFalse();
  }

  @Test
  void shouldTellAViewAsNewBesideKnownOnesThoughItsTopicHasRecords() {
    run(100, view("made", WIDE));
    hasResults = true;

    Map<String, RunningDefinition> told = run(200, view("made", WIDE), view("later", WIDE));

    assertThat(told.get("made").isNew()).isFalse();
    assertThat(told.get("later").since()).isEqualTo(ahead(100));
    assertThat(told.get("later").isNew()).as("another task was quicker, or a crash").isTrue();
  }

  @Test
  void shouldTellAViewAsNewBesideOnesThatWereTakenOut() {
    run(100, view("made", WIDE));
    run(200);
    hasResults = true;

    assertThat(run(5_000, view("later", WIDE)).get("later").isNew()).isTrue();
  }

  @Test
  void shouldTellThatAViewHasMissedRowsWhileItWasTakenOut() {
    run(100, view("made", WIDE), view("other", WIDE));
    hasResults = true;
    run(5_000, view("other", WIDE));

    RunningDefinition back = run(6_000, view("made", WIDE), view("other", WIDE)).get("made");

    assertThat(back.since()).isEqualTo(ahead(5_000));
    assertThat(back.isNew()).isFalse();
  }
}
