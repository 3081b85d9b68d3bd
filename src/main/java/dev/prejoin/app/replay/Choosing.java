package dev.prejoin.app.replay;

import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.PutAside;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what is put aside now: rejects in ClickHouse, where each row is there once, dead letters in
 * their topics.
 */
final class Choosing {
  private final StatusSettings settings;
  private final ReplayedViews views;
  private final ClickHouse clickHouse;
  private final KafkaStanding kafka;
  private final TopicRecords topics;

  Choosing(
      StatusSettings settings,
      ReplayedViews views,
      ClickHouse clickHouse,
      KafkaStanding kafka,
      TopicRecords topics) {
    this.settings = settings;
    this.views = views;
    this.clickHouse = clickHouse;
    this.kafka = kafka;
    this.topics = topics;
  }

  /** Adds what is found to the candidates of each partition. */
  Chosen choose(ReplayRequest request, Map<TopicPartition, Candidates> candidates) {
    return switch (request.kind()) {
      case REJECTS -> rejects(request, candidates);
      case DEAD_LETTERS -> deadLetters(request, candidates);
    };
  }

  private Chosen rejects(ReplayRequest request, Map<TopicPartition, Candidates> candidates) {
    List<View> chosen =
        views.all().stream()
            .filter(View::keepRejects)
            .filter(view -> request.view().map(view.name()::equals).orElse(true))
            .toList();
    if (chosen.isEmpty() && request.view().isPresent()) {
      List<String> all = views.all().stream().filter(View::keepRejects).map(View::name).toList();
      throw new ProblemException(
          ExitCode.USAGE,
          "no view %s keeps rejects; those that do: %s"
              .formatted(request.view().get(), String.join(", ", all)));
    }
    Figures figures = new Figures(clickHouse);
    List<String> names = chosen.stream().map(View::name).toList();
    Map<String, Long> counts = new TreeMap<>();
    figures.rejects(
        names,
        request.rule(),
        request.since(),
        (index, partition, place) -> {
          counts.merge(names.get(index), 1L, Long::sum);
          int view = views.number(chosen.get(index));
          // The one row of a key ends with any change of it that the view lets through.
          of(views.source(view), partition, candidates, true).choose(place, view);
        });
    return new Chosen(
        counts,
        counts.isEmpty()
            ? request.rule().stream().map(rule -> unknownRule(figures, names, rule)).toList()
            : List.of());
  }

  private static String unknownRule(Figures figures, List<String> names, String rule) {
    List<String> rules =
        figures.rejects().stream()
            .filter(count -> names.contains(count.view()))
            .map(Figures.RejectCount::rule)
            .distinct()
            .toList();
    return "no row is rejected by '%s'; what rejects rows: %s"
        .formatted(rule, rules.isEmpty() ? "nothing" : String.join("; ", rules));
  }

  private Chosen deadLetters(ReplayRequest request, Map<TopicPartition, Candidates> candidates) {
    PutAside aside = new PutAside(settings.facts());
    topics.read(kafka.spans(settings.deadLetters()), aside::read);
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> ofDimensions = new TreeMap<>();
    long since = request.since().map(java.time.Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    aside.forEach(
        (topic, partition, place, at) -> {
          Optional<Source> source = views.sourceOf(base(topic));
          if (at < since) {
            return;
          }
          if (source.isEmpty()) {
            ofDimensions.merge(topic, 1L, Long::sum);
            return;
          }
          counts.merge(topic, 1L, Long::sum);
          Candidates some = of(source.get(), partition, candidates, false);
          views.of(source.get()).stream().forEach(view -> some.choose(place, view));
        });
    List<String> others = new ArrayList<>();
    ofDimensions.forEach((topic, count) -> others.add(line(topic, "", count)));
    aside
        .others()
        .forEach((topic, from) -> from.forEach((table, n) -> others.add(line(topic, table, n))));
    return new Chosen(counts, others);
  }

  /** What else helps. */
  private String line(String topic, String table, long count) {
    String from = table.isEmpty() ? tableOf(base(topic)).orElse("") : table;
    String cannot = "%s: %,d of no record in a topic of facts".formatted(topic, count);
    return from.isEmpty()
        ? cannot + "; somebody else wrote them"
        : cannot
            + "; once the cause is mended, ./prejoin snapshot %s reads its rows again"
                .formatted(from);
  }

  private Optional<String> tableOf(String topic) {
    return views.dimension(topic).map(Source::table);
  }

  private static String base(String topic) {
    return topic.substring(0, topic.length() - TopicNames.deadLetters("").length());
  }

  private static Candidates of(
      Source source,
      int partition,
      Map<TopicPartition, Candidates> candidates,
      boolean withChanges) {
    return candidates.computeIfAbsent(
        new TopicPartition(source.relation().name(), partition),
        at -> new Candidates(at, source.ignoresDeletes(), withChanges));
  }
}
