package dev.prejoin.app.peer;

import dev.prejoin.console.Drift;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.sink.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What the peer is given at once: the changes of dimensions, by key, and facts to insert. The last
 * row of a key of a dimension counts. Of facts every version is a row, as a topic of changes has
 * it; a deleted one has no row to insert.
 */
final class PeerBatch {
  private final Set<String> needed;
  private final Map<String, Map<List<Object>, Optional<Object[]>>> dimensions =
      new LinkedHashMap<>();
  private final List<Object[]> facts = new ArrayList<>();
  private long updates;
  private long deletes;
  private long unfit;

  /**
   * An empty one.
   *
   * @param needed the columns of facts that may not be NULL
   */
  PeerBatch(Set<String> needed) {
    this.needed = Set.copyOf(needed);
  }

  void dimension(
      Relation relation, RowCodec keys, RowCodec values, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    try {
      List<Object> key = Standing.keyOf(keys.decode(record.key()));
      Optional<Object[]> row =
          record.value() == null ? Optional.empty() : Optional.of(values.decode(record.value()));
      dimensions.computeIfAbsent(relation.name(), name -> new LinkedHashMap<>()).put(key, row);
    } catch (BadRowException e) {
      // prejoin puts it aside, too.
      unfit++;
    }
  }

  void fact(Relation relation, RowCodec values, ConsumerRecord<byte[], byte[]> record) {
    try {
      Header header = record.headers().lastHeader(Origin.HEADER);
      Origin origin = Origin.parse(header == null ? null : header.value());
      if (origin.offset() >= 0 || origin.isMarker()) {
        // prejoin's own: a change that it sends through its views again, and the end of a table's
        // rows, which no row tells of.
        return;
      }
      if (record.value() == null) {
        deletes++;
        return;
      }
      Object[] row = values.decode(record.value());
      if (lacks(relation, row)) {
        unfit++;
        return;
      }
      facts.add(row);
      updates += origin.op() == 'u' ? 1 : 0;
    } catch (BadRowException e) {
      unfit++;
    }
  }

  private boolean lacks(Relation relation, Object[] row) {
    for (String column : needed) {
      if (row[relation.indexOf(column)] == null) {
        return true;
      }
    }
    return false;
  }

  List<Object[]> facts() {
    return facts;
  }

  Map<String, Map<List<Object>, Optional<Object[]>>> dimensions() {
    return dimensions;
  }

  Drift.Fed after(Drift.Fed before) {
    return new Drift.Fed(
        before.inserts() + facts.size() - updates,
        before.updates() + updates,
        before.deletes() + deletes,
        before.unfit() + unfit,
        before.metadata() + dimensions.values().stream().mapToLong(Map::size).sum());
  }
}
