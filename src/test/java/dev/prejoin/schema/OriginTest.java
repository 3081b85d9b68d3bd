package dev.prejoin.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {
  @Test
  void shouldReadWhatItWrites() {
    for (Origin origin :
        List.of(
            Origin.captured('c', 1),
            Origin.captured('d', 4095).at((1L << 44) - 1),
            Origin.captured('r', 1).at(0).withLookups(2, List.of(-1L, 57L)),
            Origin.restated(1, 7).in(Lot.of(-1, List.of(2, 0, 2))).at(9))) {
      assertThat(Origin.parse(origin.toBytes())).isEqualTo(origin);
    }
    assertThat(Origin.captured('c', 1).at(42).withLookups(1, List.of(57L)))
        .hasToString("op=c inc=1 at=42 matched=1 seen=57");
    assertThat(Origin.restated(1, 7).in(Lot.of(-1, List.of(2, 0, 2))))
        .hasToString("op=a inc=1 at=7 lot=ffffffffffffffff:1,0,2");
  }

  @Test
  void shouldCallOnlyFirstInsertsAndFirstReadsNew() {
    assertThat(Origin.captured('c', 1).isNew()).isTrue();
    assertThat(Origin.captured('r', 1).isNew()).isTrue();
    assertThat(Origin.captured('r', 2).isNew()).isFalse();
    assertThat(Origin.captured('u', 1).isNew()).isFalse();
    assertThat(Origin.captured('d', 1).isNew()).isFalse();
    assertThat(Origin.parse(null).isNew()).isFalse();
  }

  @Test
  void shouldKeepItsFirstPosition() {
    assertThat(Origin.captured('c', 1).at(5).at(9).offset()).isEqualTo(5);
  }

  @Test
  void shouldRefuseAnotherText() {
    for (String text :
        List.of("x", "op=", "at=x", "other=1", "lot=1", "lot=1:", "lot=:1", "lot=1:2,-1")) {
      assertThatExceptionOfType(BadRowException.class)
          .isThrownBy(() -> Origin.parse(text.getBytes(StandardCharsets.US_ASCII)))
          .withMessageContaining("'" + text + "'");
    }
  }
}
