package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.sink.Remedy.Phase;
import dev.prejoin.sink.WarehouseException.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {
  @Property
  void shouldNeverRepeatBlindlyWhatMayHaveBeenWritten(@ForAll Kind kind, @ForAll int code) {
    if (kind != Kind.UNREACHABLE) {
      assertThat(Remedy.after(kind, code, Phase.WRITING))
          .isNotIn(Remedy.RETRY, Remedy.RETRY_SMALLER);
    }
  }

  @Property
  void shouldNeverReplayWhatCanBeRepeated(@ForAll Kind kind, @ForAll int code) {
    assertThat(Remedy.after(kind, code, Phase.HARMLESS).replays()).isFalse();
  }

  @Property
  void shouldWaitForAServerThatIsAway(@ForAll int code, @ForAll Phase phase) {
    assertThat(Remedy.after(Kind.UNREACHABLE, code, phase)).isEqualTo(Remedy.RETRY);
    assertThat(Remedy.after(Kind.INTERRUPTED, code, phase)).isNotEqualTo(Remedy.STOP);
  }

  @ParameterizedTest
  @CsvSource({
    // code, its name, while reading or writing what may be twice, while writing plain rows
    "16, NO_SUCH_COLUMN_IN_TABLE, STOP, STOP",
    "60, UNKNOWN_TABLE, STOP, STOP",
    "164, READONLY, STOP, STOP",
    "497, ACCESS_DENIED, STOP, STOP",
    "516, AUTHENTICATION_FAILED, STOP, STOP",
    "159, TIMEOUT_EXCEEDED, RETRY_SMALLER, REPLAY_SMALLER",
    "160, TOO_SLOW, RETRY_SMALLER, REPLAY_SMALLER",
    "241, MEMORY_LIMIT_EXCEEDED, RETRY_SMALLER, REPLAY_SMALLER",
    "252, TOO_MANY_PARTS, RETRY_SMALLER, REPLAY_SMALLER",
    "201, QUOTA_EXCEEDED, RETRY, REPLAY",
    "202, TOO_MANY_SIMULTANEOUS_QUERIES, RETRY, REPLAY",
    "209, SOCKET_TIMEOUT, RETRY, REPLAY",
    "210, NETWORK_ERROR, RETRY, REPLAY",
    "242, TABLE_IS_READ_ONLY, RETRY, REPLAY",
    "243, NOT_ENOUGH_SPACE, RETRY, REPLAY",
    "285, TOO_FEW_LIVE_REPLICAS, RETRY, REPLAY",
    "319, UNKNOWN_STATUS_OF_INSERT, RETRY, REPLAY",
    "999, KEEPER_EXCEPTION, RETRY, REPLAY",
    // Whatever a materialized view fails with: the rows are there, the aggregate is not.
    "395, FUNCTION_THROW_IF_VALUE_IS_NON_ZERO, RETRY, REPLAY",
    "1001, STD_EXCEPTION, RETRY, REPLAY"
  })
  void shouldDecideByTheServersCode(int code, String name, Remedy harmless, Remedy writing) {
    assertThat(Remedy.after(Kind.REFUSED, code, Phase.HARMLESS)).as(name).isEqualTo(harmless);
    assertThat(Remedy.after(Kind.REFUSED, code, Phase.WRITING)).as(name).isEqualTo(writing);
  }
}
