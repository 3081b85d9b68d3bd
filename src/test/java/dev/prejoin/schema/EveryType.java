package dev.prejoin.schema;

import dev.prejoin.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Types of every kind, each with the extremes of its values. */
public final class EveryType {
  private static final ColumnType MOOD = ColumnType.enumeration(List.of("sad", "ok", "happy"));
  private static final ColumnType LABELS =
      ColumnType.enumeration(List.of("", "it's", "back\\slash", "größer, 😀", "a = 1"));
  private static final ColumnType MANY_SYMBOLS =
      ColumnType.enumeration(IntStream.range(0, 300).mapToObj(i -> "s" + i).toList());

  private static final Map<ColumnType, List<Object>> EXTREMES = new LinkedHashMap<>();

  static {
    put(ColumnType.of(Kind.BOOLEAN), true, false);
    put(ColumnType.of(Kind.INT8), -128, 0, 127);
    put(ColumnType.of(Kind.INT16), -32_768, -1, 32_767);
    put(ColumnType.of(Kind.INT32), Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
    put(ColumnType.of(Kind.INT64), Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE);
    put(ColumnType.of(Kind.UINT8), 0, 128, 255);
    put(ColumnType.of(Kind.UINT16), 0, 32_768, 65_535);
    put(ColumnType.of(Kind.UINT32), 0L, 1L << 31, ColumnType.UINT32_MAX);
    put(ColumnType.of(Kind.UINT64), 0L, Long.MAX_VALUE, Long.MIN_VALUE, -1L);
    put(
        ColumnType.of(Kind.FLOAT32),
        0f,
        -0f,
        Float.MIN_VALUE,
        Float.MAX_VALUE,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY);
    put(
        ColumnType.of(Kind.FLOAT64),
        0d,
        -0d,
        0.1,
        Double.MIN_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
    for (int[] digits :
        new int[][] {
          {1, 0}, {1, 1}, {9, 2}, {10, 10}, {18, 4}, {19, 0}, {38, 0}, {38, 19}, {38, 38}
        }) {
      BigInteger most = BigInteger.TEN.pow(digits[0]).subtract(BigInteger.ONE);
      put(
          ColumnType.decimal(digits[0], digits[1]),
          new BigDecimal(most, digits[1]),
          new BigDecimal(most.negate(), digits[1]),
          new BigDecimal(BigInteger.ONE.negate(), digits[1]),
          new BigDecimal(BigInteger.ZERO, digits[1]));
    }
    put(
        ColumnType.of(Kind.STRING),
        "",
        "a",
        "quote \" ' ` backslash \\ newline \n nul \0",
        "größer ψ 漢字 עברית हिन्दी 👩‍👩‍👧 🚀",
        "x".repeat(127),
        "y".repeat(100_000));
    put(
        ColumnType.of(Kind.BYTES),
        new byte[0],
        new byte[] {0},
        new byte[] {-1, -128, 0, 127, '\'', '\\'},
        new byte[70_000]);
    put(
        ColumnType.of(Kind.UUID),
        new UUID(0, 0),
        new UUID(-1, -1),
        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
    put(ColumnType.of(Kind.DATE), 0, 19_723, 65_535);
    put(ColumnType.of(Kind.DATE32), -25_567, -1, 0, 120_529);
    put(ColumnType.timestamp(0), 0L, 1_767_225_600_000L, 4_294_967_295_000L);
    put(ColumnType.timestamp(3), -2_208_988_800_000L, -1L, 0L, 10_413_791_999_999L);
    put(ColumnType.timestamp(6), -2_208_988_800_000_000L, -1L, 0L, 10_413_791_999_999_999L);
    put(ColumnType.timestamp(9), -2_208_988_800_000_000_000L, -1L, 0L, Long.MAX_VALUE);
    put(MOOD, "sad", "ok", "happy");
    put(LABELS, LABELS.symbols().toArray());
    put(MANY_SYMBOLS, "s0", "s127", "s128", "s299");
    for (ColumnType element : List.copyOf(EXTREMES.keySet())) {
      List<Object> values = EXTREMES.get(element);
      put(ColumnType.array(element), List.of(), values, values.subList(0, 1));
      List<Object> withNull = new ArrayList<>(values);
      withNull.add(0, null);
      put(
          ColumnType.array(element.withNullable(true)),
          List.of(),
          withNull,
          Arrays.asList(null, null));
    }
    put(
        ColumnType.array(ColumnType.array(ColumnType.of(Kind.INT64))),
        List.of(),
        List.of(List.of()),
        List.of(List.of(1L), List.of(), List.of(2L, 3L)));
  }

  private EveryType() {}

  private static void put(ColumnType type, Object... values) {
    EXTREMES.put(type, List.of(values));
  }

  /** The types, none of them nullable, and extreme values of each. */
  public static Map<ColumnType, List<Object>> extremes() {
    return EXTREMES;
  }

  /** The types, also nullable where there is such a type. */
  public static List<ColumnType> types() {
    List<ColumnType> types = new ArrayList<>();
    for (ColumnType type : EXTREMES.keySet()) {
      types.add(type);
      if (type.kind() != Kind.ARRAY) {
        types.add(type.withNullable(true));
      }
    }
    return types;
  }

  /** Values of a type, extreme ones often. */
  public static Arbitrary<Object> values(ColumnType type) {
    Arbitrary<Object> present =
        switch (type.kind()) {
          case INT64, UINT64 -> Arbitraries.longs().asGeneric();
          case INT32 -> Arbitraries.integers().asGeneric();
          case UINT32 -> Arbitraries.longs().between(0, ColumnType.UINT32_MAX).asGeneric();
          case FLOAT32 -> Arbitraries.floats().asGeneric();
          case FLOAT64 -> Arbitraries.doubles().asGeneric();
          case STRING -> Arbitraries.strings().map(EveryType::whole).asGeneric();
          case DECIMAL ->
              Arbitraries.bigIntegers()
                  .between(
                      BigInteger.TEN.pow(type.precision()).negate().add(BigInteger.ONE),
                      BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE))
                  .map(unscaled -> new BigDecimal(unscaled, type.scale()))
                  .asGeneric();
          case UUID ->
              Arbitraries.longs()
                  .tuple2()
                  .map(halves -> new UUID(halves.get1(), halves.get2()))
                  .asGeneric();
          case BYTES -> Arbitraries.bytes().array(byte[].class).asGeneric();
          case ARRAY -> values(type.elementType()).list().ofMaxSize(5).asGeneric();
          case TIMESTAMP ->
              Arbitraries.longs()
                  .between(0, 4_294_967_295L)
                  .map(second -> second * type.unitsPerSecond())
                  .asGeneric();
          default -> Arbitraries.of(EXTREMES.get(type.withNullable(false)));
        };
    Arbitrary<Object> extreme =
        Arbitraries.of(EXTREMES.getOrDefault(type.withNullable(false), List.of(type.zero())));
    Arbitrary<Object> values = Arbitraries.oneOf(present, extreme);
    return type.nullable() ? values.injectNull(0.1) : values;
  }

  /** Half a character is not text. */
  private static String whole(String text) {
    return text.codePoints()
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
