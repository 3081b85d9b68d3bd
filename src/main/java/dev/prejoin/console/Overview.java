package dev.prejoin.console;

import java.time.Instant;
import java.util.List;

/**
 * The figures of one moment.
 *
 * @param layers in the order of the flow: sources, views, aggregates; rejects and dimensions
 *     anywhere
 */
public record Overview(Instant at, List<Layer> layers, Freshness freshness) {
  public Overview {
    layers = List.copyOf(layers);
  }
}
