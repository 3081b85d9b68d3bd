package dev.prejoin.expression;

/** What stands in the place of a NULL where a family has no literal for it. */
public final class Blank {
  public static final byte[] BYTES = {};
  public static final java.util.UUID ZERO_UUID = new java.util.UUID(0, 0);

  private Blank() {}
}
