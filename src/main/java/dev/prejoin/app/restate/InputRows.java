package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.ViewSql;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.SourceRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has landed in ClickHouse, its rows as records. */
final class InputRows implements History {
  private static final Logger LOG = LoggerFactory.getLogger(InputRows.class);

  /** So many keys are known at a time. */
  private static final int PAGE = 50_000;

  record Codecs(RowCodec keys, RowCodec values) {}

  private final Changes changes;
  private final RowCodecs codecs;
  private final RecordLimit limit;
  private final Map<String, Codecs> bySource = new HashMap<>();

  InputRows(Changes changes, RowCodecs codecs, RecordLimit limit) {
    this.changes = changes;
    this.codecs = codecs;
    this.limit = limit;
  }

  @Override
  public OptionalLong lastChange(Relation dimension, long from, long to, int most) {
    return changes.last(dimension, from, to, most);
  }

  @Override
  public long changedKeys(Relation dimension, long from) {
    return changes.count(dimension, from);
  }

  @Override
  public Page keys(
      Inputs inputs, Relation dimension, long from, long to, Optional<List<Object>> after) {
    List<List<Object>> keys = found(inputs, dimension, from, to, after);
    return new Page(keys, keys.size() < PAGE);
  }

  private List<List<Object>> found(
      Inputs inputs, Relation dimension, long from, long to, Optional<List<Object>> after) {
    Relation source = inputs.source().relation();
    ViewSql.Page page =
        new ViewSql.Page(
            Changes.keyType(source), after.map(key -> Changes.literal(source, key)), PAGE);
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

  @Override
  public List<Restated> rows(Source source, List<List<Object>> keys) {
    return rows(source, keys, "");
  }

  /**
   * The rows of these keys, as they came, of those that are there.
   *
   * @param views for the sake of which views they are sent again; empty if it is for a dimension's
   */
  List<Restated> rows(Source source, List<List<Object>> keys, String views) {
    Codecs of = codecs(source.relation());
    return records(source, changes.rows(source.relation(), keys), of, limit, views);
  }

  /** A row that cannot be sent keeps what it has: all others must come through nevertheless. */
  static List<Restated> records(
      Source source, List<SourceRow> rows, Codecs codecs, RecordLimit limit, String views) {
    List<Restated> records = new ArrayList<>();
    for (SourceRow row : rows) {
      try {
        records.add(record(source, row, codecs, limit, views));
      } catch (BadRowException e) {
        LOG.warn(
            "row {} of {} cannot go through the views again, and what came of it stays: {}",
            row.key(),
            source.relation().name(),
            e.getMessage());
      }
    }
    return records;
  }

  private static Restated record(
      Source source, SourceRow row, Codecs codecs, RecordLimit limit, String views) {
    byte[] key = codecs.keys.encode(key(row.key()));
    byte[] value = codecs.values.encode(row.values());
    limit.require(key, value);
    return new Restated(
        new TopicPartition(source.relation().name(), row.partition()),
        key,
        value,
        row.incarnation(),
        row.place(),
        source.ignoresDeletes(),
        views);
  }

  /**
   * A key as its topic has it.
   *
   * @throws BadRowException if the topic's schema does not hold it
   */
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
