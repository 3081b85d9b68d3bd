package dev.prejoin.generate.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prejoin.generate.experiments.Experiment.Variant;
import dev.prejoin.generate.experiments.Journey.Tempo;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is true of the users of the demo, over 100,000 of them. */
class JourneyTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final int USERS = 100_000;

  private static List<Journey> journeys = List.of();

  @BeforeAll
  static void makeUp() {
    journeys =
        LongStream.range(0, USERS)
            .mapToObj(user -> Journey.of(42, user, START, Tempo.HISTORY))
            .toList();
  }

  @Test
  void shouldBeTheSameEachTime() {
    assertThat(Journey.of(42, 7, START, Tempo.HISTORY)).isEqualTo(journeys.get(7));
    assertThat(Journey.of(43, 7, START, Tempo.HISTORY)).isNotEqualTo(journeys.get(7));
  }

  @Test
  void shouldHaveAsManyEventsAsItSays() {
    double events = journeys.stream().mapToInt(journey -> journey.events().size()).sum();
    assertThat(events / USERS).isCloseTo(Journey.EVENTS_PER_USER, within(0.1));
  }

  @Test
  void shouldConvertAsOftenAsIsTrueOfEachVariant() {
    Map<String, Integer> exposed = new HashMap<>();
    Map<String, Integer> converted = new HashMap<>();
    for (Journey journey : journeys) {
      for (Assignment assignment : journey.assignments()) {
        String variant = assignment.experimentId() + " " + assignment.variantId();
        Set<String> types = new HashSet<>();
        journey.events().stream()
            .filter(event -> event.experimentId().equals(assignment.experimentId()))
            .forEach(event -> types.add(event.type()));
        exposed.merge(variant, types.contains("exposure") ? 1 : 0, Integer::sum);
        converted.merge(variant, types.contains("conversion") ? 1 : 0, Integer::sum);
      }
    }
    for (Experiment experiment : Experiment.ALL) {
      for (Variant variant : experiment.variants()) {
        String name = experiment.id() + " " + variant.id();
        double users = exposed.getOrDefault(name, 0);
        // Four standard errors.
        double error = 4 * Math.sqrt(variant.rate() * (1 - variant.rate()) / users);
        assertThat(converted.getOrDefault(name, 0) / users)
            .as(name)
            .isCloseTo(variant.rate(), within(error));
      }
    }
  }

  @Test
  void shouldHaveEverythingThatAPipelineFindsHard() {
    List<Event> events = journeys.stream().flatMap(journey -> journey.events().stream()).toList();
    Map<String, Instant> assigned = new HashMap<>();
    journeys.stream()
        .flatMap(journey -> journey.assignments().stream())
        .forEach(each -> assigned.put(each.experimentId() + each.userId(), each.assignedAt()));
    assertThat(events).as("late").anyMatch(event -> event.writtenAt().isAfter(event.at()));
    assertThat(events)
        .as("before the assignment")
        .anyMatch(
            event ->
                assigned
                    .getOrDefault(event.experimentId() + event.userId(), Instant.MIN)
                    .isAfter(event.at()));
    assertThat(events).as("of nobody").anyMatch(event -> event.userId().isEmpty());
    assertThat(journeys).as("sent again").anyMatch(journey -> !journey.repeated().isEmpty());
    assertThat(journeys)
        .as("on several devices")
        .anyMatch(
            journey ->
                journey.events().stream().filter(e -> e.properties().contains("mobile")).count() > 0
                    && journey.events().stream().anyMatch(e -> e.properties().contains("desktop")));
    assertThat(journeys)
        .as("who come after their events")
        .anyMatch(
            journey ->
                journey.events().stream()
                    .anyMatch(event -> event.writtenAt().isBefore(journey.userWrittenAt())));
    assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
  }
}
