package dev.prejoin.expression;

/** What operators and functions care for in a type, and how generated code holds its values. */
public enum Family {
  /** Bool, and the UInt8 of 0 and 1 that conditions give. */
  BOOLEAN("boolean", "false"),
  /** A UInt64 is the long with the same bits. */
  INTEGER("long", "0L"),
  /** A Float32 is a double that a float holds. */
  FLOAT("double", "0d"),
  /** Always of the type's scale. */
  DECIMAL("java.math.BigDecimal", "java.math.BigDecimal.ZERO"),
  STRING("String", "\"\""),
  /** A String of ClickHouse that need not be text. */
  BYTES("byte[]", Blank.class.getName() + ".BYTES"),
  UUID("java.util.UUID", Blank.class.getName() + ".ZERO_UUID"),
  /** Days since 1970-01-01. */
  DATE("long", "0L"),
  /** Since 1970-01-01 UTC, in units of the type's own precision: seconds for DateTime. */
  TIMESTAMP("long", "0L"),
  ENUM("String", "\"\""),
  /** A number of units of time. */
  INTERVAL("long", "0L"),
  ARRAY("java.util.List", "java.util.Collections.EMPTY_LIST"),
  /** Values side by side, on the left of IN only. */
  TUPLE("java.util.List", "java.util.Collections.EMPTY_LIST"),
  /** Of NULL alone. */
  NOTHING("Object", "null");

  private final String java;
  private final String blank;

  Family(String java, String blank) {
    this.java = java;
    this.blank = blank;
  }

  /** The Java type of its values in generated code. */
  public String java() {
    return java;
  }

  /** A Java expression for what stands in the place of a NULL. */
  public String blank() {
    return blank;
  }
}
