package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LandedStatesTest {
  private static LandedStates of(String... columnsAndTypes) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndTypes.length; i += 2) {
      columns.put(columnsAndTypes[i], columnsAndTypes[i + 1]);
    }
    return LandedStates.of(new LandedTable("x", columns, Map.of(), false, ""));
  }

  @Test
  void shouldMakeANumberOfEachState() {
    LandedStates states =
        of(
            "ts_hour", "DateTime('UTC')",
            "device_id", "UInt32",
            "n", "AggregateFunction(count)",
            "s", "AggregateFunction(sum, Decimal(10, 2))",
            "q", "AggregateFunction(quantilesExact(0.5, 0.9), Nullable(Float64))",
            "i", "AggregateFunction(sumIf, Float64, UInt8)",
            "v", "AggregateFunction(1, sumMap, Tuple(Array(UInt8), Array(UInt8)))",
            "m", "SimpleAggregateFunction(max, Float64)");
    assertThat(states.keys()).containsOnlyKeys("ts_hour", "device_id");
    assertThat(states.time()).contains("ts_hour");
    assertThat(states.values())
        .containsEntry("n", "countMerge(`n`)")
        .containsEntry("s", "sumMerge(`s`)")
        .containsEntry("q", "quantilesExactMerge(0.5, 0.9)(`q`)")
        .containsEntry("i", "sumIfMerge(`i`)")
        .containsEntry("v", "sumMapMerge(`v`)")
        .containsEntry("m", "max(`m`)");
    assertThat(states.inexact()).isEmpty();
  }

  @Test
  void shouldNotCompareWhatDependsOnMoreThanTheRows() {
    LandedStates states =
        of(
            "k", "String",
            "a", "AggregateFunction(any, String)",
            "g", "AggregateFunction(groupArray, String)",
            "q", "AggregateFunction(quantile(0.5), Float64)",
            "e", "AggregateFunction(uniqExact, String)");
    assertThat(states.values()).containsOnlyKeys("e");
    assertThat(states.inexact()).containsOnlyKeys("a", "g", "q");
    assertThat(states.inexact()).containsEntry("q", "quantile, it looks at a sample of the rows");
    assertThat(states.time()).isEmpty();
  }

  @Test
  void shouldAllowForRoundingInSumsOnly() {
    assertThat(
            of(
                    "s", "AggregateFunction(sum, Float64)",
                    "a", "AggregateFunction(avg, Float64)",
                    "n", "AggregateFunction(min, Float64)",
                    "u", "AggregateFunction(uniqExact, Float64)",
                    "d", "AggregateFunction(sum, Decimal(10, 2))")
                .approximate())
        .containsExactlyInAnyOrder("s", "a");
  }
}
