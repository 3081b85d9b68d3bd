package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Hashes;
import java.util.List;

/** Hashes that are numbers, of one text or of bytes. */
final class HashFunctions {
  private HashFunctions() {}

  static List<Function> all() {
    return List.of(
        of("sipHash64", ExprType.UINT64),
        of("halfMD5", ExprType.UINT64),
        of("CRC32", ExprType.UINT32));
  }

  private static Function of(String name, ExprType type) {
    String method = name.equals("CRC32") ? "crc32" : name;
    return TextArguments.of(
        Group.STRING,
        name,
        name + "(x)",
        "a number of %d bits made of its bytes".formatted(type.size() * Byte.SIZE),
        arguments -> {
          Arguments.count(arguments, 1, 1);
          Expr value = Arguments.family(arguments, 0, Family.STRING, Family.BYTES);
          if (value.type().nullable() && !name.equals("CRC32")) {
            throw new Misuse(0, "must not be Nullable; write ifNull(…, '')");
          }
          return StaticCall.of(Hashes.class, method, type, List.of(value));
        });
  }
}
