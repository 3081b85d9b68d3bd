package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.ViewSql;
import dev.prejoin.plan.ViewSql.Page;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.SourceRow;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of sources that look up changed keys, as records. */
final class InputRows {
  private static final Logger LOG = LoggerFactory.getLogger(InputRows.class);

  /** So many keys are known at a time. */
  private static final int PAGE = 50_000;

  private record Codecs(RowCodec keys, RowCodec values) {}

  private final Changes changes;
  private final RowCodecs codecs;
  private final Map<String, Codecs> bySource = new HashMap<>();

  InputRows(Changes changes, RowCodecs codecs) {
    this.changes = changes;
    this.codecs = codecs;
  }

  /**
   * The keys of rows that look up the keys which have changed between two offsets, in their order.
   *
   * @param after the last key that is known; empty at first
   */
  List<List<Object>> keys(
      Inputs inputs, Relation dimension, long from, long to, Optional<List<Object>> after) {
    Relation source = inputs.source().relation();
    Page page =
        new Page(Changes.keyType(source), after.map(key -> Changes.literal(source, key)), PAGE);
    try {
      return changes.keysOf(
          source, ViewSql.inputsForKeys(inputs.uses(), Changes.keys(dimension, from, to), page));
    } catch (WarehouseException e) {
      if (!Changes.isOfAValue(e)) {
        throw e;
      }
      // Such a row is a dead letter in the topology, and all others must be found nevertheless.
      LOG.warn(
          "a change of {} is sought in all rows of {}, as the lookup fails for one of them: {}",
          dimension.name(),
          source.name(),
          e.getMessage());
      return changes.keysOf(source, ViewSql.allInputs(inputs.uses(), page));
    }
  }

  /** Whether that was the last page. */
  static boolean isLast(List<List<Object>> page) {
    return page.size() < PAGE;
  }

  /**
   * The rows of these keys, as they came.
   *
   * @param views for the sake of which views they are sent again; empty if it is for a dimension's
   */
  List<Restated> rows(Source source, List<List<Object>> keys, String views) {
    Codecs of = codecs(source.relation());
    return changes.rows(source.relation(), keys).stream()
        .map(row -> record(source, row, of, views))
        .toList();
  }

  private static Restated record(Source source, SourceRow row, Codecs codecs, String views) {
    return new Restated(
        new TopicPartition(source.relation().name(), row.partition()),
        codecs.keys.encode(key(row.key())),
        codecs.values.encode(row.values()),
        row.incarnation(),
        row.place(),
        source.ignoresDeletes(),
        views);
  }

  /** A key as its topic has it. */
  byte[] encoded(Relation source, List<Object> key) {
    return codecs(source).keys.encode(key(key));
  }

  /**
   * What {@link #encoded} gave.
   *
   * @throws BadRowException if it did not
   */
  List<Object> decoded(Relation source, byte[] key) {
    return Standing.keyOf(codecs(source).keys.decode(key));
  }

  private static Object[] key(List<Object> key) {
    Object[] values = key.toArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof ByteBuffer bytes) {
        byte[] plain = new byte[bytes.remaining()];
        bytes.duplicate().get(plain);
        values[i] = plain;
      }
    }
    return values;
  }

  /** What equals another key of the source, whoever has written the two. */
  Object key(Relation source, byte[] bytes) {
    try {
      return Standing.keyOf(codecs(source).keys.decode(bytes));
    } catch (BadRowException e) {
      return ByteBuffer.wrap(bytes);
    }
  }

  private Codecs codecs(Relation source) {
    return bySource.computeIfAbsent(
        source.name(), name -> new Codecs(codecs.keys(source), codecs.values(source)));
  }
}
