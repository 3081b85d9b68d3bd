package dev.prejoin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InexactFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "anyLastIf",
        "ANY_VALUE",
        "first_value_respect_nulls",
        "argMax",
        "argMinIf",
        "groupArray",
        "groupArrayMovingAvg",
        "groupUniqArrayArray",
        "groupArraySample",
        "quantile",
        "quantilesIf",
        "quantileDeterministic",
        "quantileTDigestWeighted",
        "quantilesTDigest",
        "medianTiming",
        "topKWeightedState",
        "histogram",
        "uniqTheta",
        "deltaSumTimestamp",
        "windowFunnel"
      })
  void shouldNameAggregatesThatDependOnMoreThanTheRows(String function) {
    assertThat(InexactFunctions.aggregate(function)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count",
        "sum",
        "sumWithOverflow",
        "sumArgMax",
        "avg",
        "min",
        "max",
        "uniq",
        "uniqCombined64",
        "uniqExactIf",
        "quantileExact",
        "quantilesExactWeightedIf",
        "medianExactHigh",
        "quantileInterpolatedWeighted",
        "groupArraySorted",
        "groupBitmap",
        "sumMap"
      })
  void shouldKnowThoseThatGiveTheSameForTheSameRows(String function) {
    assertThat(InexactFunctions.aggregate(function)).isEmpty();
  }

  @Test
  void shouldSayWhyAndWhatToDo() {
    assertThat(InexactFunctions.aggregate("quantile").orElseThrow().of("l4.median", "quantile"))
        .isEqualTo(
            "l4.median cannot be kept exact by quantile: it looks at a sample of the rows; the"
                + " quantileExact functions are exact");
  }

  @Test
  void shouldFindThemInAnExpression() {
    String sql =
        "anyIfState(x, /* rand() */ at > now() AND y != 'today()' AND dictGetString('d', 'a', k) ="
            + " `any`)";
    assertThat(InexactFunctions.scalarsIn(sql)).containsOnlyKeys("now", "dictGetString");
    assertThat(InexactFunctions.aggregatesIn(sql)).containsOnlyKeys("anyIf");
    assertThat(InexactFunctions.scalarsIn("")).isEmpty();
  }

  @Test
  void shouldAllowForRoundingWhereFloatsAreAdded() {
    assertThat(InexactFunctions.rounds("sum", "Float64")).isTrue();
    assertThat(InexactFunctions.rounds("avgIf", "Nullable(Float32), UInt8")).isTrue();
    assertThat(InexactFunctions.rounds("stddevPop", "UInt8")).isTrue();
    assertThat(InexactFunctions.rounds("sum", "Decimal(10, 2)")).isFalse();
    assertThat(InexactFunctions.rounds("avg", "Int64")).isFalse();
    assertThat(InexactFunctions.rounds("max", "Float64")).isFalse();
  }
}
