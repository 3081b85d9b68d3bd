package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.SimpleJson;
import java.util.List;

/** Values that stand behind the first place of a name in a JSON text, without a parse of it. */
final class SimpleJsonFunctions {
  private static final String FIRST = " behind the first \"name\": in a text that is not parsed";

  private SimpleJsonFunctions() {}

  static List<Function> all() {
    return List.of(
        of("Has", "whether something stands", "has", ExprType.CONDITION),
        of("ExtractString", "the string, else an empty one,", "string", ExprType.TEXT)
            .differs(TextArguments.CUT),
        of("ExtractRaw", "the JSON", "raw", ExprType.TEXT),
        of("ExtractBool", "whether there is true", "bool", ExprType.CONDITION),
        of("ExtractInt", "the Int64, else 0,", "integer", ExprType.INT64),
        of("ExtractUInt", "the UInt64, else 0,", "integer", ExprType.UINT64));
  }

  private static Function of(String name, String words, String method, ExprType type) {
    return TextArguments.of(
            Group.JSON,
            "simpleJSON" + name,
            "simpleJSON" + name + "(json, 'name')",
            words + FIRST,
            arguments -> {
              Arguments.count(arguments, 2, 2);
              StaticCall call =
                  StaticCall.of(
                          SimpleJson.class, method, type, List.of(TextArguments.text(arguments, 0)))
                      .failing()
                      .with("String", '"' + Arguments.constantText(arguments, 1) + "\":");
              return type.is(Family.INTEGER) ? call.with("boolean", type.signed()) : call;
            })
        .alias("visitParam" + name);
  }
}
