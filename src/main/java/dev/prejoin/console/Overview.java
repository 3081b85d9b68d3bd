package dev.prejoin.console;

import java.time.Instant;
import java.util.List;

/**
 * The figures of one moment.
 *
 * @param layers in the order of the flow: sources, views, aggregates; rejects and dimensions
 *     anywhere
 * @param corrections what was changed in history
 * @param works what takes a while
 * @param traffic what is on its way
 */
public record Overview(
    Instant at,
    List<Layer> layers,
    Freshness freshness,
    Corrections corrections,
    Works works,
    Traffic traffic) {
  public Overview {
    layers = List.copyOf(layers);
  }
}
