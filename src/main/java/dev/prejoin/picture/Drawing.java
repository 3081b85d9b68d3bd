package dev.prejoin.picture;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A topology as a page draws it, with room in each node for what is going on there. Lengths are in
 * pixels, from the upper left corner.
 */
public record Drawing(double width, double height, List<Node> nodes, List<Edge> edges) {
  /** A figure more than what a node says of itself. */
  private static final int MORE_LINES = 1;

  private static final double LEAST_WIDTH = 150;

  public Drawing {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * Something of the topology.
   *
   * @param id its kind's word and its name, such as {@code topic l1_power_raw}
   * @param kind source, topic, dimension, view, rejects, table or aggregate
   * @param what the kind in words, with an article
   * @param lines what there is to say of it, below its name
   */
  public record Node(
      String id,
      String kind,
      String what,
      String name,
      List<String> lines,
      double x,
      double y,
      double width,
      double height) {}

  /**
   * The way of rows between two nodes.
   *
   * @param kind rows, lookup or rejects
   * @param points its corners, its ends among them
   */
  public record Edge(String from, String to, String kind, List<Point> points) {}

  /** A corner of an edge. */
  public record Point(double x, double y) {}

  static Drawing of(Diagram diagram) {
    Layout layout = Layout.of(diagram, MORE_LINES, LEAST_WIDTH);
    return new Drawing(
        layout.width(),
        layout.height(),
        diagram.boxes().stream().map(box -> node(box, layout)).toList(),
        layout.ways().stream().map(Drawing::edge).toList());
  }

  private static Node node(Box box, Layout layout) {
    Layout.Place place = Objects.requireNonNull(layout.boxes().get(box.id()));
    return new Node(
        box.id(),
        word(box.kind()),
        box.kind().words(),
        box.title(),
        box.lines(),
        place.x(),
        place.y(),
        place.width(),
        place.height());
  }

  private static Edge edge(Layout.Way way) {
    return new Edge(way.arrow().from(), way.arrow().to(), word(way.arrow().kind()), way.points());
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
