package dev.prejoin.expression;

import static dev.prejoin.expression.TextArguments.anyCase;
import static dev.prejoin.expression.TextArguments.text;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Bytes;
import java.util.List;

/** Texts that stand for bytes, and digests. */
final class ByteFunctions {
  private ByteFunctions() {}

  static List<Function> all() {
    return List.of(
        anyCase(of("hex", "hex(x)", "its bytes as hexadecimal digits", ByteFunctions::hex)),
        anyCase(of("unhex", "unhex(s)", "the text whose bytes are given", a -> decoded("unhex", a)))
            .differs(TextArguments.CUT),
        anyCase(
            of("base64Encode", "base64Encode(x)", "its bytes as base64", ByteFunctions::base64),
            "to_base64"),
        anyCase(
                of(
                    "base64Decode",
                    "base64Decode(s)",
                    "the text that base64 stands for; what is none makes the row a dead letter",
                    a -> decoded("fromBase64", a)),
                "from_base64")
            .differs(TextArguments.CUT),
        digest("MD5", "MD5", 16),
        digest("SHA1", "SHA-1", 20),
        digest("SHA224", "SHA-224", 28),
        digest("SHA256", "SHA-256", 32),
        digest("SHA384", "SHA-384", 48),
        digest("SHA512", "SHA-512", 64));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.STRING, name, usage, words, binder);
  }

  private static Expr hex(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value =
        Arguments.family(arguments, 0, Family.STRING, Family.BYTES, Family.UUID, Family.INTEGER);
    if (value.type().is(Family.INTEGER) && value.type().signed()) {
      // Of the number's own width: ClickHouse shows no more bytes of a negative one.
      long mask =
          value.type().size() == Long.BYTES ? -1L : (1L << (value.type().size() * Byte.SIZE)) - 1;
      return StaticCall.of(Bytes.class, "hex", ExprType.TEXT, List.of(value)).with("long", mask);
    }
    return StaticCall.of(Bytes.class, "hex", ExprType.TEXT, List.of(value));
  }

  private static Expr base64(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr value = Arguments.family(arguments, 0, Family.STRING, Family.BYTES);
    return StaticCall.of(Bytes.class, "base64", ExprType.TEXT, List.of(value));
  }

  private static Expr decoded(String method, List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    return StaticCall.of(Bytes.class, method, ExprType.TEXT, List.of(text(arguments, 0))).failing();
  }

  private static Function digest(String name, String algorithm, int size) {
    return of(
        name,
        name + "(x)",
        "its digest, of %d bytes; lower(hex(%s(x))) is the usual text".formatted(size, name),
        arguments -> {
          Arguments.count(arguments, 1, 1);
          Expr value = Arguments.family(arguments, 0, Family.STRING, Family.BYTES);
          return StaticCall.of(Bytes.class, "digest", ExprType.fixedBytes(size), List.of(value))
              .with("String", algorithm);
        });
  }
}
