package dev.prejoin.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.picture.Drawing;
import java.util.List;
import java.util.Optional;

/** A topology without a node; tests say what differs. */
class StubNodes implements NodeFigures {
  @Override
  public Drawing drawing() {
    return new Drawing(10, 10, List.of(), List.of());
  }

  @Override
  public Optional<NodeDetail> detail(String id) {
    return Optional.empty();
  }

  @Override
  public Optional<List<JsonNode>> records(String id, int most) {
    return Optional.empty();
  }
}
