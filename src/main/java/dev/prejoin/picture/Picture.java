package dev.prejoin.picture;

import dev.prejoin.picture.Drawing.Point;
import dev.prejoin.picture.Layout.Place;
import dev.prejoin.picture.Layout.Way;
import dev.prejoin.plan.Plan;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The topology of a plan as an SVG image of its own: sources, topics, views with their rules and
 * lookups, rejects, and what lands in ClickHouse. Light or dark as its reader is.
 */
public final class Picture {
  private static final double CORNER = 8;
  private static final String STYLE =
      """
      .ground{fill:#fff;stroke:#e1e5ea}
      text{font:600 12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#131820}
      .line{font-weight:400;font-size:10.5px;fill:#586273}
      .box rect{fill:#f4f6f8;stroke:#b6bfca}
      .source rect{stroke:#7a8699;stroke-dasharray:4 3}
      .view rect{fill:#e3f3f1;stroke:#0b7a75}
      .dimension rect{fill:#eef0fb;stroke:#5560b8}
      .rejects rect{fill:#fdeeec;stroke:#c02f25}
      .table rect{fill:#fff6e0;stroke:#b98b1e}
      .aggregate rect{fill:#fff6e0;stroke:#b98b1e;stroke-width:2}
      .way{fill:none;stroke:#7a8699;stroke-width:1.4}
      .way.lookup{stroke:#5560b8;stroke-dasharray:5 4}
      .way.rejects{stroke:#c02f25}
      .tip{fill:#7a8699}.tip.lookup{fill:#5560b8}.tip.rejects{fill:#c02f25}
      @media (prefers-color-scheme:dark){
      .ground{fill:#151a21;stroke:#262d37}
      text{fill:#e7ebf0}.line{fill:#9aa5b4}
      .box rect{fill:#1d242d;stroke:#4a5564}
      .source rect{stroke:#77849a}
      .view rect{fill:#12302e;stroke:#3ebfb2}
      .dimension rect{fill:#20244a;stroke:#8b95ea}
      .rejects rect{fill:#371b19;stroke:#f37d71}
      .table rect,.aggregate rect{fill:#30260f;stroke:#d9a93e}
      .way{stroke:#77849a}.way.lookup{stroke:#8b95ea}.way.rejects{stroke:#f37d71}
      .tip{fill:#77849a}.tip.lookup{fill:#8b95ea}.tip.rejects{fill:#f37d71}
      }
      """;

  private final Layout layout;
  private final StringBuilder svg = new StringBuilder();

  private Picture(Layout layout) {
    this.layout = layout;
  }

  /**
   * An aggregate of a table that rows land in, or of another aggregate.
   *
   * @param table what it is made of
   */
  public record Aggregate(String name, String table) {}

  /**
   * Draws a plan.
   *
   * @param landed the sources of facts that land as they are captured, too
   */
  public static String svg(Plan plan, Set<String> landed, List<Aggregate> aggregates) {
    Diagram diagram = Diagram.of(plan, landed, aggregates);
    return new Picture(Layout.of(diagram)).draw(plan.pipeline(), diagram);
  }

  /**
   * The same for a page that draws it itself.
   *
   * @param landed the sources of facts that land as they are captured, too
   */
  public static Drawing drawing(Plan plan, Set<String> landed, List<Aggregate> aggregates) {
    return Drawing.of(Diagram.of(plan, landed, aggregates));
  }

  private String draw(String pipeline, Diagram diagram) {
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
                .formatted(
                    number(layout.width()),
                    number(layout.height()),
                    number(layout.width()),
                    number(layout.height()))
            + " role=\"img\" aria-labelledby=\"picture-title\">");
    line(
        "<title id=\"picture-title\">The topology of the pipeline "
            + escaped(pipeline)
            + "</title>");
    line("<style>\n" + STYLE + "</style>");
    line(
        "<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"%s\" height=\"%s\" rx=\"10\"/>"
            .formatted(number(layout.width() - 1), number(layout.height() - 1)));
    layout.ways().stream()
        .sorted(Comparator.comparingInt(way -> diagram.arrows().indexOf(way.arrow())))
        .forEach(this::way);
    diagram.boxes().forEach(this::box);
    line("</svg>");
    return svg.toString();
  }

  private void box(Box box) {
    Place place = Objects.requireNonNull(layout.boxes().get(box.id()));
    line("<g class=\"box %s\">".formatted(name(box.kind())));
    line("<title>%s, %s</title>".formatted(escaped(box.title()), box.kind().words()));
    line(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>"
            .formatted(
                number(place.x()),
                number(place.y()),
                number(place.width()),
                number(place.height()),
                box.kind() == Box.Kind.VIEW ? "12" : "5"));
    text(place, 20, "title", box.title());
    for (int i = 0; i < box.lines().size(); i++) {
      text(place, 37 + 16 * i, "line", box.lines().get(i));
    }
    line("</g>");
  }

  private void text(Place place, int down, String style, String text) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(style, number(place.x() + 14), number(place.y() + down), escaped(text)));
  }

  private void way(Way way) {
    List<Point> points = way.points();
    if (points.size() < 2) {
      return;
    }
    Point end = points.get(points.size() - 1);
    StringBuilder path = new StringBuilder("M" + at(points.get(0)));
    for (int i = 1; i < points.size() - 1; i++) {
      Point corner = points.get(i);
      path.append(" L").append(at(towards(corner, points.get(i - 1))));
      path.append(" Q").append(at(corner)).append(' ');
      path.append(at(towards(corner, points.get(i + 1))));
    }
    path.append(" L").append(number(end.x())).append(' ').append(number(end.y() - 6));
    String style = name(way.arrow().kind());
    line("<path class=\"way %s\" d=\"%s\"/>".formatted(style, path));
    // Boxes lie in layers from top to bottom, so every arrow comes from above.
    line("<path class=\"tip %s\" d=\"M%s l-4 -8 h8 z\"/>".formatted(style, at(end)));
  }

  /** A little away from a corner, so that a curve can be drawn around it. */
  private static Point towards(Point corner, Point next) {
    double dx = next.x() - corner.x();
    double dy = next.y() - corner.y();
    double length = Math.hypot(dx, dy);
    double part = length == 0 ? 0 : Math.min(CORNER, length / 2) / length;
    return new Point(corner.x() + dx * part, corner.y() + dy * part);
  }

  private static String at(Point point) {
    return number(point.x()) + " " + number(point.y());
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void line(String words) {
    svg.append(words).append('\n');
  }
}
