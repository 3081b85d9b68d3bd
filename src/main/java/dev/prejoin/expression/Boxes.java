package dev.prejoin.expression;

/** Java's classes for the primitives of generated code. */
final class Boxes {
  private Boxes() {}

  static String javaClass(Family family) {
    return switch (family.java()) {
      case "boolean" -> "Boolean";
      case "long" -> "Long";
      case "double" -> "Double";
      default -> family.java();
    };
  }

  static String unboxed(String box, Family family) {
    return switch (family.java()) {
      case "boolean" -> box + ".booleanValue()";
      case "long" -> box + ".longValue()";
      case "double" -> box + ".doubleValue()";
      default -> box;
    };
  }
}
