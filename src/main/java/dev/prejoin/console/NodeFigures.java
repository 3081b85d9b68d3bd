package dev.prejoin.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.picture.Drawing;
import java.util.List;
import java.util.Optional;

/** What a page shows of single nodes of a pipeline's topology. Called from several threads. */
public interface NodeFigures {
  /** Where the nodes are; from memory, at once. */
  Drawing drawing();

  /**
   * What there is to know of one.
   *
   * @return empty if there is no such node
   * @throws FiguresAwayException when a server does not answer
   */
  Optional<NodeDetail> detail(String id);

  /**
   * The last records of the topic that a node is, or that its rows are in; decoded, the newest
   * first.
   *
   * @return empty if there is no such node, or none that has a topic
   * @throws FiguresAwayException when a server does not answer
   */
  Optional<List<JsonNode>> records(String id, int most);
}
