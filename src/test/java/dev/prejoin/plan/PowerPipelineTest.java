package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.schema.AvroSchemas;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The pipeline that prejoin comes with, on single rows. */
class PowerPipelineTest {
  private static final long TIME = 1_700_000_000_000L;
  private static final Object[] DEVICE = {7L, "c-1", "office", 52.5, 13.4};
  private static final Plan PLAN = compile();
  private static final View CLEANED = PLAN.views().get(0);
  private static final View JOINED = PLAN.views().get(1);

  private static Plan compile() {
    return Compiler.compile(
        PipelineFile.read(Path.of("topology/power.sql")),
        AvroSchemas.read(Path.of("schemas/avro"))::find);
  }

  private static Passing cleaned(Double power) {
    return new Passing(CLEANED, new Object[] {TIME, 7L, power}, (lookup, key) -> null);
  }

  private static Passing joined(Object[] device) {
    return new Passing(JOINED, new Object[] {TIME, 7L, 4.5}, (lookup, key) -> device);
  }

  @Test
  void shouldPassAValidReading() {
    for (double power : new double[] {0.0, -0.0, Double.MIN_VALUE, 4.5, Math.nextDown(100.0)}) {
      assertThat(cleaned(power).output).containsExactly(TIME, 7L, power);
    }
  }

  @Test
  void shouldRejectWithTheRuleAndTheReason() {
    assertRejected(-3.25, 0, "power_usage_kWh is -3.25");
    assertRejected(-Double.MIN_VALUE, 0, "power_usage_kWh is -4.9E-324");
    assertRejected(100.0, 1, "power_usage_kWh is 100.0");
    assertRejected(Double.POSITIVE_INFINITY, 1, "power_usage_kWh is Infinity");
    assertRejected(Double.NaN, 0, "power_usage_kWh is NaN");
    assertRejected(null, 0, "power_usage_kWh is NULL");
  }

  private static void assertRejected(Double power, int rule, String reason) {
    Passing passing = cleaned(power);
    assertThat(passing.output).isNull();
    assertThat(passing.rejectedBy).as("%s", power).isEqualTo(rule);
    assertThat(passing.reason).isEqualTo(reason);
  }

  @Test
  void shouldNameRulesByTheirText() {
    assertThat(CLEANED.rules())
        .extracting(Rule::name)
        .containsExactly("power_usage_kWh >= 0", "power_usage_kWh < 100");
    assertThat(CLEANED.rejects()).isEqualTo("l2_power_cleaned.rejects");
    assertThat(JOINED.rules()).isEmpty();
  }

  @Test
  void shouldJoinAReadingWithItsDevice() {
    Passing passing = joined(DEVICE);
    assertThat(passing.keys).containsExactly(new Object[] {7L});
    assertThat(passing.output).containsExactly(TIME, 7L, "c-1", "office", 52.5, 13.4, 4.5);
  }

  @Test
  void shouldGiveDefaultsToAReadingOfAnUnknownDevice() {
    assertThat(joined(null).output).containsExactly(TIME, 7L, "", "", 0.0, 0.0, 4.5);
  }

  @Test
  void shouldInheritTheKeyOfTheFacts() {
    assertThat(CLEANED.target().key()).hasToString("[id Int64]");
    assertThat(JOINED.target().key()).hasToString("[id Int64]");
    assertThat(JOINED.from()).isEqualTo(CLEANED.target());
  }

  @Test
  void shouldCompileFast() {
    long start = System.nanoTime();
    compile();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }
}
