package dev.prejoin.speed;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.AvroSchemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** The two views of the power pipeline, one after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PowerBenchmark {
  private final @Nullable Object[][] readings = PowerRows.readings();
  private final HandWrittenPower handWritten;
  private final GeneratedView cleaned;
  private final GeneratedView joined;

  public PowerBenchmark() {
    Map<Object, @Nullable Object[]> devices = PowerRows.devices();
    Plan plan =
        Compiler.compile(
            PipelineFile.read(Path.of("topology/power.sql")),
            AvroSchemas.read(Path.of("schemas/avro"))::find);
    handWritten = new HandWrittenPower(devices);
    cleaned = new GeneratedView(plan.views().get(0), List.of());
    joined = new GeneratedView(plan.views().get(1), List.of(devices));
  }

  @Setup
  public void requireTheSameRows() {
    Sameness.require(readings, this::generated, this::handWritten);
  }

  @Benchmark
  @OperationsPerInvocation(PowerRows.COUNT)
  public void generated(Blackhole sink) {
    for (@Nullable Object[] reading : readings) {
      sink.consume(generated(reading));
    }
  }

  @Benchmark
  @OperationsPerInvocation(PowerRows.COUNT)
  public void handWritten(Blackhole sink) {
    for (@Nullable Object[] reading : readings) {
      sink.consume(handWritten(reading));
    }
  }

  private @Nullable Object @Nullable [] generated(@Nullable Object[] reading) {
    @Nullable Object[] valid = cleaned.of(reading);
    return valid == null ? null : joined.of(valid);
  }

  private @Nullable Object @Nullable [] handWritten(@Nullable Object[] reading) {
    @Nullable Object[] valid = handWritten.cleaned(reading);
    return valid == null ? null : handWritten.joined(valid);
  }
}
