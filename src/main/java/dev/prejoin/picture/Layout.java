package dev.prejoin.picture;

import dev.prejoin.picture.Drawing.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where boxes and arrows stand, in pixels from the upper left corner.
 *
 * @param boxes by id
 */
record Layout(double width, double height, Map<String, Place> boxes, List<Way> ways) {
  private static final double CHARACTER = 7.3;
  private static final double SMALL_CHARACTER = 6.3;
  private static final double LINE = 16;
  private static final double HEAD = 22;
  private static final double MARGIN = 14;
  private static final double PADDING = 20;
  private static final int MAIN_WAY = 10;

  /** A rectangle. */
  record Place(double x, double y, double width, double height) {}

  /** An arrow's corners, its ends among them. */
  record Way(Arrow arrow, List<Point> points) {}

  static Layout of(Diagram diagram) {
    return of(diagram, 0, 0);
  }

  /**
   * The same with more room in each box.
   *
   * @param moreLines below those that it has
   */
  static Layout of(Diagram diagram, int moreLines, double leastWidth) {
    ElkNode graph = ElkGraphUtil.createGraph();
    graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(CoreOptions.PADDING, new ElkPadding(PADDING));
    graph.setProperty(CoreOptions.SPACING_NODE_NODE, 26.0);
    graph.setProperty(CoreOptions.SPACING_EDGE_NODE, 18.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
    graph.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    Map<String, ElkNode> nodes = new HashMap<>();
    for (Box box : diagram.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(graph);
      node.setDimensions(
          Math.max(leastWidth, width(box)),
          HEAD + LINE * (box.lines().size() + moreLines) + MARGIN);
      nodes.put(box.id(), node);
    }
    Map<Arrow, ElkEdge> edges = new HashMap<>();
    for (Arrow arrow : diagram.arrows()) {
      ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(arrow.from()), nodes.get(arrow.to()));
      if (arrow.isMainWay()) {
        edge.setProperty(LayeredOptions.PRIORITY_STRAIGHTNESS, MAIN_WAY);
      }
      edges.put(arrow, edge);
    }
    new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
    Map<String, Place> places = new HashMap<>();
    nodes.forEach(
        (id, n) -> places.put(id, new Place(n.getX(), n.getY(), n.getWidth(), n.getHeight())));
    List<Way> ways = new ArrayList<>();
    edges.forEach((arrow, edge) -> ways.add(new Way(arrow, points(edge))));
    return new Layout(graph.getWidth(), graph.getHeight(), places, ways);
  }

  private static double width(Box box) {
    double lines = box.lines().stream().mapToInt(String::length).max().orElse(0) * SMALL_CHARACTER;
    return Math.ceil(Math.max(box.title().length() * CHARACTER, lines) + 2 * MARGIN);
  }

  private static List<Point> points(ElkEdge edge) {
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(new Point(section.getStartX(), section.getStartY()));
      section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
      points.add(new Point(section.getEndX(), section.getEndY()));
    }
    return points;
  }
}
