package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.runtime.ProblemException;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SourceConnectionTest {
  private static final CaptureSettings SETTINGS =
      CaptureProcess.settings("source", 5432, "source", "reader", "secret", "127.0.0.1:9092");

  @Test
  void shouldWaitWhenAConnectionBreaksWhileItIsClosed() {
    SQLException broken =
        new SQLException(
            "Unable to close connection properly",
            null,
            new SocketException("Connection reset by peer"));

    assertThat(SourceConnection.explained(SETTINGS, broken))
        .isInstanceOf(AwayException.class)
        .hasMessage("%s does not answer: Connection reset by peer", SETTINGS.source());
  }

  @Test
  void shouldWaitForRoomInAServerThatIsFull() {
    assertThat(SourceConnection.explained(SETTINGS, new SQLException("too many", "53300")))
        .isInstanceOf(AwayException.class)
        .hasMessage("%s does not answer: too many", SETTINGS.source());
  }

  @Test
  void shouldTellAServerThatStartsApartFromOneThatIsUnfit() throws Exception {
    try (StartingPostgres starting = StartingPostgres.forEver()) {
      CaptureSettings settings =
          CaptureProcess.settings(
              "source", starting.port(), "source", "reader", "secret", "127.0.0.1:9092");

      assertThat(SourceCheck.away(settings))
          .hasValue(settings.source() + " does not answer: " + StartingPostgres.SAYS);
      SourceCheck.Findings found = SourceCheck.findings(settings);
      assertThat(found.away()).isEqualTo(SourceCheck.away(settings));
      assertThat(found.problems()).isEmpty();
      assertThat(found.server()).isEmpty();
    }
  }

  @Test
  void shouldNotWaitForAPasswordToBecomeRight() {
    assertThat(SourceConnection.explained(SETTINGS, new SQLException("no such user", "28P01")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("check user, password and pg_hba.conf")
        .hasMessageNotContaining("secret");
  }
}
