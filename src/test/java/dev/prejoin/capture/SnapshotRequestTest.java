package dev.prejoin.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotRequestTest {
  @Test
  void shouldTakeOnlyWhatIsARequestToTheCapture() {
    byte[] one = "{\"tables\":[\"public.a\"]}".getBytes(UTF_8);
    byte[] all = "{\"tables\":[]}".getBytes(UTF_8);
    byte[] key = "snapshot/power/1".getBytes(UTF_8);

    assertThat(SnapshotRequest.parse("power", key, one))
        .hasValueSatisfying(request -> assertThat(request.concerns("public.a")).isTrue())
        .hasValueSatisfying(request -> assertThat(request.concerns("public.b")).isFalse());
    assertThat(SnapshotRequest.parse("power", key, all))
        .hasValueSatisfying(request -> assertThat(request.concerns("public.b")).isTrue());
    assertThat(SnapshotRequest.parse("powe", key, all)).isEmpty();
    assertThat(SnapshotRequest.parse("power", "power".getBytes(UTF_8), all)).isEmpty();
    assertThat(SnapshotRequest.parse("power", key, null)).isEmpty();
    assertThat(SnapshotRequest.parse("power", key, "{}".getBytes(UTF_8))).isEmpty();
    assertThat(SnapshotRequest.parse("power", key, "x".getBytes(UTF_8))).isEmpty();
  }
}
