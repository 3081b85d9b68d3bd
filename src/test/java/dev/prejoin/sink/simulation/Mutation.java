package dev.prejoin.sink.simulation;

import dev.prejoin.sink.Warehouse;

/**
 * A protocol with a mistake: what a process says to Kafka or ClickHouse, or hears from them, is
 * altered on the way. The code of the sink stays what it is.
 */
interface Mutation {
  /** The protocol as it is. */
  Mutation NONE = new Mutation() {};

  default ModelConsumer consumer(World world, Actor actor) {
    return new ModelConsumer(world, actor);
  }

  default Warehouse warehouse(World world, Actor actor) {
    return new ModelWarehouse(world, actor);
  }
}
