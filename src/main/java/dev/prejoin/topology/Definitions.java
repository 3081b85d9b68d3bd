package dev.prejoin.topology;

import dev.prejoin.plan.Definition;
import dev.prejoin.plan.View;
import dev.prejoin.schema.RunningDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells in {@link dev.prejoin.schema.TopicNames#DEFINITIONS} by which definitions the rows of a
 * source's partition are made, and since where, before the first record is read. It is in the store
 * of {@link Progress}, and committed together with the first results; so whoever reads it as
 * committed knows that all results behind are of these definitions.
 */
final class Definitions {
  private static final Duration AT_LATEST = Duration.ofMillis(250);

  /** No dimension has a space in its name. */
  private static final String RUNNING = "definition ";

  private static final String SINCE = "defined since ";
  private static final String NEW = "defined as new ";

  /** In place of the fingerprint of a view that was taken out of the pipeline. */
  private static final long AWAY = 0;

  private final String source;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final ReadBefore readBefore;
  private final Branches branches;
  private final Map<String, Long> stores = new LinkedHashMap<>();
  private final List<RunningDefinition> untold = new ArrayList<>();
  private @Nullable KeyValueStore<String, Long> store;
  private @Nullable Cancellable atLatest;

  /**
   * Nothing is told yet.
   *
   * @param views whose rows come from the source in this application
   * @param readBefore for a source of which the store knows nothing
   * @param branches of the step that tells
   */
  Definitions(String source, List<View> views, ReadBefore readBefore, Branches branches) {
    this.source = source;
    this.branches = branches;
    this.readBefore = readBefore;
    views.forEach(view -> definitions.put(view.target().name(), Definition.of(view)));
  }

  /** Finds out what is to be told. */
  void init(ProcessorContext<byte[], Outcome> context) {
    KeyValueStore<String, Long> opened = context.getStateStore(Progress.store(source));
    store = opened;
    stores.clear();
    untold.clear();
    int partition = context.taskId().partition();
    long read = Progress.readUpTo(opened, readBefore, source, partition);
    // A store that knows of other views would know of this one, had its rows been made.
    Map<String, Long> known = known(opened);
    boolean anew = known.isEmpty() && read > 0 && readBefore.willReadAll(source, partition);
    definitions.forEach(
        (target, definition) -> {
          long fingerprint = definition.fingerprint();
          Long before = known.get(target);
          if (before == null || before != fingerprint) {
            boolean assumed =
                before == null
                    && (read == 0
                        || (known.isEmpty() && (anew || readBefore.hasResults(target, partition))));
            stores.put(RUNNING + target, fingerprint);
            stores.put(SINCE + target, assumed ? 0 : read);
            stores.put(
                NEW + target, before == null ? (assumed ? 0 : 1) : stored(opened, NEW + target));
          }
          untold.add(
              new RunningDefinition(
                  context.applicationId(),
                  target,
                  partition,
                  fingerprint,
                  stored(opened, SINCE + target),
                  stored(opened, NEW + target) == 1,
                  definition.text()));
        });
    // Should they come back, they have missed what came meanwhile.
    known.forEach(
        (target, fingerprint) -> {
          if (!definitions.containsKey(target) && fingerprint != AWAY) {
            stores.put(RUNNING + target, AWAY);
          }
        });
    atLatest =
        context.schedule(
            AT_LATEST, PunctuationType.WALL_CLOCK_TIME, timestamp -> tell(context, timestamp));
  }

  private long stored(KeyValueStore<String, Long> opened, String key) {
    Long now = stores.get(key);
    Long found = now == null ? opened.get(key) : now;
    return found == null ? 0 : found;
  }

  /** By target, of all views that were ever told; empty in a store of a version that told none. */
  private static Map<String, Long> known(KeyValueStore<String, Long> opened) {
    Map<String, Long> fingerprints = new LinkedHashMap<>();
    try (KeyValueIterator<String, Long> all = opened.all()) {
      while (all.hasNext()) {
        KeyValue<String, Long> next = all.next();
        if (next.key.startsWith(RUNNING)) {
          fingerprints.put(next.key.substring(RUNNING.length()), next.value);
        }
      }
    }
    return fingerprints;
  }

  /** Once, before anything is made by them. */
  void tell(ProcessorContext<byte[], Outcome> context, long timestamp) {
    if (untold.isEmpty()) {
      return;
    }
    if (store != null) {
      stores.forEach(store::put);
    }
    for (RunningDefinition definition : untold) {
      branches.forward(
          context,
          new Record<>(
              definition.key(),
              new Outcome.Defined(definition.value()),
              timestamp,
              new RecordHeaders()));
    }
    untold.clear();
    if (atLatest != null) {
      atLatest.cancel();
    }
  }
}
