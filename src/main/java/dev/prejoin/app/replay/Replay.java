package dev.prejoin.app.replay;

import dev.prejoin.app.resend.KeyReading;
import dev.prejoin.app.resend.Sender;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.app.status.Span;
import dev.prejoin.app.status.StatusSettings;
import dev.prejoin.app.status.TopicRecords;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records that were put aside through again. Each goes to the end of its partition with the
 * place that it had, and only if it is still its row's last change when it stands there. So to send
 * it twice, or to end in the middle and begin again, is harmless.
 */
public final class Replay implements AutoCloseable {
  private static final int BATCH_RECORDS = 2_000;
  private static final long BATCH_BYTES = 8_000_000;

  /** A row that changes all the time is left to its changes. */
  private static final int TRIES = 20;

  private static final int ROUNDS = 3;

  private static final long TRY_AGAIN_MS = 250;

  private final StatusSettings settings;
  private final ClickHouse clickHouse;

  /** Takes the connection as its own, and closes it. */
  public Replay(StatusSettings settings, ClickHouse clickHouse) {
    this.settings = settings;
    this.clickHouse = clickHouse;
  }

  /** How far a replay goes. */
  public enum Extent {
    /** Nothing is sent. */
    DRY_RUN,
    SEND,
    /** It ends when what was sent has landed, or was put aside again. */
    SEND_AND_WAIT
  }

  /**
   * Replays.
   *
   * @param progress told what it is at, now and then
   * @throws ProblemException if there is no such view, or a server does not answer
   */
  public ReplayReport run(ReplayRequest request, Extent extent, Consumer<String> progress) {
    try (KafkaStanding kafka = new KafkaStanding(settings.kafka())) {
      return new Run(kafka, progress).run(request, extent);
    } catch (WarehouseException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "another replay has begun and goes on alone; what this one had sent is not sent twice");
    } catch (KafkaException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka at %s: %s; replay again: nothing is counted twice"
              .formatted(settings.kafka().getOrDefault("bootstrap.servers", ""), e.getMessage()));
    }
  }

  @Override
  public void close() {
    clickHouse.close();
  }

  /** One replay. */
  private final class Run {
    private final KafkaStanding kafka;
    private final TopicRecords topics;
    private final Consumer<String> progress;
    private final ReplayedViews views = new ReplayedViews(settings.plans());

    /** Up to where each partition's committed records were read. */
    private final Map<TopicPartition, Long> known = new HashMap<>();

    private final Map<TopicPartition, Candidates> candidates = new TreeMap<>(KafkaStanding.ORDER);
    private final List<Pending> batch = new ArrayList<>();
    private final List<Pending> busy = new ArrayList<>();
    private long batchBytes;
    private long sent;

    Run(KafkaStanding kafka, Consumer<String> progress) {
      this.kafka = kafka;
      this.progress = progress;
      this.topics = new TopicRecords(settings.kafka(), progress);
    }

    ReplayReport run(ReplayRequest request, Extent extent) {
      Chosen chosen =
          new Choosing(settings, views, clickHouse, kafka, topics).choose(request, candidates);
      findLastChanges();
      Optional<ReplayReport.Outcome> outcome = Optional.empty();
      List<Candidate> all = all();
      if (extent != Extent.DRY_RUN && all.stream().anyMatch(this::isToBeSent)) {
        Aftermath aftermath = new Aftermath(settings, views, kafka, topics, progress);
        send();
        if (extent == Extent.SEND_AND_WAIT) {
          outcome = Optional.of(aftermath.await(all));
        }
      }
      return ReplayReport.of(
          extent == Extent.DRY_RUN, chosen.counts(), all, chosen.others(), outcome);
    }

    private boolean isToBeSent(Candidate candidate) {
      return of(candidate.partition()).isToBeSent(candidate);
    }

    private List<Candidate> all() {
      return candidates.values().stream().flatMap(some -> some.all().stream()).toList();
    }

    private void findLastChanges() {
      Map<TopicPartition, Span> spans = new HashMap<>();
      kafka
          .spans(candidates.keySet().stream().map(TopicPartition::topic).toList())
          .forEach(
              (at, span) -> {
                Candidates some = candidates.get(at);
                if (some != null) {
                  long first = some.all().get(0).place();
                  spans.put(
                      at, new Span(Math.min(Math.max(span.from(), first), span.to()), span.to()));
                }
              });
      follow(spans);
    }

    private void follow(Map<TopicPartition, Span> spans) {
      topics.read(spans, record -> of(record).read(record));
      spans.forEach((at, span) -> known.put(at, span.to()));
    }

    private Candidates of(ConsumerRecord<byte[], byte[]> record) {
      return of(new TopicPartition(record.topic(), record.partition()));
    }

    private Candidates of(TopicPartition partition) {
      Candidates some = candidates.get(partition);
      if (some == null) {
        throw new IllegalStateException(partition + " was not to be read");
      }
      return some;
    }

    /** More than once only for rows that changed while they were being sent. */
    private void send() {
      String name = "prejoin-replay-" + settings.capture().name();
      try (Sender<Pending> sender = new Sender<>(settings.kafka(), name, KeyReading.BYTES)) {
        long before = -1;
        for (int round = 0; round < ROUNDS && sent > before; round++) {
          before = sent;
          topics.read(toBeSent(), record -> take(record, sender));
          flush(sender);
          for (int tries = 0; tries < TRIES && !busy.isEmpty(); tries++) {
            pause();
            batch.addAll(busy);
            busy.clear();
            flush(sender);
          }
          busy.clear();
        }
      }
    }

    private Map<TopicPartition, Span> toBeSent() {
      Map<TopicPartition, Span> spans = new HashMap<>();
      for (Candidate candidate : all()) {
        if (isToBeSent(candidate)) {
          spans.merge(
              candidate.partition(),
              new Span(candidate.readAt(), candidate.readAt() + 1),
              (some, more) ->
                  new Span(Math.min(some.from(), more.from()), Math.max(some.to(), more.to())));
        }
      }
      return spans;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Sender<Pending> sender) {
      of(record)
          .toSend(record)
          .ifPresent(
              candidate -> {
                batch.add(new Pending(candidate, record, of(record).ignoresDeletes()));
                batchBytes += size(record.key()) + size(record.value());
              });
      if (batch.size() >= BATCH_RECORDS || batchBytes >= BATCH_BYTES) {
        flush(sender);
      }
    }

    private static long size(byte @Nullable [] bytes) {
      return bytes == null ? 0 : bytes.length;
    }

    /** Sends the batch, without those whose row is just being changed: they wait. */
    private void flush(Sender<Pending> sender) {
      while (!batch.isEmpty()) {
        Map<TopicPartition, Span> from = new HashMap<>();
        known.forEach((at, end) -> from.put(at, new Span(end, end)));
        follow(kafka.spansAfter(from));
        batch.removeIf(pending -> of(pending.record()).toSend(pending.record()).isEmpty());
        if (batch.isEmpty()) {
          break;
        }
        List<Pending> conflicting = List.copyOf(sender.send(batch, known));
        if (conflicting.isEmpty()) {
          batch.forEach(pending -> pending.candidate().sent(pending.offset()));
          sent += batch.size();
          batch.clear();
        } else {
          busy.addAll(conflicting);
          batch.removeAll(conflicting);
        }
      }
      batchBytes = 0;
      progress.accept("%,d records sent".formatted(sent));
    }

    private static void pause() {
      try {
        Thread.sleep(TRY_AGAIN_MS);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
