package dev.prejoin.sink.simulation;

import dev.prejoin.sink.Warehouse;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * A protocol with a mistake: what a process says to Kafka or ClickHouse, or hears from them, is
 * altered on the way. The code of the sink stays what it is.
 */
interface Mutation {
  /** The protocol as it is. */
  Mutation NONE = new Mutation() {};

  default Consumer<byte[], byte[]> consumer(World world, Actor actor, ModelConsumer consumer) {
    return consumer.asConsumer();
  }

  default Warehouse warehouse(World world, Actor actor) {
    return new ModelWarehouse(world, actor);
  }
}
