package dev.prejoin.sink;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Reads, lands, and says so; on one thread. */
final class SinkLoop {
  private static final Duration LONGEST_POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_WORK = Duration.ofSeconds(1);
  private static final Duration LONGEST_UNCHECKED = Duration.ofSeconds(10);

  /** So many rows, or this part of a batch, are no burst. */
  private static final int FEW_ROWS = 100;

  private static final int FEW = 10;

  private static final long NOT_SINCE_START = Long.MIN_VALUE;

  private final SinkSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final Warehouse warehouse;
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final SinkMeters meters;
  private final Status status;
  private final Clock clock;
  private final Commits commits;
  private final Shards shards;
  private final Rebuilds rebuilds;
  private final BatchPace batchPace;
  private final RoundPace roundPace;
  private final Lots lots = new Lots();
  private final BaseFolds folds;
  private final Fills fills;
  private final String work;

  /** Rounds that are under way. */
  private final List<Rebuild> rounds = new ArrayList<>();

  private @Nullable Batch batch;
  private long checkedAt = NOT_SINCE_START;
  private boolean away;

  /** How many records there are that were not fetched, as far as is known. */
  private long lag;

  /** From the beginning of a round to its end, also if it failed in between and waits. */
  private boolean rebuilding;

  SinkLoop(
      SinkSettings settings,
      Consumer<byte[], byte[]> consumer,
      Warehouse warehouse,
      Topics topics,
      DeadLetters deadLetters,
      List<Landing> landings,
      SinkMeters meters,
      Status status,
      FoldLimits limits,
      Clock clock) {
    this.settings = settings;
    this.consumer = consumer;
    this.warehouse = warehouse;
    this.topics = topics;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.status = status;
    this.clock = clock;
    this.commits = new Commits(consumer);
    this.rebuilds = new Rebuilds(warehouse, settings.rebuildBuckets(), clock);
    this.batchPace = new BatchPace(settings.flushInterval(), clock.monotonicTime());
    this.roundPace = new RoundPace(settings.rebuildInterval());
    this.folds = new BaseFolds(warehouse, limits, meters, clock);
    this.shards = new Shards(consumer, commits, warehouse, topics, landings, this::lost);
    this.fills = new Fills(warehouse, rebuilds, shards, meters, clock, settings.rebuildInterval());
    this.work = "lands " + String.join(", ", shards.topicNames().stream().sorted().toList());
    consumer.subscribe(shards.topicNames(), shards);
  }

  private void lost(Shard shard) {
    if (batch != null) {
      batch.forget(shard);
    }
    rounds.forEach(round -> round.forget(shard));
    folds.forget(shard);
    fills.forget(shard);
    meters.lost(shard);
  }

