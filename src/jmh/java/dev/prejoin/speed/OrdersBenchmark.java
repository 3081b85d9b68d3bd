package dev.prejoin.speed;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A view with JSON, CASE, LIKE, decimals and two lookups: orders.sql. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OrdersBenchmark {
  private static final String FILE = "orders.sql";

  private final @Nullable Object[][] orders = OrderRows.orders();
  private final HandWrittenOrders handWritten;
  private final GeneratedView generated;

  public OrdersBenchmark() {
    Map<Object, @Nullable Object[]> customers = OrderRows.customers();
    Map<Object, @Nullable Object[]> products = OrderRows.products();
    handWritten = new HandWrittenOrders(customers, products);
    generated = new GeneratedView(view(), List.of(customers, products));
  }

  /** Compiles the view anew. */
  static View view() {
    return Compiler.infer(
            PipelineFile.parse(Path.of(FILE), text()),
            name ->
                Stream.of(OrderRows.ORDERS, OrderRows.CUSTOMERS_TABLE, OrderRows.PRODUCTS_TABLE)
                    .filter(relation -> relation.name().equals(name))
                    .findFirst())
        .views()
        .get(0);
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(OrdersBenchmark.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Setup
  public void requireTheSameRows() {
    Sameness.require(orders, generated::of, handWritten::enriched);
  }

  @Benchmark
  @OperationsPerInvocation(OrderRows.COUNT)
  public void generated(Blackhole sink) {
    for (@Nullable Object[] order : orders) {
      sink.consume(generated.of(order));
    }
  }

  @Benchmark
  @OperationsPerInvocation(OrderRows.COUNT)
  public void handWritten(Blackhole sink) {
    for (@Nullable Object[] order : orders) {
      sink.consume(handWritten.enriched(order));
    }
  }
}
