package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * A table with a column of each type, and one more with {@code _n} behind its name that is
 * Nullable, and rows of random and extreme values.
 */
final class WideTable {
  /** A column's type and how a value of it is drawn. */
  private record Source(ColumnType type, Function<Random, Object> value) {}

  private static final Map<String, Source> SOURCES = new LinkedHashMap<>();

  private static final long DAY_S = 86_400;

  /**
   * The ends of types, years that end, leap days, and the two nights when Berlin's clocks change.
   */
  private static final long[] SECONDS = {
    0,
    1,
    -1,
    951_782_400,
    951_868_799,
    1_067_126_400,
    1_711_846_799,
    1_711_846_800,
    1_711_850_400,
    1_729_987_199,
    1_729_990_800,
    1_729_994_400,
    1_704_067_199,
    1_704_067_200,
    1_735_689_599,
    2_147_483_647,
    2_147_483_648L,
    4_294_967_295L
  };

  private static final String[] TEXTS = {
    "",
    " ",
    "a",
    "A",
    "abc",
    "Abc",
    "aBC abc",
    "a,b,,c",
    "größer",
    "GRÖSSER",
    "ß",
    "İ",
    "漢字",
    "🚀 x 🚀",
    "e\u0301",
    "%_\\",
    "a.b*c",
    "tab\tand\nline",
    "\0nul",
    "it's \"quoted\"",
    "  padded  ",
    "https://user@example.com:8080/a/b?x=1&y=2#f",
    "10.0.0.1",
    "key=value;k2=v2",
    "2026-01-01"
  };

  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "+1",
    "007",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "99999999999999999999999",
    "1.5",
    "-1.5",
    ".5",
    "5.",
    "-.5",
    "1e3",
    "1E-3",
    "1e400",
    "-1e400",
    "1e-400",
    "0.1",
    "nan",
    "NaN",
    "-nan",
    "inf",
    "-inf",
    "+inf",
    "Infinity",
    "",
    " ",
    " 1",
    "1 ",
    "1x",
    "x1",
    "-",
    "+",
    ".",
    "e",
    "1e",
    "1e+",
    "--1",
    "1_000",
    "1,5",
    "0x10",
    "true",
    "false",
    "12345.6789",
    "-0",
    "-0.0",
    "123456789012345678901234567890.12",
    "0.00000000000000000000000000000000000001",
    "NULL",
    "1.005",
    "2.5",
    "3.5",
    "1\n"
  };

  private static final String[] JSONS = {
    "{}",
    "[]",
    "null",
    "",
    "{",
    "{\"a\":1}",
    "{\"a\":-1.5,\"b\":\"x\",\"c\":true,\"d\":null}",
    "{\"a\":{\"b\":{\"c\":[1,2,{\"d\":\"deep\"}]}}}",
    "{\"a\":\"12\",\"b\":18446744073709551615,\"c\":-9223372036854775808}",
    "{\"a\":\"gr\\u00f6\\u00dfer \\ud83d\\ude80\",\"b\":[\"x\",null,3]}",
    "[1,2.5,\"three\",null,true,{\"a\":7},[8]]",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1} trailing",
    "{\"a\":1e400}",
    "{\"a\":false,\"b\":{},\"c\":[]}",
    "\"text\"",
    "42",
    " { \"a\" : [ 1 , 2 ] } "
  };

  private static final String[] DATES = {
    "2026-01-01",
    "2026-01-01 00:00:00",
    "2026-12-31 23:59:59",
    "2026-01-01T12:34:56Z",
    "2026-01-01 12:34:56.789",
    "2026-01-01T12:34:56.789012345+05:30",
    "2026-01-01 12:34:56-03:00",
    "2026-01-01 12:34",
    "2024-03-31 02:30:00",
    "2024-10-27 02:30:00",
    "2024-02-29",
    "2023-02-29",
    "2026-04-31",
    "1969-12-31",
    "1969-12-31 23:59:59.5",
    "1970-01-01",
    "2149-06-06",
    "2149-06-07",
    "1900-01-01",
    "1899-12-31 12:00:00",
    "2299-12-31",
    "2300-01-01",
    "2106-02-07 06:28:15",
    "2026-13-01",
    "20260101",
    "20260101T101112",
    "2026-1-1",
    "01/02/2026",
    "1767225600",
    "1767225600.5",
    "1767225600123",
    "",
    "x",
    "2026-01-01 24:00:00",
    "2026-01-01 25:61:61",
    "2026-01-01 "
  };

  static {
    put("b", Kind.BOOLEAN, Random::nextBoolean);
    put("i8", Kind.INT8, r -> (int) integer(r, 8, true));
    put("i16", Kind.INT16, r -> (int) integer(r, 16, true));
    put("i32", Kind.INT32, r -> (int) integer(r, 32, true));
    put("i64", Kind.INT64, r -> integer(r, 64, true));
    put("u8", Kind.UINT8, r -> (int) integer(r, 8, false));
    put("u16", Kind.UINT16, r -> (int) integer(r, 16, false));
    put("u32", Kind.UINT32, r -> integer(r, 32, false));
    put("u64", Kind.UINT64, r -> integer(r, 64, false));
    put("f32", Kind.FLOAT32, r -> (float) floating(r));
    put("f64", Kind.FLOAT64, WideTable::floating);
    put("d9", ColumnType.decimal(9, 2), r -> decimal(r, 9, 2));
    put("d18", ColumnType.decimal(18, 4), r -> decimal(r, 18, 4));
    put("d38", ColumnType.decimal(38, 10), r -> decimal(r, 38, 10));
    put("d0", ColumnType.decimal(12, 0), r -> decimal(r, 12, 0));
    put("s", Kind.STRING, r -> one(r, TEXTS));
    put("s2", Kind.STRING, r -> one(r, TEXTS));
    put("num", Kind.STRING, WideTable::numberText);
    put("json", Kind.STRING, r -> one(r, JSONS));
    put("dt", Kind.STRING, r -> one(r, DATES));
    put("bytes", Kind.BYTES, WideTable::bytes);
    put("uuid", Kind.UUID, r -> new UUID(integer(r, 64, true), integer(r, 64, true)));
    put(
        "e",
        ColumnType.enumeration(List.of("sad", "ok", "it's", "größer")),
        r -> one(r, new String[] {"sad", "ok", "it's", "größer"}));
    put("day", Kind.DATE, r -> (int) Math.min(65_535, Math.max(0, second(r) / DAY_S)));
    put("day32", Kind.DATE32, r -> (int) between(Math.floorDiv(wide(r), DAY_S), -25_567, 120_529));
    put("ts", ColumnType.timestamp(0), r -> between(second(r), 0, 4_294_967_295L) * 1000);
    put("ts3", ColumnType.timestamp(3), r -> wide(r) * 1000 + part(r, 1000));
    put("ts6", ColumnType.timestamp(6), r -> wide(r) * 1_000_000 + part(r, 1_000_000));
    put(
        "ts9",
        ColumnType.timestamp(9),
        r ->
            between(wide(r), -2_208_988_800L, 9_223_372_035L) * 1_000_000_000
                + part(r, 1_000_000_000));
    SOURCES.put(
        "ints",
        new Source(ColumnType.array(ColumnType.of(Kind.INT64)), r -> list(r, SOURCES.get("i64"))));
    SOURCES.put(
        "texts",
        new Source(ColumnType.array(ColumnType.of(Kind.STRING)), r -> list(r, SOURCES.get("s"))));
  }

  /** {@code id}, which counts the rows, is its key. */
  static final Relation RELATION = relation();

  private WideTable() {}

  private static void put(String name, Kind kind, Function<Random, Object> value) {
    put(name, ColumnType.of(kind), value);
  }

  private static void put(String name, ColumnType type, Function<Random, Object> value) {
    SOURCES.put(name, new Source(type, value));
    SOURCES.put(
        name + "_n",
        new Source(type.withNullable(true), r -> r.nextInt(5) == 0 ? null : value.apply(r)));
  }

  private static Relation relation() {
    List<Column> columns = new ArrayList<>();
    SOURCES.forEach((name, source) -> columns.add(new Column(name, source.type)));
    return new Relation("wide", columns, List.of(new Column("id", ColumnType.of(Kind.INT32))));
  }

  static List<Object[]> rows(int count, long seed) {
    Random random = new Random(seed);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(SOURCES.values().stream().map(source -> source.value.apply(random)).toArray());
    }
    return rows;
  }

  private static String one(Random random, String[] of) {
    return of[random.nextInt(of.length)];
  }

  private static List<Object> list(Random random, Source element) {
    Object[] values = new Object[random.nextInt(4)];
    Arrays.setAll(values, i -> element.value.apply(random));
    return List.of(values);
  }

  private static long integer(Random random, int bits, boolean signed) {
    int unused = 64 - bits;
    long most = signed ? Long.MAX_VALUE >> unused : -1L >>> unused;
    long value =
        switch (random.nextInt(8)) {
          case 0 -> most - random.nextInt(2);
          case 1 -> signed ? -most - random.nextInt(2) : (most >>> 1) + random.nextInt(2);
          case 2, 3, 4 -> random.nextInt(7) - 3;
          case 5 -> random.nextInt(400) - 200;
          default -> random.nextLong() >> random.nextInt(64);
        };
    return signed ? value << unused >> unused : value << unused >>> unused;
  }

  private static double floating(Random random) {
    double[] extremes = {
      0d,
      -0d,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      -Double.MAX_VALUE,
      Double.MAX_VALUE,
      0x1p63,
      -0x1p63,
      0x1p64,
      0x1p53,
      0x1p53 + 2,
      1e-300,
      1e300,
      127.9,
      -128.9,
      255.5,
      65535.5,
      2147483647.5,
      4294967295.5,
      -0.5,
      -1.5,
      -2.5,
      16777217
    };
    return switch (random.nextInt(5)) {
      case 0 -> extremes[random.nextInt(extremes.length)];
      case 1 -> random.nextInt(11) / 2d - 2.5;
      case 2 -> random.nextInt(2_000_000) / 1000d - 1000;
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 10);
      default -> Math.rint(random.nextGaussian() * 100);
    };
  }

  private static BigDecimal decimal(Random random, int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    BigInteger unscaled =
        switch (random.nextInt(6)) {
          case 0 -> most;
          case 1 -> most.negate();
          case 2 -> BigInteger.valueOf(random.nextInt(5) - 2L);
          case 3 -> BigInteger.valueOf(random.nextInt(5) - 2L).multiply(BigInteger.TEN.pow(scale));
          case 4 -> BigInteger.valueOf(random.nextInt(2_000_000) - 1_000_000L);
          default -> new BigInteger(1 + random.nextInt(120), random).mod(most);
        };
    return new BigDecimal(unscaled, scale);
  }

  private static String numberText(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.toString(integer(random, 64, true));
      case 1 -> decimal(random, 15, 6).toPlainString();
      default -> one(random, NUMBERS);
    };
  }

  private static byte[] bytes(Random random) {
    if (random.nextBoolean()) {
      return one(random, TEXTS).getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static long second(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> SECONDS[random.nextInt(SECONDS.length)];
      case 1 -> (long) (random.nextDouble() * 4_294_967_295L);
      default -> 1_700_000_000 + random.nextInt(100_000_000);
    };
  }

  private static long wide(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> -2_208_988_800L + random.nextInt(2) * DAY_S;
      case 1 -> 10_413_791_999L - random.nextInt(2) * DAY_S;
      case 2 -> -random.nextInt(2_000_000_000);
      default -> second(random);
    };
  }

  private static long part(Random random, int units) {
    return random.nextBoolean() ? 0 : random.nextBoolean() ? units - 1 : random.nextInt(units);
  }

  private static long between(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }
}
