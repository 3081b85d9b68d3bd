package dev.prejoin.plan;

/** Orders that Java lacks; generated code calls them. */
public final class Order {
  private Order() {}

  /** The order of two strings' UTF-8 bytes, which is that of their code points. */
  public static int bytes(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above all others.
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** The order of two numbers as they are, without rounding the integer; right is not NaN. */
  public static int numbers(long left, double right) {
    if (right >= 0x1p63) {
      return -1;
    }
    if (right < -0x1p63) {
      return 1;
    }
    long whole = (long) right;
    int order = Long.compare(left, whole);
    return order != 0 ? order : Double.compare(0d, right - whole + 0d);
  }
}
