package dev.prejoin.topology;

import dev.prejoin.plan.Rule;
import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewCode;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.topology.Outcome.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
  private final LazyCodec codec;
  private final List<LookupStore> lookups;
  private final @Nullable Keyed keyed;
  private final UsedPositions positions;
  private final Announcements announcements;
  private final boolean looksUp;
  private final Predicate<Set<String>> again;
  private final RecordLimit limit;
  private final Branches branches;

  /**
   * A processor of a view; it serves one task.
   *
   * @param codec writes the view's rows
   * @param lookups one for each lookup of the view, in their order; those of one dimension are one
   * @param looksUp whether this view or one before it in the task's chain has a lookup
   * @param again whether a row that is sent again for the sake of some views' targets, or of none,
   *     concerns this view
   * @param keyed keys the rows of a view that makes a dimension; null for others
   */
  ViewProcessor(
      View view,
      LazyCodec codec,
      List<LookupStore> lookups,
      boolean looksUp,
      Predicate<Set<String>> again,
      @Nullable Keyed keyed,
      UsedPositions positions,
      RecordLimit limit,
      Branches branches) {
    this.branches = branches;
    this.view = view;
    this.code = view.code();
    this.codec = codec;
    this.lookups = lookups;
    this.looksUp = looksUp;
    this.again = again;
    this.announcements = new Announcements(view.name(), lookups, positions, branches);
    this.keyed = keyed;
    this.positions = positions;
    this.limit = limit;
    this.rules = view.rules();
  }

  @Override
  public void init(ProcessorContext<byte[], Outcome> context) {
    super.init(context);
    positions.init(context);
    lookups.forEach(lookup -> lookup.init(context));
    if (keyed != null) {
      keyed.init(context);
    }
    if (view.restates()) {
      announcements.init(context);
    }
  }

  @Override
  public void process(Record<byte[], Change> record) {
    Change change = record.value();
    if (change.origin().isRestated() && !again.test(change.views())) {
      return;
    }
    if (mayEndDeadLetter(change)) {
      // Before the row, as the next view may put it aside again.
      branches.forward(
          context(), Records.cleared(record, change.origin(), Records.metadata(context())));
    }
    Passing passing = new Passing(record);
    Object[] row = change.row();
    try {
      if (row == null) {
        forward(record, change);
      } else {
        process(record, row, passing);
      }
    } catch (BadRowException e) {
      branches.forward(
          context(),
          Records.deadLetter(
              record, change.bytes(), change.origin(), Records.metadata(context()), e, limit));
      end(record);
    }
    if (mayEndReject(change) && view.keepRejects() && !passing.rejected) {
      branches.forward(
          context(), Records.notRejected(record, view.name(), Records.metadata(context())));
    }
  }

  /**
   * Whether the record may have been a dead letter here before. What is restated for its metadata
   * ends none: as with an update, they stay until they are replayed. By another definition of the
   * view it may come through for the first time.
   */
  private static boolean mayEndDeadLetter(Change change) {
    return change.replayed() && (!change.origin().isRestated() || !change.views().isEmpty());
  }

  /**
   * Whether the row may have been rejected here before. What is restated as a dimension has changed
   * makes a difference only where it is looked up, and behind that.
   */
  private boolean mayEndReject(Change change) {
    return mayEndDeadLetter(change) || (change.replayed() && looksUp);
  }

  private void process(Record<byte[], Change> record, Object[] row, Passing passing) {
    Change change = record.value();
    Object[] output = apply(row, passing);
    if (output == null) {
      end(record);
      return;
    }
    Origin origin = change.origin().withLookups(passing.matched, passing.seen);
    byte[] bytes = codec.get().encode(output);
    limit.require(record.key(), bytes);
    forward(
        record,
        new Change(output, bytes, origin, change.partition(), change.replayed(), change.views()));
  }

  /**
   * What the view makes of a row. Where that fails, it fails each time: such a row is put aside
   * like one that is no row, and the rest goes on.
   */
  private Object @Nullable [] apply(Object[] row, Passing passing) {
    try {
      return code.apply(row, passing);
    } catch (ArithmeticException
        | ClassCastException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw new BadRowException(view.name() + " cannot be computed: " + e);
    }
  }

  /** One record on its way through the view. */
  private final class Passing implements ViewCode.Host {
    private final Record<byte[], Change> record;
    private final List<Long> seen;
    private int matched;
    private boolean rejected;

    Passing(Record<byte[], Change> record) {
      this.record = record;
      this.seen = lookups.isEmpty() ? List.of() : new ArrayList<>(lookups.size());
    }

    @Override
    public @Nullable Object @Nullable [] find(int index, Object @Nullable [] key) {
      LookupStore lookup = lookups.get(index);
      long position = positions.next(lookup.dimension(), lookup::position);
      seen.add(position);
      Object[] found = key == null ? null : lookup.find(key, position);
      if (found != null) {
        matched |= 1 << index;
      }
      return found;
    }

    @Override
    public void reject(int index, @Nullable Object[] @Nullable [] rows) {
      rejected = true;
      if (view.keepRejects()) {
        Rule rule = rules.get(index);
        branches.forward(
            context(),
            Records.reject(
                record,
                view.name(),
                rule.name(),
                rule.reason(rows),
                Records.metadata(context()),
                limit));
      }
    }
  }

  /** Ends an earlier version of the row, where there may be one. */
  private void end(Record<byte[], Change> record) {
    if (!record.value().origin().isNew()) {
      forward(record, record.value().withoutRow());
    }
  }

  private void forward(Record<byte[], Change> record, Change change) {
    if (keyed == null) {
      branches.forward(context(), Records.change(record, change));
    } else {
      keyed.forward(record, change);
    }
  }
}
