package dev.prejoin.sink.simulation;

import dev.prejoin.sink.Warehouse;
import org.apache.kafka.clients.consumer.Consumer;

/** A protocol with a mistake: what a process does to Kafka or ClickHouse is altered on the way. */
interface Mutation {
  /** The protocol as it is. */
  Mutation NONE = new Mutation() {};

  default Consumer<byte[], byte[]> consumer(Consumer<byte[], byte[]> consumer) {
    return consumer;
  }

  default Warehouse warehouse(World world, Actor actor) {
    return new ModelWarehouse(world, actor);
  }
}
