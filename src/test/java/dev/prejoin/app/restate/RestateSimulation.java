package dev.prejoin.app.restate;

import dev.prejoin.app.restate.RestatedDimension.Announcer;
import dev.prejoin.app.restate.RestatedDimension.Inputs;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import dev.prejoin.topology.Stage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The real {@link Restatement} beside models of a topology's tasks, a sink and Kafka's
 * transactions, all of which go on a little, in a seeded order, at every single call that it makes.
 */
final class RestateSimulation {
  private static final int PARTITIONS = 2;
  private static final int KEYS = 6;
  private static final int DEVICES = 4;

  /** How often the others do each kind of thing while a run writes; of each run its own choice. */
  private static final int[] WEIGHTS = {0, 1, 2, 8};

  private static final int ACTIONS = 10;
  private static final int ACTIONS_AT_REST = 7;
  private static final int MOST_ROUNDS = 60;
  private static final int ROUNDS_TO_REST = 20_000;
  private static final RestatedDimension DIMENSION = dimension();

  /** What a reading says. */
  private record Reading(int device, int amount) {}

  /** A transaction of a task or of restating. */
  private static final class Transaction {
    private boolean open = true;
    private boolean committed;
  }

  /** A record of a topic; one without a key is the mark at a transaction's end. */
  private record Entry(
      int key, @Nullable Object value, long place, @Nullable Transaction transaction) {
    boolean open() {
      return transaction != null && transaction.open;
    }

    boolean counts() {
      return key >= 0 && (transaction == null || transaction.committed);
    }
  }

  /** A row as it has landed. */
  private record LandedRow(@Nullable Object value, long place, int partition) {}

  /** What one partition's task has committed, and what it is about to. */
  private static final class Task {
    private int read;
    private long used = -1;
    private @Nullable Long first;
    private @Nullable Long told;
    private Tasks.@Nullable Told announced;

    Task copy() {
      Task copy = new Task();
      copy.read = read;
      copy.used = used;
      copy.first = first;
      copy.told = told;
      copy.announced = announced;
      return copy;
    }
  }

  private final SplittableRandom random;
  private final RestateMutation mutation;
  private final int[] weights = new int[ACTIONS];
  private final int deathIn;
  private final int haltIn;
  private final List<List<Entry>> readings = logs();
  private final List<List<Entry>> joined = logs();

  /** Device and name, null for none; of the only partition. */
  private final List<Map.Entry<Integer, Optional<String>>> devices = new ArrayList<>();

  private final int[] readingsLanded = new int[PARTITIONS];
  private final int[] joinedLanded = new int[PARTITIONS];
  private int devicesLanded;
  private final Map<Integer, LandedRow> readingsTable = new TreeMap<>();
  private final Map<Integer, LandedRow> joinedTable = new TreeMap<>();
  private final Map<Integer, String> namesTable = new HashMap<>();
  private final Map<Integer, Long> changed = new TreeMap<>();

  private final Task[] committed = new Task[PARTITIONS];
  private final Task[] working = new Task[PARTITIONS];
  private final @Nullable Transaction[] transactions = new Transaction[PARTITIONS];
  private final int[] knows = new int[PARTITIONS];

  private long position;
  private int epoch;
  private @Nullable Transaction sending;
  private boolean writing = true;
  private boolean within;

  RestateSimulation(long seed, RestateMutation mutation) {
    this.random = new SplittableRandom(seed);
    this.mutation = mutation;
    for (int i = 0; i < ACTIONS; i++) {
      weights[i] = WEIGHTS[random.nextInt(WEIGHTS.length)];
    }
    deathIn = random.nextInt(20, 300);
    haltIn = random.nextInt(20, 300);
    // Something must be there to look up.
    weights[7]++;
    weights[8]++;
    for (int i = 0; i < PARTITIONS; i++) {
      committed[i] = new Task();
      working[i] = new Task();
    }
  }

