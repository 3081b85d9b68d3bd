package dev.prejoin.topology;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Rule;
import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewCode;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.topology.Outcome.Change;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One view over one record: its rules as early as their inputs allow, its lookups, its projection.
 * A row that the view does not let through ends whatever version of it went through before; only a
 * row that is new needs no such end.
 */
final class ViewProcessor extends ContextualProcessor<byte[], Change, byte[], Outcome> {
  private final View view;
  private final ViewCode code;
  private final List<Rule> rules;
  private final List<Boolean> inner;
  private final LazyCodec codec;
  private final List<LookupStore> lookups;
  private final @Nullable Keyed keyed;

  /** Of the record at hand: one task's records come one after the other. */
  private final Object[][] rows;

  /**
   * A processor of a view; it serves one task.
   *
   * @param codec writes the view's rows
   * @param lookups one for each lookup of the view, in their order; those of one dimension are one
   * @param keyed keys the rows of a view that makes a dimension; null for others
   */
  ViewProcessor(View view, LazyCodec codec, List<LookupStore> lookups, @Nullable Keyed keyed) {
    this.view = view;
    this.code = view.code();
    this.codec = codec;
    this.lookups = lookups;
    this.keyed = keyed;
    this.rules = view.rules();
    this.inner = view.lookups().stream().map(Lookup::inner).toList();
    this.rows = new Object[1 + lookups.size()][];
  }

  @Override
  public void init(ProcessorContext<byte[], Outcome> context) {
    super.init(context);
    lookups.forEach(lookup -> lookup.init(context));
    if (keyed != null) {
      keyed.init(context);
    }
  }

  @Override
  public void process(Record<byte[], Change> record) {
    Object[] row = record.value().row();
    if (row == null) {
      forward(record, record.value());
      return;
    }
    try {
      process(record, row);
    } catch (BadRowException e) {
      context()
          .forward(
              Records.deadLetter(record, record.value().bytes(), Records.metadata(context()), e));
      end(record);
    }
  }

  private void process(Record<byte[], Change> record, Object[] row) {
    Change change = record.value();
    rows[0] = row;
    if (rejected(record, 0)) {
      return;
    }
    int matched = 0;
    List<Long> seen = lookups.isEmpty() ? List.of() : new ArrayList<>(lookups.size());
    for (int i = 0; i < lookups.size(); i++) {
      LookupStore lookup = lookups.get(i);
      long position = lookup.position();
      seen.add(position);
      Object[] key = code.lookupKey(i, rows);
      Object[] found = key == null ? null : lookup.find(key, position);
      rows[i + 1] = found;
      if (found != null) {
        matched |= 1 << i;
      } else if (inner.get(i)) {
        end(record);
        return;
      }
      if (rejected(record, i + 1)) {
        return;
      }
    }
    Object[] output = code.project(rows);
    Origin origin = change.origin().withLookups(matched, seen);
    forward(record, new Change(output, codec.get().encode(output), origin, change.partition()));
  }

  private boolean rejected(Record<byte[], Change> record, int stage) {
    int failed = code.failedRule(stage, rows);
    if (failed < 0) {
      return false;
    }
    if (view.keepRejects()) {
      Rule rule = rules.get(failed);
      context()
          .forward(
              Records.reject(
                  record,
                  view.name(),
                  rule.name(),
                  rule.reason(rows),
                  Records.metadata(context())));
    }
    end(record);
    return true;
  }

  /** Ends an earlier version of the row, where there may be one. */
  private void end(Record<byte[], Change> record) {
    if (!record.value().origin().isNew()) {
      forward(record, record.value().withoutRow());
    }
  }

  private void forward(Record<byte[], Change> record, Change change) {
    if (keyed == null) {
      context().forward(Records.change(record, change));
    } else {
      keyed.forward(record, change);
    }
  }
}
