/**
 * The sink's protocol under every fault, as a deterministic simulation. What runs is the sink's own
 * code ({@link dev.prejoin.sink.SinkProcess}), two processes and more; what it talks to is a model.
 *
 * <h2>How it runs</h2>
 *
 * Each simulated process ({@link Actor}) is a thread, of which one runs at a time: at each call to
 * Kafka or ClickHouse it gives way, and a seeded random says who goes on ({@link Simulation}). So
 * others come between any two statements of a batch, and the same {@link Scenario} (a seed, the
 * writes in the source, the faults) gives the same run. Time is virtual.
 *
 * <h2>The model</h2>
 *
 * Kafka: {@link ModelTopics} (read_committed: some offsets have no record), {@link ModelGroup}
 * (members, generations, cooperative rebalances, commits that arrive late), {@link ModelConsumer}.
 * ClickHouse: {@link ModelTable} (ReplacingMergeTree with merges at random), {@link ModelAggregate}
 * (states, bases, dirty buckets and the view over them), {@link ModelWarehouse} (the statements of
 * {@code ClickHouseWarehouse}, one call each). {@code ModelFidelityIT} holds the model of
 * ClickHouse against ClickHouse itself. {@link Source} writes, and knows what the tables must hold
 * in the end.
 *
 * <h2>What goes wrong, and what must hold</h2>
 *
 * {@link Fault.Kind} lists the faults and {@link Invariant} what must hold; {@link Checks} looks
 * after each statement. {@link Mutations} are mistakes in the protocol: {@code MutationsTest} shows
 * that each is caught, and by which invariant.
 *
 * <h2>When it fails</h2>
 *
 * The message has the shrunk scenario, all calls of the run in order, and what ClickHouse held
 * then. jqwik runs the failed sample again first, as long as its database {@code .jqwik-database}
 * is there.
 */
@NullMarked
package dev.prejoin.sink.simulation;

import org.jspecify.annotations.NullMarked;
