package dev.prejoin.expression;

import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of a wide table, random and extreme, for expressions to be tried on. */
final class WideRows {
  /** A column of each type, and one that may be NULL behind {@code n}. */
  static final Relation RELATION = relation();

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "abc",
          "Abc DEF",
          "Köln",
          "ÄÖÜäöüß",
          "Ωmega σς",
          "日本語",
          "😀",
          "a😀b",
          "İıſK",
          "100%",
          "a_b",
          "it's",
          "back\\slash",
          "tab\there",
          "two\nlines",
          "  padded  ",
          "aaa",
          "abcabcabc",
          "x,y,,z",
          "https://user@www.example.com:8080/a/b.html?x=1&y=%20z#frag",
          "http://example.co.uk",
          "foo@bar.com",
          "\u0000nul",
          "ﬁ",
          "e\u0301",
          "0",
          "null");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "+1",
          "42",
          "127",
          "128",
          "-128",
          "-129",
          "255",
          "256",
          "32767",
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
          "1.5",
          "-1.5",
          ".5",
          "5.",
          "1e3",
          "1E-3",
          "1e400",
          "nan",
          "NaN",
          "inf",
          "-inf",
          "Infinity",
          "0x10",
          "1_000",
          " 1",
          "1 ",
          "1a",
          "",
          "-",
          "00012",
          "-0",
          "1.005",
          "0.1",
          "123456789.123456789",
          "true",
          "false",
          "yes",
          "2026-01-31",
          "2026-01-31 23:59:59",
          "2026-01-31 23:59:59.123456",
          "1970-01-01",
          "2299-12-31",
          "1900-01-01",
          "2024-02-29",
          "2023-02-29",
          "20260131",
          "1700000000",
          "2026-01-31T23:59:59Z",
          "2026-01-31T23:59:59+02:00",
          "31/01/2026",
          "Jan 31 2026",
          "2026-1-2",
          "0000-00-00",
          "61f0c404-5cb3-11e7-907b-a6006ad3dba0",
          "61F0C4045CB311E7907BA6006AD3DBA0");

  private static final List<String> JSON =
      List.of(
          "{}",
          "",
          "null",
          "[]",
          "{",
          "not json",
          "{\"a\": 1}",
          "{\"a\": \"text\", \"b\": 2}",
          "{\"a\": null}",
          "{\"a\": 1.5}",
          "{\"a\": true, \"b\": false}",
          "{\"a\": {\"b\": [1, 2, 3]}}",
          "{\"a\": {\"b\": {\"c\": \"deep\"}}}",
          "[1, \"two\", null, 3.5]",
          "{\"a\": \"12\"}",
          "{\"a\": 18446744073709551615}",
          "{\"a\": -9223372036854775808}",
          "{\"a\": 1e400}",
          "{\"a\": 99999999999999999999}",
          "{\"a\": \"\\u00e9\\n\\\"\"}",
          "{\"a\": \"\\ud83d\\ude00\"}",
          "{\"a\": 1, \"a\": 2}",
          "{\"a\":[{\"b\":1},{\"b\":2}]}",
          "  {\"a\" : [ 1 , 2 ] }  ",
          "{\"a\": 1} trailing",
          "{\"Köln\": \"ü\", \"a\": \"\"}",
          "{\"a\": 300}",
          "{\"a\": -1}",
          "\"a\"",
          "1",
          "true",
          "{\"a\": 0.1, \"b\": \"0.1\"}",
          "{\"a\":1.0}",
          "{\"a\":\"2026-01-31\"}",
          "{\"page\":\"/home\",\"device\":\"mobile\",\"value\":12.5,\"score\":7}");

  private static final long[] SECONDS = {
    0,
    1,
    59,
    3_599,
    86_399,
    86_400,
    951_782_399,
    951_782_400,
    1_582_934_400,
    1_609_459_199,
    1_609_459_200,
    1_616_893_199,
    1_616_893_200,
    1_635_641_999,
    1_635_642_000,
    1_635_645_600,
    1_700_000_000,
    1_704_067_199,
    1_704_067_200,
    1_735_603_200,
    2_147_483_647,
    2_147_483_648L,
    4_294_967_295L,
    1_647_154_800,
    1_667_714_400
  };

  private final Random random;

  WideRows(long seed) {
    random = new Random(seed);
  }

  private static Relation relation() {
    String[] columns = {
      "b Bool",
      "i8 Int8",
      "i16 Int16",
      "i32 Int32",
      "i64 Int64",
      "u8 UInt8",
      "u16 UInt16",
      "u32 UInt32",
      "u64 UInt64",
      "f32 Float32",
      "f64 Float64",
      "d9 Decimal(9, 2)",
      "d18 Decimal(18, 4)",
      "d38 Decimal(38, 10)",
      "s String",
      "t String",
      "j String",
      "p String",
      "uuid UUID",
      "d Date",
      "d32 Date32",
      "dt DateTime",
      "dt3 DateTime64(3)",
      "dt6 DateTime64(6)",
      "dt9 DateTime64(9)",
      "e Enum8('sad' = 1, 'ok' = 2, 'happy' = 3)"
    };
    List<Column> all = new ArrayList<>();
    all.add(new Column("id", ColumnType.of(Kind.INT64)));
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      ColumnType type = ClickHouseTypes.parse(parts[1]);
      all.add(new Column(parts[0], type));
      all.add(new Column("n" + parts[0], type.withNullable(true)));
    }
    all.add(new Column("a", ClickHouseTypes.parse("Array(Int32)")));
    all.add(new Column("sa", ClickHouseTypes.parse("Array(String)")));
    return new Relation("wide", all, List.of(all.get(0)));
  }

  List<Object[]> rows(int count) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object[] row = new Object[RELATION.columns().size()];
      row[0] = (long) i;
      for (int c = 1; c < row.length; c++) {
        Column column = RELATION.columns().get(c);
        row[c] = value(column.name(), column.type());
      }
      rows.add(row);
    }
    return rows;
  }

  private @Nullable Object value(String name, ColumnType type) {
    if (type.nullable() && random.nextInt(5) == 0) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case INT8 -> (int) (byte) integer();
      case INT16 -> (int) (short) integer();
      case INT32 -> (int) integer();
      case INT64, UINT64 -> integer();
      case UINT8 -> (int) (integer() & 0xFF);
      case UINT16 -> (int) (integer() & 0xFFFF);
      case UINT32 -> integer() & 0xFFFF_FFFFL;
      case FLOAT32 -> (float) fraction();
      case FLOAT64 -> fraction();
      case DECIMAL -> decimal(type);
      case STRING -> text(name.charAt(name.length() - 1));
      case UUID ->
          random.nextInt(8) == 0 ? new UUID(0, 0) : new UUID(random.nextLong(), random.nextLong());
      case DATE -> (int) within(SECONDS[random.nextInt(SECONDS.length)] / 86_400, 0, 49_709);
      case DATE32 -> random.nextInt(3) == 0 ? within(random.nextInt(120_530) - 25_567) : date();
      case TIMESTAMP -> timestamp(type.precision());
      case ENUM -> type.symbols().get(random.nextInt(type.symbols().size()));
      case ARRAY -> array(type);
      case BYTES -> throw new IllegalArgumentException("no column of bytes");
    };
  }

  private int date() {
    return (int) (SECONDS[random.nextInt(SECONDS.length)] / 86_400) + random.nextInt(3) - 1;
  }

  private static int within(long days) {
    return (int) within(days, -25_567, 120_529);
  }

  private static long within(long value, long least, long most) {
    return Math.max(least, Math.min(most, value));
  }

  private long integer() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(5) - 2L;
      case 1 -> random.nextInt(300) - 150L;
      case 2 -> (1L << random.nextInt(64)) - random.nextInt(2);
      case 3 -> -(1L << random.nextInt(64));
      case 4 -> random.nextInt();
      default -> random.nextLong();
    };
  }

  private double fraction() {
    return switch (random.nextInt(9)) {
      case 0 -> Double.NaN;
      case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      case 2 -> random.nextBoolean() ? 0.0 : -0.0;
      case 3 -> random.nextInt(200) / 2.0 - 50;
      case 4 -> random.nextInt(20_000) / 1000.0 - 10;
      case 5 -> integer();
      case 6 -> Double.longBitsToDouble(random.nextLong());
      case 7 -> random.nextGaussian();
      default -> random.nextGaussian() * 1e6;
    };
  }

  private BigDecimal decimal(ColumnType type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    BigInteger unscaled =
        switch (random.nextInt(5)) {
          case 0 -> BigInteger.valueOf(random.nextInt(5) - 2);
          case 1 -> random.nextBoolean() ? most : most.negate();
          case 2 -> BigInteger.valueOf(random.nextInt(2_000_000) - 1_000_000);
          default -> new BigInteger(110, random).mod(most);
        };
    return new BigDecimal(unscaled.mod(most.add(BigInteger.ONE)), type.scale())
        .multiply(random.nextInt(3) == 0 ? BigDecimal.ONE.negate() : BigDecimal.ONE);
  }

  private String text(char column) {
    List<String> some =
        switch (column) {
          case 't' -> NUMBERS;
          case 'j' -> JSON;
          default -> TEXTS;
        };
    String text = some.get(random.nextInt(some.size()));
    return column == 's' && random.nextInt(4) == 0
        ? text + TEXTS.get(random.nextInt(TEXTS.size()))
        : text;
  }

  private long timestamp(int precision) {
    long second = SECONDS[random.nextInt(SECONDS.length)] + random.nextInt(7_200) - 3_600;
    if (precision > 0 && random.nextInt(3) == 0) {
      second = within(second - 1_900_000_000L, -2_208_988_800L, 9_000_000_000L);
    }
    if (precision == 0) {
      return within(second, 0, 4_294_967_295L) * 1000;
    }
    long units = precision == 3 ? 1_000L : precision == 6 ? 1_000_000L : 1_000_000_000L;
    return second * units + (random.nextInt(3) == 0 ? 0 : random.nextLong(units));
  }

  private List<Object> array(ColumnType type) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(
          type.elementType().kind() == Kind.STRING
              ? (Object) TEXTS.get(random.nextInt(TEXTS.size()))
              : random.nextInt(5) - 1);
    }
    return list;
  }
}
