package dev.prejoin.picture;

import dev.prejoin.picture.Arrow.Kind;
import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Rule;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.Step;
import dev.prejoin.plan.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The boxes and arrows of a plan. */
final class Diagram {
  private static final int LONGEST = 44;

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private Diagram() {}

  static Diagram of(Plan plan, Set<String> landed, List<Picture.Aggregate> aggregates) {
    Diagram diagram = new Diagram();
    for (Source source : plan.sources()) {
      diagram.source(source, landed);
    }
    plan.views().forEach(diagram::view);
    aggregates.forEach(diagram::aggregate);
    return diagram;
  }

  List<Box> boxes() {
    return List.copyOf(boxes.values());
  }

  List<Arrow> arrows() {
    return List.copyOf(arrows);
  }

  private void source(Source source, Set<String> landed) {
    String name = source.relation().name();
    boolean dimension = source.isDimension();
    add(new Box("source " + name, Box.Kind.SOURCE, source.table(), List.of("PostgreSQL")));
    add(topic(name, dimension));
    arrow("source " + name, topic(name), Kind.ROWS);
    if (dimension || landed.contains(name)) {
      lands(name);
    }
  }

  private void view(View view) {
    String target = view.target().name();
    List<String> lines = new ArrayList<>();
    for (Step step : view.steps()) {
      if (step instanceof Rule rule) {
        lines.add(shortened("rule " + rule.name()));
      } else if (step instanceof Lookup lookup) {
        lines.add(shortened("lookup " + lookup.table().name()));
        arrow(topic(lookup.table().name()), "view " + view.name(), Kind.LOOKUP);
      }
    }
    add(new Box("view " + view.name(), Box.Kind.VIEW, view.name(), lines));
    arrow(topic(view.from().name()), "view " + view.name(), Kind.ROWS);
    add(topic(target, view.dimension()));
    arrow("view " + view.name(), topic(target), Kind.ROWS);
    lands(target);
    if (view.keepRejects()) {
      add(new Box(topic(view.rejects()), Box.Kind.REJECTS, view.rejects(), List.of("Kafka")));
      arrow("view " + view.name(), topic(view.rejects()), Kind.REJECTS);
      add(
          new Box(
              "table prejoin_rejects", Box.Kind.TABLE, "prejoin_rejects", List.of("ClickHouse")));
      arrow(topic(view.rejects()), "table prejoin_rejects", Kind.REJECTS);
    }
  }

  private void aggregate(Picture.Aggregate aggregate) {
    String id = "table " + aggregate.name();
    add(new Box(id, Box.Kind.AGGREGATE, aggregate.name(), List.of("ClickHouse, aggregate")));
    arrow("table " + aggregate.table(), id, Kind.ROWS);
  }

  private void lands(String name) {
    add(new Box("table " + name, Box.Kind.TABLE, name, List.of("ClickHouse")));
    arrow(topic(name), "table " + name, Kind.ROWS);
  }

  private void add(Box box) {
    boxes.putIfAbsent(box.id(), box);
  }

  private void arrow(String from, String to, Kind kind) {
    Arrow arrow = new Arrow(from, to, kind);
    if (!arrows.contains(arrow)) {
      arrows.add(arrow);
    }
  }

  private static Box topic(String name, boolean dimension) {
    return new Box(
        topic(name),
        dimension ? Box.Kind.DIMENSION : Box.Kind.TOPIC,
        name,
        List.of(dimension ? "Kafka, compacted" : "Kafka"));
  }

  private static String topic(String name) {
    return "topic " + name;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
