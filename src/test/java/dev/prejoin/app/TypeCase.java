package dev.prejoin.app;

import java.util.ArrayList;
import java.util.List;

/**
 * A column of one type, with values at its extremes.
 *
 * @param postgres its type in PostgreSQL
 * @param avro its Avro type in JSON, without null
 * @param clickHouse its type in ClickHouse, without Nullable
 * @param values as literals of PostgreSQL
 * @param texts what ClickHouse makes of each, as text
 */
record TypeCase(
    String name,
    String postgres,
    String avro,
    String clickHouse,
    List<String> values,
    List<String> texts) {

  boolean array() {
    return clickHouse.startsWith("Array(");
  }

  String field() {
    return array()
        ? "{\"name\":\"%s\",\"type\":%s,\"default\":[]}".formatted(name, avro)
        : "{\"name\":\"%s\",\"type\":[\"null\",%s],\"default\":null}".formatted(name, avro);
  }

  String column() {
    return name + " " + (array() ? clickHouse : "Nullable(" + clickHouse + ")");
  }

  String shown() {
    return postgres.equals("bytea") ? "hex(" + name + ")" : "toString(" + name + ")";
  }

  String textOfNull() {
    return array() ? "[]" : null;
  }

  /** A value, or NULL beyond the last one. */
  String value(int row) {
    return row < 0 ? "NULL" : "'" + values.get(row % values.size()).replace("'", "''") + "'";
  }

  String text(int row) {
    return row < 0 ? textOfNull() : texts.get(row % texts.size());
  }

  private static TypeCase of(
      String name, String postgres, String avro, String clickHouse, String... pairs) {
    List<String> values = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.add(pairs[i]);
      texts.add(pairs[i + 1].equals("=") ? pairs[i] : pairs[i + 1]);
    }
    return new TypeCase(name, postgres, avro, clickHouse, values, texts);
  }

  private static String typed(String avro, String clickHouse) {
    return "{\"type\":\"%s\",\"clickhouse\":\"%s\"}".formatted(avro, clickHouse);
  }

  private static String logical(String avro, String logical) {
    return "{\"type\":\"%s\",\"logicalType\":\"%s\"}".formatted(avro, logical);
  }

  private static String decimal(int precision, int scale) {
    return "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":%d}"
        .formatted(precision, scale);
  }

  private static String arrayOf(String avro) {
    return "{\"type\":\"array\",\"items\":[\"null\",%s]}".formatted(avro);
  }

  private static final String MOOD =
      "{\"type\":\"enum\",\"name\":\"mood\",\"symbols\":[\"sad\",\"ok\",\"happy\"]}";
  private static final String MOOD_TYPE = "Enum8('sad' = 1, 'ok' = 2, 'happy' = 3)";
  private static final String LABELS = "Enum8('it is' = 1, 'größer' = 2)";

  static List<TypeCase> all() {
    String text = "\"string\"";
    String longest = "x".repeat(100_000);
    return List.of(
        of("c_bool", "bool", "\"boolean\"", "Bool", "true", "=", "false", "="),
        of("c_i8", "smallint", typed("int", "Int8"), "Int8", "-128", "=", "127", "="),
        of("c_u8", "smallint", typed("int", "UInt8"), "UInt8", "0", "=", "255", "="),
        of("c_i16", "smallint", typed("int", "Int16"), "Int16", "-32768", "=", "32767", "="),
        of("c_u16", "integer", typed("int", "UInt16"), "UInt16", "0", "=", "65535", "="),
        of("c_i32", "integer", "\"int\"", "Int32", "-2147483648", "=", "2147483647", "="),
        of("c_u32", "bigint", typed("long", "UInt32"), "UInt32", "0", "=", "4294967295", "="),
        of(
            "c_i64",
            "bigint",
            "\"long\"",
            "Int64",
            "-9223372036854775808",
            "=",
            "9223372036854775807",
            "="),
        of(
            "c_u64",
            "numeric(20,0)",
            "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":0,\"clickhouse\":\"UInt64\"}",
            "UInt64",
            "0",
            "=",
            "9223372036854775808",
            "=",
            "18446744073709551615",
            "="),
        of(
            "c_f32",
            "real",
            "\"float\"",
            "Float32",
            "3.4028235e38",
            "3.4028235e38",
            "1e-45",
            "1e-45",
            "NaN",
            "nan",
            "Infinity",
            "inf",
            "-Infinity",
            "-inf",
            "-0",
            "-0"),
        of(
            "c_f64",
            "double precision",
            "\"double\"",
            "Float64",
            "1.7976931348623157e308",
            "=",
            "5e-324",
            "=",
            "NaN",
            "nan",
            "Infinity",
            "inf",
            "-Infinity",
            "-inf",
            "-0",
            "-0",
            "0.1",
            "="),
        of(
            "c_d9",
            "numeric(9,2)",
            decimal(9, 2),
            "Decimal(9, 2)",
            "9999999.99",
            "=",
            "-9999999.99",
            "=",
            "0.01",
            "="),
        of(
            "c_d18",
            "numeric(18,4)",
            decimal(18, 4),
            "Decimal(18, 4)",
            "99999999999999.9999",
            "=",
            "-99999999999999.9999",
            "="),
        of(
            "c_d38",
            "numeric(38,19)",
            decimal(38, 19),
            "Decimal(38, 19)",
            "9999999999999999999.9999999999999999999",
            "=",
            "-9999999999999999999.9999999999999999999",
            "=",
            "0.0000000000000000001",
            "="),
        of(
            "c_numeric",
            "numeric",
            decimal(38, 10),
            "Decimal(38, 10)",
            "1.5",
            "=",
            "-1e-10",
            "-0.0000000001",
            "1e27",
            "1000000000000000000000000000"),
        of(
            "c_numeric_f",
            "numeric",
            "\"double\"",
            "Float64",
            "0.1",
            "=",
            "NaN",
            "nan",
            "Infinity",
            "inf",
            "-Infinity",
            "-inf"),
        of(
            "c_numeric_s",
            "numeric",
            text,
            "String",
            "123456789012345678901234567890123456789012.50",
            "=",
            "NaN",
            "=",
            "-Infinity",
            "="),
        of(
            "c_text",
            "text",
            text,
            "String",
            "",
            "=",
            "NAN",
            "=",
            "größer ψ 漢字 עברית हिन्दी 👩‍👩‍👧 🚀",
            "=",
            "it's \\ \"quoted\"\n\ttab",
            "=",
            longest,
            "="),
        of("c_varchar", "varchar(10)", text, "String", "a b", "=", "", "="),
        of("c_char", "char(5)", text, "String", "ab", "ab   ", "漢字", "漢字   "),
        of(
            "c_uuid",
            "uuid",
            logical("string", "uuid"),
            "UUID",
            "00000000-0000-0000-0000-000000000000",
            "=",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "=",
            "00112233-4455-6677-8899-aabbccddeeff",
            "="),
        of("c_bytea", "bytea", "\"bytes\"", "String", "\\x", "", "\\x00ff275c0a80", "00FF275C0A80"),
        of("c_json", "json", text, "String", "{\"a\": [1, 2.50, null]}", "="),
        of("c_jsonb", "jsonb", text, "String", "{\"a\": [1, 2.50, \"ü\"]}", "="),
        of(
            "c_date",
            "date",
            "{\"type\":\"int\",\"logicalType\":\"date\",\"clickhouse\":\"Date\"}",
            "Date",
            "1970-01-01",
            "=",
            "2149-06-06",
            "="),
        of(
            "c_date32",
            "date",
            logical("int", "date"),
            "Date32",
            "1900-01-01",
            "=",
            "2299-12-31",
            "="),
        of(
            "c_ts0",
            "timestamp(0)",
            "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\",\"clickhouse\":\"DateTime\"}",
            "DateTime",
            "1970-01-01 00:00:00",
            "=",
            "2106-02-07 06:28:15",
            "="),
        of(
            "c_ts1",
            "timestamp(1)",
            logical("long", "timestamp-millis"),
            "DateTime64(3)",
            "2026-01-01 00:00:00.1",
            "2026-01-01 00:00:00.100"),
        of(
            "c_ts3",
            "timestamp(3)",
            logical("long", "timestamp-millis"),
            "DateTime64(3)",
            "1900-01-01 00:00:00",
            "1900-01-01 00:00:00.000",
            "2299-12-31 23:59:59.999",
            "="),
        of(
            "c_ts6",
            "timestamp",
            logical("long", "local-timestamp-micros"),
            "DateTime64(6)",
            "1900-01-01 00:00:00.000001",
            "=",
            "2299-12-31 23:59:59.999999",
            "=",
            "1969-12-31 23:59:59.999999",
            "="),
        of(
            "c_ts9",
            "timestamp",
            logical("long", "timestamp-nanos"),
            "DateTime64(9)",
            "1900-01-01 00:00:00.000001",
            "1900-01-01 00:00:00.000001000",
            "2262-04-11 23:47:16.854775",
            "2262-04-11 23:47:16.854775000"),
        of(
            "c_tz0",
            "timestamptz(0)",
            "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\",\"clickhouse\":\"DateTime\"}",
            "DateTime",
            "1970-01-01 05:30:00+05:30",
            "1970-01-01 00:00:00"),
        of(
            "c_tz3",
            "timestamptz(3)",
            logical("long", "timestamp-millis"),
            "DateTime64(3)",
            "2026-03-29 02:30:00.123+02",
            "2026-03-29 00:30:00.123"),
        of(
            "c_tz6",
            "timestamptz",
            logical("long", "timestamp-micros"),
            "DateTime64(6)",
            "1900-01-01 00:00:00.000001+00",
            "1900-01-01 00:00:00.000001",
            "2299-12-31 23:59:59.999999+00",
            "2299-12-31 23:59:59.999999"),
        of("c_enum", "mood", MOOD, MOOD_TYPE, "sad", "=", "ok", "=", "happy", "="),
        of("c_enum_labels", "labels", typed("string", LABELS), LABELS, "it is", "=", "größer", "="),
        of("c_enum_text", "mood", text, "String", "happy", "="),
        of("c_time", "time", text, "String", "00:00:00", "=", "24:00:00", "=", "01:02:03.5", "="),
        of("c_timetz", "timetz", text, "String", "01:02:03+02", "23:02:03Z"),
        of(
            "c_interval",
            "interval",
            text,
            "String",
            "1 year 2 mons 3 days 04:05:06.78",
            "P1Y2M3DT4H5M6.78S"),
        of("c_inet", "inet", text, "String", "192.168.0.1/24", "=", "::1", "="),
        of("c_bit", "bit(1)", "\"boolean\"", "Bool", "1", "true", "0", "false"),
        of("c_bits", "bit(10)", text, "String", "0000000101", "=", "1111111111", "="),
        of(
            "c_int_array",
            "integer[]",
            arrayOf("\"int\""),
            "Array(Nullable(Int32))",
            "{}",
            "[]",
            "{-2147483648,NULL,2147483647}",
            "[-2147483648,NULL,2147483647]"),
        of(
            "c_bigint_array",
            "bigint[]",
            "{\"type\":\"array\",\"items\":\"long\"}",
            "Array(Int64)",
            "{}",
            "[]",
            "{1,2,3}",
            "[1,2,3]"),
        of(
            "c_text_array",
            "text[]",
            arrayOf(text),
            "Array(Nullable(String))",
            "{}",
            "[]",
            "{\"\",NULL,\"a,b\",\"漢字\"}",
            "['',NULL,'a,b','漢字']"),
        of(
            "c_uuid_array",
            "uuid[]",
            arrayOf(logical("string", "uuid")),
            "Array(Nullable(UUID))",
            "{00112233-4455-6677-8899-aabbccddeeff,NULL}",
            "['00112233-4455-6677-8899-aabbccddeeff',NULL]"),
        of(
            "c_numeric_array",
            "numeric(10,2)[]",
            arrayOf(decimal(10, 2)),
            "Array(Nullable(Decimal(10, 2)))",
            "{99999999.99,NULL,-0.01}",
            "[99999999.99,NULL,-0.01]"),
        of(
            "c_double_array",
            "double precision[]",
            arrayOf("\"double\""),
            "Array(Nullable(Float64))",
            "{NaN,Infinity,-Infinity,0.1,NULL}",
            "[nan,inf,-inf,0.1,NULL]"),
        of(
            "c_real_array",
            "real[]",
            arrayOf("\"float\""),
            "Array(Nullable(Float32))",
            "{1.5,NULL}",
            "[1.5,NULL]"),
        of(
            "c_bool_array",
            "bool[]",
            arrayOf("\"boolean\""),
            "Array(Nullable(Bool))",
            "{t,f,NULL}",
            "[true,false,NULL]"),
        of(
            "c_date_array",
            "date[]",
            arrayOf(logical("int", "date")),
            "Array(Nullable(Date32))",
            "{1900-01-01,2299-12-31,NULL}",
            "['1900-01-01','2299-12-31',NULL]"),
        of(
            "c_tz_array",
            "timestamptz[]",
            arrayOf(logical("long", "timestamp-micros")),
            "Array(Nullable(DateTime64(6)))",
            "{\"2026-01-01 00:00:00.000001+00\",NULL}",
            "['2026-01-01 00:00:00.000001',NULL]"),
        of(
            "c_jsonb_array",
            "jsonb[]",
            arrayOf(text),
            "Array(Nullable(String))",
            "{\"{\\\"a\\\": 1}\"}",
            "['{\"a\": 1}']"),
        of(
            "c_enum_array",
            "mood[]",
            "{\"type\":\"array\",\"items\":\"mood\"}",
            "Array(" + MOOD_TYPE + ")",
            "{sad,happy}",
            "['sad','happy']"));
  }
}
