package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.Server;
import dev.prejoin.proof.node.Role;

/** A connection on the data's way: an instance of prejoin and the server that it talks to. */
enum Hop {
  SOURCE("source → capture", Role.CAPTURE, Server.POSTGRES),
  CAPTURE_OUT("capture → Kafka", Role.CAPTURE, Server.KAFKA),
  TOPOLOGY("Kafka ↔ topology", Role.TOPOLOGY, Server.KAFKA),
  SINK_IN("Kafka → sink", Role.SINK, Server.KAFKA),
  SINK_OUT("sink → ClickHouse", Role.SINK, Server.CLICKHOUSE),
  REGISTRY("registry → topology", Role.TOPOLOGY, Server.REGISTRY);

  private final String title;
  private final Role client;
  private final Server server;

  Hop(String title, Role client, Server server) {
    this.title = title;
    this.client = client;
    this.server = server;
  }

  String title() {
    return title;
  }

  Role client() {
    return client;
  }

  Server server() {
    return server;
  }
}