  /** One round: reads for a moment, and lands what is due. */
  void turn() {
    try {
      read();
      long begun = clock.monotonicTime();
      shards.takeOver();
      if (batch == null && due()) {
        form();
      }
      check();
      land();
      tell();
      roundPace.worked(clock.monotonicTime() - begun);
      rebuild();
      fold();
      fill();
      if (!rebuilding) {
        status.running(work);
      }
      away = false;
    } catch (WarehouseException e) {
      remedy(e);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      // Nothing was begun that was not promised; the next poll joins the group again.
      status.waiting("the consumer group is forming anew");
    } catch (OffsetOutOfRangeException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "records that have not landed are gone from %s; make their tables anew: %s"
              .formatted(e.offsetOutOfRangePartitions().keySet(), Shards.TABLES_ANEW));
    } catch (AuthenticationException | AuthorizationException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, "Kafka refuses the sink: " + e.getMessage());
    } catch (RetriableException e) {
      status.waiting("Kafka", "Kafka: " + e.getMessage());
    }
  }

  private void read() {
    poll();
    tellLag();
  }

  /** How far behind its topics this process is, as it knows from what it has fetched. */
  private void tellLag() {
    Map<String, Long> byTopic = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      consumer
          .currentLag(partition)
          .ifPresent(lag -> byTopic.merge(partition.topic(), lag, Long::sum));
    }
    meters.lag(byTopic);
    lag = byTopic.values().stream().mapToLong(Long::longValue).sum();
  }

  private void poll() {
    if (batch != null || away) {
      // Polls only to stay in the group: fetching more would fill the memory.
      consumer.pause(consumer.assignment());
      shards.read(consumer.poll(away ? settings.retryInterval() : LONGEST_POLL));
      if (batch == null) {
        resume();
      }
      return;
    }
    ConsumerRecords<byte[], byte[]> records = consumer.poll(pollTime());
    shards.read(records);
    meters.arrived(records, clock.wallTime());
    if (shards.waiting() > 0) {
      batchPace.waits(clock.monotonicTime());
    }
  }

  private void resume() {
    consumer.resume(shards.owned().stream().map(Shard::partition).toList());
  }

  private Duration pollTime() {
    return Duration.ofNanos(Math.min(left(), LONGEST_POLL.toNanos()));
  }

  private boolean due() {
    if (shards.waiting() >= settings.batchRows()) {
      return true;
    }
    return left() == 0 || (shards.waiting() == 0 && shards.owned().stream().anyMatch(Shard::due));
  }

  private long left() {
    return batchPace.left(clock.monotonicTime(), lag >= settings.batchRows());
  }

  private void form() {
    batchPace.begun(clock.monotonicTime());
    batch =
        new Batch(
            warehouse,
            rebuilds,
            shards.owned().stream().filter(Shard::due).map(Shard::take).toList(),
            settings.batchRows() * 2);
  }

  private void land() {
    Batch current = batch;
    if (current == null) {
      return;
    }
    promise(current);
    for (ShardRange range : current.ranges()) {
      sendDeadLetters(range);
    }
    if (current.sweeps()) {
      if (!longWork(current::sweep)) {
        return;
      }
      // What a later owner has said of these buckets, the sweep's own rounds have left to it.
      shards.requireRecorded();
    }
    current.write();
    if (!longWork(current::rebuild)) {
      return;
    }
    current.advance();
    long now = clock.wallTime();
    for (ShardRange range : current.ranges()) {
      range.shard().landedTo(range.to());
      lots.landed(range, clock.monotonicTime());
      measure(range, now);
    }
    batch = null;
    batchPace.ended(clock.monotonicTime());
    resume();
  }

  /** A step after the other, but no longer than the group waits for a poll. */
  private boolean longWork(BooleanSupplier lastStep) {
    long begun = clock.monotonicTime();
    while (!lastStep.getAsBoolean()) {
      if (clock.monotonicTime() - begun > LONGEST_WORK.toNanos()) {
        return false;
      }
    }
    return true;
  }

  private void promise(Batch current) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ShardRange range : current.ranges()) {
      offsets.put(range.shard().partition(), range.shard().intent(range.to()));
    }
    if (!offsets.isEmpty()) {
      commits.commit(offsets);
    }
  }

  /** Says what has landed; again, if it could not be said before. */
  private void tell() {
    List<Shard> untold = shards.owned().stream().filter(shard -> !shard.told()).toList();
    if (batch == null && !untold.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      untold.forEach(shard -> offsets.put(shard.partition(), shard.intent(0)));
      commits.commit(offsets);
      untold.forEach(Shard::tell);
    }
  }

  /** Before each batch, and after each failure, as those are what a restored backup looks like. */
  private void check() {
    long now = clock.monotonicTime();
    boolean idle = checkedAt == NOT_SINCE_START || now - checkedAt >= LONGEST_UNCHECKED.toNanos();
    if (batch != null || idle || shards.owned().stream().anyMatch(Shard::unconfirmed)) {
      shards.requireRecorded();
    }
    if (idle) {
      shards.requireSameTopics();
      warehouse.settle();
      checkedAt = now;
    }
  }

  private void sendDeadLetters(ShardRange range) {
    List<Undecodable> letters = range.records().undecodable();
    if (!letters.isEmpty()) {
      topics.create(range.shard().landing().topic() + DeadLetters.SUFFIX);
      deadLetters.send(letters);
      meters.deadLetters(letters.size());
      letters.clear();
    }
  }

  private void measure(ShardRange range, long now) {
    Landing landing = range.shard().landing();
    if (range.records().rows() > 0) {
      meters.landed(landing.relation().name(), range.records(), now);
      meters.corrected(range, now);
    }
    meters.refused(landing.relation().name(), range.shard().refused());
    meters.rows("prejoin_rejects", range.records().rejects().size());
  }

  /** Counts a slice of the stale buckets of each table anew, in turn with batches. */
  private void rebuild() {
    if (batch != null) {
      return;
    }
    if (rounds.isEmpty()) {
      long now = clock.monotonicTime();
      boolean behind = isBehind();
      boolean inherits = shards.owned().stream().anyMatch(Shard::inherits);
      if (!inherits && (!roundPace.isDue(now, behind) || lots.delay(shards.owned(), now))) {
        return;
      }
      rebuilding = true;
      rounds.addAll(
          rebuilds.of(
              shards.owned().stream().filter(shard -> !shard.isInDoubt(shard.landed())).toList()));
      roundPace.begun(now, behind, !rounds.isEmpty());
    }
    rebuilding = true;
    for (Rebuild round : List.copyOf(rounds)) {
      boolean last = round.step();
      meters.stale(round.relation().name(), last ? 0 : round.buckets());
      if (last) {
        meters.rebuilt(round, clock.wallTime());
        rounds.remove(round);
      }
    }
    if (rounds.isEmpty()) {
      roundPace.ended(clock.monotonicTime());
    }
    rebuilding = false;
  }

  /** Whether a burst is under way: much has been written that has not landed. */
  private boolean isBehind() {
    long known = shards.waiting();
    for (Shard shard : shards.owned()) {
      known += consumer.currentLag(shard.partition()).orElse(0);
    }
    return known > Math.max(FEW_ROWS, settings.batchRows() / FEW);
  }

  /** Folds a part of what has many bases, when nothing waits to land or to be counted anew. */
  private void fold() {
    if (batch == null && rounds.isEmpty()) {
      folds.step(shards.owned(), isBehind());
    }
  }

  /** Counts a slice of an aggregate that is counted from all rows, in turn with batches. */
  private void fill() {
    if (batch == null && shards.allTakenOver()) {
      fills.step();
    }
  }

  private void remedy(WarehouseException e) {
    away = true;
    checkedAt = NOT_SINCE_START;
    rounds.clear();
    folds.giveUp();
    fills.drop();
    if (batch != null && e.kind() != WarehouseException.Kind.REFUSED) {
      batch.doubtAll();
    }
    Remedy remedy =
        Remedy.after(e.kind(), e.code(), batch == null ? Remedy.Phase.HARMLESS : batch.phase());
    if (remedy == Remedy.STOP) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
    if (remedy.replays()) {
      meters.replay();
    }
    if (remedy.isSmaller()) {
      rebuilds.smaller();
    }
    if (batch != null) {
      batch.mend(remedy);
    }
    // Whichever statement met it: a server that is away is one thing to wait for.
    String on = e.kind() == WarehouseException.Kind.REFUSED ? "refusal " + e.code() : "warehouse";
    status.waiting(on, e.getMessage() + "; nothing is lost, it goes on by itself");
  }
}
