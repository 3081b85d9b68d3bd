package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Landing;
import dev.prejoin.sink.TableShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the simulated pipeline has: a table with aggregates, one without, a dimension, and rejects.
 * Of the buckets' columns, {@code day} is in the table's sorting key and {@code grp} is not, so
 * that a row can change its bucket with and without changing its place.
 */
final class Tables {
  static final Relation READINGS =
      new Relation(
          "readings",
          List.of(
              new Column("day", ColumnType.of(Kind.INT32)),
              new Column("grp", ColumnType.of(Kind.STRING)),
              new Column("reading", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  static final Relation METERS =
      new Relation(
          "meters",
          List.of(
              new Column("place", ColumnType.of(Kind.INT32)),
              new Column("reading", ColumnType.of(Kind.INT64))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  static final Relation DEVICES =
      new Relation(
          "devices",
          List.of(
              new Column("id", ColumnType.of(Kind.INT64)),
              new Column("name", ColumnType.of(Kind.STRING))),
          List.of(new Column("id", ColumnType.of(Kind.INT64))));
  static final String REJECTS = "readings.rejects";

  /** An aggregate that is made when its table has rows already. */
  static final String LATE = "late";

  /** Partitions of each topic. */
  static final Map<String, Integer> TOPICS = new LinkedHashMap<>();

  static {
    TOPICS.put(READINGS.name(), 2);
    TOPICS.put(METERS.name(), 1);
    TOPICS.put(DEVICES.name(), 1);
    TOPICS.put(REJECTS, 1);
  }

  private Tables() {}

  static List<Relation> relations() {
    return List.of(READINGS, METERS, DEVICES);
  }

  static Relation relation(String topic) {
    return relations().stream()
        .filter(relation -> relation.name().equals(topic))
        .findFirst()
        .orElse(READINGS);
  }

  static TableShape shape(Relation relation) {
    return switch (relation.name()) {
      case "readings" -> new TableShape(List.of("day", "_key"), Optional.empty(), true);
      case "meters" -> new TableShape(List.of("place", "_key"), Optional.empty(), false);
      default -> new TableShape(List.of("id"), Optional.empty(), false);
    };
  }

  /** The columns of the buckets of each aggregate, also of that which is not made at once. */
  static Map<String, List<String>> aggregates(Relation relation) {
    Map<String, List<String>> aggregates = new LinkedHashMap<>();
    if (relation.equals(READINGS)) {
      aggregates.put("by_day", List.of("day", "grp"));
      aggregates.put("by_group", List.of("grp"));
      aggregates.put(LATE, List.of("day"));
    }
    return aggregates;
  }

  static JsonRowCodec keys(Relation relation) {
    return new JsonRowCodec(relation.key());
  }

  static JsonRowCodec rows(Relation relation) {
    return new JsonRowCodec(relation.columns());
  }

  static List<Landing> landings() {
    return List.of(
        landing("readings", READINGS, Landing.Kind.FACT),
        landing("meters", METERS, Landing.Kind.FACT),
        landing("devices", DEVICES, Landing.Kind.DIMENSION),
        landing(REJECTS, READINGS, Landing.Kind.REJECTS));
  }

  private static Landing landing(String topic, Relation relation, Landing.Kind kind) {
    return new Landing(topic, relation, keys(relation), rows(relation), kind);
  }
}
