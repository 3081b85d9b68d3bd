package dev.prejoin.app.quality;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.console.quality.Waiting;
import dev.prejoin.console.quality.Waiting.Changed;
import dev.prejoin.console.quality.Waiting.Fill;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.plan.layout.LookupKeys;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Fillings;
import dev.prejoin.sink.clickhouse.Unmatched;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads what of a pipeline is not done yet, or has no row of a dimension. */
final class WaitingReader {
  private static final int MOST_KEYS = 20;

  private final StatusSettings settings;
  private final Unmatched unmatched;
  private final Changes changes;
  private final Fillings fillings;

  WaitingReader(StatusSettings settings, ClickHouse clickHouse, Map<String, String> limits) {
    this.settings = settings;
    this.unmatched = new Unmatched(clickHouse, limits);
    this.changes = new Changes(clickHouse);
    this.fillings = new Fillings(clickHouse);
  }

  /** Reads once; throws a {@link WarehouseException} if ClickHouse does not answer. */
  Waiting read() {
    List<Waiting.Unmatched> without = new ArrayList<>();
    for (Plan plan : settings.plans()) {
      for (View view : plan.views()) {
        without.addAll(unmatched(plan, view));
      }
    }
    List<Changed> changed = new ArrayList<>();
    String away = changed(changed);
    return new Waiting(without, changed, fills(), away);
  }

  /** Rows without a match of an INNER JOIN have not landed. */
  private List<Waiting.Unmatched> unmatched(Plan plan, View view) {
    List<Waiting.Unmatched> found = new ArrayList<>();
    for (int i = 0; i < view.lookups().size(); i++) {
      Lookup lookup = view.lookups().get(i);
      if (!lookup.inner() && settings.landed().contains(view.target().name())) {
        List<String> columns = LookupKeys.kept(plan, view, view, lookup).orElse(List.of());
        found.add(unmatched(view, i, lookup.table().name(), columns));
      }
    }
    return found;
  }

  private Waiting.Unmatched unmatched(
      View view, int lookup, String dimension, List<String> columns) {
    String table = view.target().name();
    try {
      Unmatched.Found found = unmatched.of(table, lookup, columns, MOST_KEYS);
      List<Waiting.Key> most =
          found.most().stream().map(key -> new Waiting.Key(key.values(), key.rows())).toList();
      return new Waiting.Unmatched(
          view.name(), table, dimension, columns, found.rows(), found.keys(), most, null);
    } catch (WarehouseException e) {
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        throw e;
      }
      return new Waiting.Unmatched(
          view.name(), table, dimension, columns, -1, -1, List.of(), e.getMessage());
    }
  }

  /** Before the group has said how far it is, nobody knows what waits. */
  private @Nullable String changed(List<Changed> changed) {
    try (KafkaStanding kafka = new KafkaStanding(settings.kafka())) {
      Map<TopicPartition, Long> committed = kafka.committed(settings.restateGroup());
      for (Relation dimension : settings.restated()) {
        Long from = committed.get(new TopicPartition(dimension.name(), 0));
        long keys = from == null ? 0 : changes.count(dimension, from);
        if (from != null && keys > 0) {
          changed.add(
              new Changed(dimension.name(), keys, changes.some(dimension, from, MOST_KEYS)));
        }
      }
      return null;
    } catch (KafkaException e) {
      return "Kafka does not answer: rows of dimensions that have changed are not counted";
    }
  }

  private List<Fill> fills() {
    Set<String> targets = new HashSet<>();
    settings.plans().forEach(plan -> plan.views().forEach(v -> targets.add(v.target().name())));
    return fillings.all().stream()
        .filter(fill -> !fill.done() && targets.contains(fill.table()))
        .map(
            fill ->
                new Fill(
                    fill.aggregate(), fill.table(), fill.counted(), fill.rows(), fill.paused()))
        .toList();
  }
}
