package dev.prejoin.app.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PutAsideTest {
  private final PutAside aside = new PutAside(Set.of("notes"));
  private long offset;

  private void read(String source, String origin, String... passed) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("notes.dead-letters", 3, offset++, null, null);
    record.headers().add(TopicNames.SOURCE_HEADER, source.getBytes(UTF_8));
    record.headers().add(Origin.HEADER, origin.getBytes(UTF_8));
    for (String place : passed) {
      record.headers().add(TopicNames.PASSED_HEADER, place.getBytes(UTF_8));
    }
    aside.read(record);
  }

  private List<String> places() {
    List<String> places = new ArrayList<>();
    aside.forEach((topic, partition, place, at) -> places.add(partition + "@" + place));
    return places;
  }

  @Test
  void shouldCountARecordThatWasPutAsideAgainOnce() {
    read("notes-0@5", "op=c inc=1");
    read("notes-0@5", "op=u inc=1 at=5");
    read("notes-1@5", "op=c inc=1");
    read("small-0@77", "op=u inc=1 at=5");

    assertThat(places()).containsExactlyInAnyOrder("0@5", "1@5");
    assertThat(aside.counts()).isEqualTo(Map.of("notes.dead-letters", 2L));
  }

  @Test
  void shouldForgetWhatWasLetThroughUntilItIsPutAsideAgain() {
    read("notes-0@5", "op=c inc=1");
    read("notes-0@5", "op=u inc=1 at=5", "notes-0@9");
    assertThat(aside.counts()).isEmpty();

    read("notes-0@5", "op=u inc=1 at=5");
    assertThat(places()).containsExactly("0@5");
  }

  @Test
  void shouldTellOfWhichTablesCaptureMadeDeadLetters() {
    read("public.notes op=c lsn=12", "op=c inc=1");
    read("public.notes op=u lsn=12", "op=c inc=1");
    read("notes-0@5", "nonsense");
    read("small-0@5", "op=u inc=1");

    assertThat(aside.others())
        .isEqualTo(Map.of("notes.dead-letters", Map.of("public.notes", 2L, "", 1L)));
    assertThat(aside.counts()).isEqualTo(Map.of("notes.dead-letters", 4L));
    assertThat(places()).containsExactly("0@5");
  }
}