  private static List<List<Entry>> logs() {
    List<List<Entry>> logs = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      logs.add(new ArrayList<>());
    }
    return logs;
  }

  private static RestatedDimension dimension() {
    Map<String, Relation> relations =
        Map.of(
            "readings", relation("readings", "device", "amount"),
            "devices", relation("devices", "name"));
    Plan plan =
        Compiler.infer(
            PipelineFile.parse(
                Path.of("p.sql"),
                """
                CREATE TABLE readings ENGINE = ChangeStream('public.readings');
                CREATE TABLE devices ENGINE = ChangeTable('public.devices');
                CREATE MATERIALIZED VIEW v TO joined AS
                SELECT r.amount, d.name FROM readings AS r LEFT JOIN devices AS d ON d.id = r.device;
                """),
            name -> Optional.ofNullable(relations.get(name)));
    return RestatedDimension.of(List.of(plan), Stage.of(List.of(plan)), "app").get(0);
  }

  private static Relation relation(String name, String... columns) {
    return new Relation(name, columns(columns), columns("id"));
  }

  private static List<Column> columns(String... names) {
    return List.of(names).stream().map(n -> new Column(n, ColumnType.of(Kind.INT64))).toList();
  }

  /** Runs until all is at rest, and tells what is wrong then. */
  Optional<String> run() {
    Restater restater = new Restater();
    // What an early mistake did, a later change of the same device may mend: so many runs are
    // short.
    int rounds = random.nextInt(5, MOST_ROUNDS);
    for (int round = 0; round < rounds; round++) {
      advance();
      restater = restater.turn();
    }
    writing = false;
    for (int round = 0; !isAtRest(); round++) {
      if (round == ROUNDS_TO_REST) {
        return Optional.of(
            "does not come to rest: stands at %d of %d changes"
                .formatted(position, devices.size()));
      }
      advance();
      restater = restater.turn();
    }
    return wrong();
  }

  /** Whether all changes are brought in, and all that came of it has landed. */
  private boolean isAtRest() {
    boolean rest = position == devices.size();
    for (int i = 0; i < PARTITIONS; i++) {
      rest &=
          committed[i].read == readings.get(i).size()
              && readingsLanded[i] == readings.get(i).size()
              && joinedLanded[i] == joined.get(i).size();
    }
    return rest;
  }

  private Optional<String> wrong() {
    for (int key = 0; key < KEYS; key++) {
      Object wanted = null;
      Reading last = lastReading(key);
      if (last != null) {
        wanted = last.amount() + " of " + lastNames().get(last.device());
      }
      LandedRow row = joinedTable.get(key);
      Object is = row == null ? null : row.value();
      if (wanted == null ? is != null : !wanted.equals(is)) {
        return Optional.of("key %d should be '%s', is '%s'".formatted(key, wanted, is));
      }
    }
    return Optional.empty();
  }

  private @Nullable Reading lastReading(int key) {
    Reading last = null;
    for (Entry entry : readings.get(key % PARTITIONS)) {
      // What was sent again is what the source has said before.
      if (entry.key() == key && entry.transaction() == null) {
        last = (Reading) entry.value();
      }
    }
    return last;
  }

  private Map<Integer, String> lastNames() {
    Map<Integer, String> names = new HashMap<>();
    devices.forEach(
        change ->
            change
                .getValue()
                .ifPresentOrElse(
                    name -> names.put(change.getKey(), name), () -> names.remove(change.getKey())));
    return names;
  }

  /** All others do a little. */
  private void advance() {
    for (int i = random.nextInt(6); i > 0; i--) {
      int partition = random.nextInt(PARTITIONS);
      switch (action()) {
        case 0 -> process(partition);
        case 1 -> tell(partition);
        case 2 -> commit(partition);
        case 3 -> knows[partition] = random.nextInt(knows[partition], devices.size() + 1);
        case 4 -> landReadings(partition);
        case 5 -> landJoined(partition);
        case 6 -> landDevices();
        case 7 -> writeReading();
        case 8 -> writeDevice();
        default -> moveTask(partition);
      }
    }
  }

  private int action() {
    if (!writing) {
      return random.nextInt(ACTIONS_AT_REST);
    }
    int left = random.nextInt(IntStream.of(weights).sum());
    for (int action = 0; ; action++) {
      left -= weights[action];
      if (left < 0) {
        return action;
      }
    }
  }

  private void writeReading() {
    int key = random.nextInt(KEYS);
    List<Entry> log = readings.get(key % PARTITIONS);
    Object value =
        random.nextInt(5) == 0 ? null : new Reading(random.nextInt(DEVICES), random.nextInt(100));
    log.add(new Entry(key, value, log.size(), null));
  }

  private void writeDevice() {
    int device = random.nextInt(DEVICES);
    devices.add(
        Map.entry(
            device,
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of("name " + random.nextInt(3))));
  }

  /** Another instance takes the task over; it may have read less of the dimension. */
  private void moveTask(int partition) {
    end(transactions[partition], joined.get(partition), false);
    transactions[partition] = null;
    working[partition] = committed[partition].copy();
    working[partition].told = null;
    knows[partition] = random.nextInt(devices.size() + 1);
  }

  /** Looks the next reading up. */
  private void process(int partition) {
    Task task = working[partition];
    List<Entry> log = readings.get(partition);
    while (task.read < stable(log) && !log.get(task.read).counts()) {
      task.read++;
    }
    if (task.read == stable(log) || !use(partition, true)) {
      return;
    }
    Entry entry = log.get(task.read);
    Object row = null;
    if (entry.value() instanceof Reading reading) {
      Map<Integer, String> names = new HashMap<>();
      devices
          .subList(0, knows[partition])
          .forEach(
              change ->
                  change
                      .getValue()
                      .ifPresentOrElse(
                          name -> names.put(change.getKey(), name),
                          () -> names.remove(change.getKey())));
      row = reading.amount() + " of " + names.get(reading.device());
    }
    joined.get(partition).add(new Entry(entry.key(), row, entry.place(), transaction(partition)));
    task.read++;
  }

  private Transaction transaction(int partition) {
    Transaction open = transactions[partition];
    if (open == null) {
      open = new Transaction();
      transactions[partition] = open;
    }
    return open;
  }

  /** Raises what the task has used; false if its instance has read less of it. */
  private boolean use(int partition, boolean lookUp) {
    Task task = working[partition];
    long now = knows[partition] - 1L;
    if (now < task.used && mutation != RestateMutation.DIMENSION_GOES_BACK) {
      return false;
    }
    if (task.first == null
        && (now >= 0 || (lookUp && mutation != RestateMutation.LOOKUP_IN_NOTHING_FORGOTTEN))) {
      task.first = now;
    }
    task.used = Math.max(task.used, now);
    return true;
  }

  private void tell(int partition) {
    Task task = working[partition];
    if (!use(partition, false)) {
      return;
    }
    if (task.told == null || task.told != task.used) {
      transaction(partition);
      task.told = task.used;
      task.announced = new Tasks.Told(task.first == null ? -1 : task.first, task.used);
    }
  }

  private void commit(int partition) {
    end(transactions[partition], joined.get(partition), true);
    transactions[partition] = null;
    committed[partition] = working[partition].copy();
  }

  private static void end(@Nullable Transaction transaction, List<Entry> log, boolean commit) {
    if (transaction != null && transaction.open) {
      transaction.open = false;
      transaction.committed = commit;
      log.add(new Entry(-1, null, -1, null));
    }
  }

  /** Up to where readers of committed records see. */
  private static int stable(List<Entry> log) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).open()) {
        return i;
      }
    }
    return log.size();
  }

  private void landReadings(int partition) {
    List<Entry> log = readings.get(partition);
    int to = random.nextInt(readingsLanded[partition], stable(log) + 1);
    for (; readingsLanded[partition] < to; readingsLanded[partition]++) {
      Entry entry = log.get(readingsLanded[partition]);
      LandedRow there = readingsTable.get(entry.key());
      if (entry.counts() && (there == null || entry.place() >= there.place())) {
        readingsTable.put(entry.key(), new LandedRow(entry.value(), entry.place(), partition));
      }
    }
  }

  /** The last one that comes wins: a row that went leaves no version to lose against. */
  private void landJoined(int partition) {
    List<Entry> log = joined.get(partition);
    int to = random.nextInt(joinedLanded[partition], stable(log) + 1);
    for (; joinedLanded[partition] < to; joinedLanded[partition]++) {
      Entry entry = log.get(joinedLanded[partition]);
      if (entry.counts()) {
        joinedTable.put(entry.key(), new LandedRow(entry.value(), entry.place(), partition));
      }
    }
  }

  private void landDevices() {
    int to = random.nextInt(devicesLanded, devices.size() + 1);
    Map<Integer, String> before = new HashMap<>(namesTable);
    for (; devicesLanded < to; devicesLanded++) {
      var change = devices.get(devicesLanded);
      String name = change.getValue().orElse("");
      if (!name.equals(namesTable.getOrDefault(change.getKey(), ""))) {
        changed.put(change.getKey(), (long) devicesLanded);
      }
      namesTable.put(change.getKey(), name);
    }
    if (mutation == RestateMutation.THERE_AND_BACK_IS_NO_CHANGE) {
      changed
          .keySet()
          .removeIf(
              device ->
                  changed.getOrDefault(device, -1L) >= devicesLanded - 3
                      && before
                          .getOrDefault(device, "")
                          .equals(namesTable.getOrDefault(device, "")));
    }
  }

  /** One process that restates; it may die, or stand still while another takes over. */
  private final class Restater implements Tasks, Positions, History, Resending {
    private final int born = ++epoch;
    private final Restatement restatement;

    Restater() {
      // What a predecessor of the name left open ends.
      if (sending != null) {
        abort();
      }
      restatement =
          new Restatement(
              DIMENSION,
              new Restatement.Means(
                  this,
                  this,
                  this,
                  new Allowance(1_000_000, System.nanoTime()),
                  new RestateMeters(new SimpleMeterRegistry())),
              this,
              position);
    }

    /** Whoever is to go on. */
    Restater turn() {
      try {
        Map<TopicPartition, Long> positions = new HashMap<>(landed(restatement.awaited()));
        positions.put(DIMENSION.partition(), (long) devicesLanded);
        restatement.step(positions);
      } catch (KafkaException e) {
        return born == epoch ? new Restater() : current();
      }
      if (born == epoch) {
        position = Math.max(position, restatement.position());
        if (mutation == RestateMutation.POSITION_TOLD_TOO_EARLY && restatement.isBusy()) {
          position = devicesLanded;
        }
        return this;
      }
      return current();
    }

    private Restater current() {
      Restater next = successor;
      successor = null;
      return next == null ? new Restater() : next;
    }

    private @Nullable Restater successor;

    /** At each call all others go on, this one may die, and another may take over. */
    private void call() {
      advance();
      if (writing && random.nextInt(deathIn) == 0) {
        throw new KafkaException("died");
      }
      if (writing && !within && born == epoch && random.nextInt(haltIn) == 0) {
        within = true;
        Restater next = new Restater();
        for (int i = random.nextInt(40); i > 0; i--) {
          advance();
          next = next.turn();
        }
        successor = next;
        within = false;
      }
    }

    @Override
    public Optional<Told> told(Announcer announcer, int partition, String dimension) {
      call();
      if (mutation == RestateMutation.TASKS_NOT_AWAITED) {
        Told told = committed[partition].announced;
        return Optional.of(new Told(told == null ? -1 : told.first(), devices.size() - 1));
      }
      return Optional.ofNullable(
          mutation == RestateMutation.TOLD_UNCOMMITTED
              ? working[partition].announced
              : committed[partition].announced);
    }

    @Override
    public Set<TopicPartition> partitions(String topic) {
      Set<TopicPartition> all = new HashSet<>();
      for (int i = 0; i < PARTITIONS; i++) {
        all.add(new TopicPartition(topic, i));
      }
      return all;
    }

    @Override
    public Map<TopicPartition, Long> ends(Set<String> topics) {
      call();
      Map<TopicPartition, Long> ends = new HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        ends.put(new TopicPartition("readings", i), (long) readings.get(i).size());
      }
      return ends;
    }

    @Override
    public Map<TopicPartition, Long> landed(Collection<TopicPartition> partitions) {
      call();
      Map<TopicPartition, Long> landed = new HashMap<>();
      partitions.forEach(at -> landed.put(at, (long) readingsLanded[at.partition()]));
      return landed;
    }

    @Override
    public boolean hasRead(String application, Map<TopicPartition, Long> ends) {
      throw new AssertionError("one application reads and writes all");
    }

    @Override
    public boolean hasReached(Map<TopicPartition, Long> landed, Map<TopicPartition, Long> ends) {
      call();
      return mutation == RestateMutation.LANDING_NOT_AWAITED
          || ends.entrySet().stream()
              .allMatch(end -> landed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    @Override
    public OptionalLong lastChange(Relation dimension, long from, long to, int most) {
      call();
      return changed.values().stream()
          .filter(at -> at >= from && at < to)
          .sorted()
          .limit(random.nextInt(1, 4))
          .mapToLong(at -> at)
          .max();
    }

    @Override
    public long changedKeys(Relation dimension, long from) {
      return changed.values().stream().filter(at -> at >= from).count();
    }

    @Override
    public Page keys(
        Inputs inputs, Relation dimension, long from, long to, Optional<List<Object>> after) {
      call();
      int least = after.map(key -> (int) key.get(0)).orElse(-1);
      Set<Integer> found = new TreeSet<>();
      readingsTable.forEach(
          (key, row) -> {
            if (key > least && row.value() instanceof Reading reading) {
              long at = changed.getOrDefault(reading.device(), -1L);
              if (at >= from && at < to) {
                found.add(key);
              }
            }
          });
      int most = random.nextInt(1, 4);
      return new Page(
          found.stream().limit(most).map(key -> List.<Object>of(key)).toList(),
          found.size() <= most);
    }

    @Override
    public List<Restated> rows(Source source, List<List<Object>> keys) {
      call();
      List<Restated> rows = new ArrayList<>();
      for (List<Object> key : keys) {
        LandedRow row = readingsTable.get((int) key.get(0));
        if (row != null && row.value() instanceof Reading reading) {
          rows.add(
              new Restated(
                  new TopicPartition("readings", row.partition()),
                  new byte[] {(byte) (int) key.get(0)},
                  new byte[] {(byte) reading.device(), (byte) reading.amount()},
                  1,
                  row.place(),
                  false,
                  ""));
        }
      }
      return rows;
    }

    @Override
    public Set<Restated> send(List<Restated> batch, Map<TopicPartition, Long> known) {
      requireOwner();
      Transaction transaction = new Transaction();
      sending = transaction;
      int[] lately = {readings.get(0).size(), readings.get(1).size()};
      Map<Restated, Integer> stand = new HashMap<>();
      for (Restated row : batch) {
        call();
        requireOwner();
        List<Entry> log = readings.get(row.partition().partition());
        stand.put(row, log.size());
        byte[] value = row.again().value();
        log.add(new Entry(row.key()[0], new Reading(value[0], value[1]), row.place(), transaction));
      }
      call();
      Set<Restated> conflicts = new HashSet<>();
      stand.forEach(
          (row, at) -> {
            int partition = row.partition().partition();
            long from =
                mutation == RestateMutation.KNOWN_TOO_LATE
                    ? lately[partition]
                    : known.getOrDefault(row.partition(), 0L);
            for (int i = (int) from; i < at; i++) {
              Entry other = readings.get(partition).get(i);
              if (other.key() == row.key()[0] && other.place() > row.place()) {
                conflicts.add(row);
              }
            }
          });
      call();
      requireOwner();
      if (mutation == RestateMutation.CONFLICTS_IGNORED) {
        conflicts.clear();
      }
      if (sending == transaction && transaction.open) {
        finish(transaction, conflicts.isEmpty());
        sending = null;
      }
      return conflicts;
    }

    private void requireOwner() {
      if (born != epoch) {
        throw new KafkaException("fenced");
      }
    }

    private void abort() {
      Transaction left = sending;
      if (left != null && mutation != RestateMutation.LEFT_OPEN) {
        finish(left, false);
        sending = null;
      }
    }

    private void finish(Transaction transaction, boolean commit) {
      transaction.open = false;
      transaction.committed = commit;
      readings.forEach(log -> log.add(new Entry(-1, null, -1, null)));
    }
  }
}
