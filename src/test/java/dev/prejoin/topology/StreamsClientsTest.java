package dev.prejoin.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamsClientsTest {
  private static final String STREAMS_OWN = "prejoin-0b0e5f1c-5c1f-4a63-a9f3-1f7d2f1f3a55-2";

  @Test
  void shouldKeepTheTransactionalIdOfAnInstanceOverItsStarts() {
    StreamsClients clients = new StreamsClients("prejoin", Optional.of("here"));

    assertThat(clients.transactionalId(STREAMS_OWN)).isEqualTo("prejoin-here-2");
  }

  @Test
  void shouldLeaveTheTransactionalIdOfAnInstanceThatIsNobody() {
    StreamsClients clients = new StreamsClients("prejoin", Optional.empty());

    assertThat(clients.transactionalId(STREAMS_OWN)).isEqualTo(STREAMS_OWN);
  }
}
