package dev.prejoin.capture;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.SharedDevStack;
import java.util.Map;

/** The real servers, as the tests of capture see them. */
record CaptureServers(
    int postgresPort, String postgresUser, String postgresPassword, String bootstrapServers) {

  static CaptureServers get() {
    DevStack stack = SharedDevStack.get();
    return new CaptureServers(
        stack.postgresPort(), stack.postgresUser(), "", stack.kafkaBootstrapServers());
  }

  Map<String, String> kafka() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }
}
