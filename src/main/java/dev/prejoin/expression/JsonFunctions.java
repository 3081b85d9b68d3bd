package dev.prejoin.expression;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Json;
import java.util.ArrayList;
import java.util.List;

/** Values of JSON texts. All calls for one text share one parse of it. */
final class JsonFunctions {
  private static final String PATH = "(json, 'key' or index, …)";

  private JsonFunctions() {}

  static List<Function> all() {
    return List.of(
        of("JSONHas", "whether there is such a value", a -> simple("has", ExprType.CONDITION, a)),
        of(
            "JSONLength",
            "how many elements an array or an object has",
            a -> simple("length", ExprType.UINT64, a)),
        of(
            "JSONExtractString",
            "a string; other values as JSON",
            a -> simple("string", ExprType.TEXT, a)),
        of("JSONExtractRaw", "a value as JSON", a -> simple("raw", ExprType.TEXT, a)),
        of(
            "JSONExtractBool",
            "whether it is true or an integer but 0",
            a -> simple("bool", ExprType.CONDITION, a)),
        of("JSONExtractInt", "an Int64", a -> number(a, ExprType.INT64, a.size(), false)),
        of("JSONExtractUInt", "a UInt64", a -> number(a, ExprType.UINT64, a.size(), false)),
        of("JSONExtractFloat", "a Float64", a -> number(a, ExprType.FLOAT64, a.size(), false)),
        of(
            "JSONExtractArrayRaw",
            "the elements of an array, each as JSON",
            a -> array("rawArray", a, a.size())),
        of("JSONExtractKeys", "the keys of an object", a -> array("keys", a, a.size())),
        TextArguments.of(
            Group.JSON,
            "JSONExtract",
            "JSONExtract(json, 'key' or index, …, 'type')",
            "a value of the type named, or its default; NULL if that is Nullable",
            JsonFunctions::extract),
        TextArguments.of(
            Group.JSON,
            "isValidJSON",
            "isValidJSON(s)",
            "whether it is JSON",
            arguments -> {
              Arguments.count(arguments, 1, 1);
              return StaticCall.of(
                      Json.class, "isValid", ExprType.CONDITION, List.of(parsed(arguments)))
                  .failing();
            }));
  }

  private static Function of(String name, String words, Binder binder) {
    return TextArguments.of(Group.JSON, name, name + PATH, words, binder);
  }

  private static Expr parsed(List<Expr> arguments) throws Misuse {
    return new Document(TextArguments.text(arguments, 0));
  }

  private static StaticCall call(String method, ExprType type, List<Expr> arguments, int end)
      throws Misuse {
    Arguments.count(arguments, 1, Integer.MAX_VALUE);
    // The parse takes long enough to be left out where nobody asks for it.
    return StaticCall.of(Json.class, method, type, List.of(parsed(arguments)))
        .failing()
        .with(Json.Path.class.getCanonicalName(), path(arguments, end));
  }

  private static Json.Path path(List<Expr> arguments, int end) throws Misuse {
    List<Object> steps = new ArrayList<>();
    for (int i = 1; i < end; i++) {
      if (arguments.get(i) instanceof Literal literal && literal.text() != null) {
        steps.add(Arguments.constantText(arguments, i));
      } else if (arguments.get(i) instanceof Literal literal
          && literal.value() instanceof Long index
          && index == index.intValue()) {
        steps.add(index.intValue());
      } else {
        throw new Misuse(i, "must be a constant: the key or the number, from 1, of an element");
      }
    }
    return new Json.Path(steps);
  }

  private static Expr simple(String method, ExprType type, List<Expr> arguments) throws Misuse {
    return call(method, type, arguments, arguments.size());
  }

  private static Expr array(String method, List<Expr> arguments, int end) throws Misuse {
    StaticCall call = call(method, ExprType.array(ExprType.TEXT), arguments, end);
    if (call.type().nullable()) {
      throw new Misuse(0, "must not be Nullable, as no array is; write ifNull(…, '')");
    }
    return call;
  }

  private static StaticCall number(List<Expr> arguments, ExprType type, int end, boolean fromBool)
      throws Misuse {
    String suffix = type.nullable() ? "OrNull" : "";
    StaticCall call =
        type.is(Family.FLOAT)
            ? call("floating" + suffix, type, arguments, end)
                .with("boolean", type.size() == Float.BYTES)
            : call("integer" + suffix, type, arguments, end)
                .with(
                    Json.Width.class.getCanonicalName(),
                    new Json.Width(type.size(), type.signed()));
    call = call.with("boolean", fromBool);
    return type.nullable() ? call.givingNull() : call;
  }

  private static Expr extract(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, Integer.MAX_VALUE);
    int end = arguments.size() - 1;
    String name = Arguments.constantText(arguments, end).strip();
    if (name.equals("Array(String)")) {
      return array("strings", arguments, end);
    }
    boolean nullable = name.startsWith("Nullable(") && name.endsWith(")");
    String plain = nullable ? name.substring("Nullable(".length(), name.length() - 1) : name;
    String suffix = nullable ? "OrNull" : "";
    ExprType type = type(plain.strip(), end).orNull(nullable);
    StaticCall call =
        switch (type.family()) {
          case STRING -> call("string" + suffix, type, arguments, end);
          case BOOLEAN -> call("asBool" + suffix, type, arguments, end);
          default -> number(arguments, type, end, true);
        };
    return nullable ? call.givingNull() : call;
  }

  private static ExprType type(String name, int argument) throws Misuse {
    for (ExprType type :
        List.of(
            ExprType.TEXT,
            ExprType.BOOL,
            ExprType.INT8,
            ExprType.INT16,
            ExprType.INT32,
            ExprType.INT64,
            ExprType.UINT8,
            ExprType.UINT16,
            ExprType.UINT32,
            ExprType.UINT64,
            ExprType.FLOAT32,
            ExprType.FLOAT64)) {
      if (type.clickHouse().equals(name)) {
        return type;
      }
    }
    throw new Misuse(
        argument,
        "must be String, Bool, an integer or a float, Nullable or not, or Array(String); convert"
            + " the text of JSONExtractString to any other type");
  }

  /** A text, parsed; its type is never that of a column. */
  private record Document(Expr text) implements Expr {
    @Override
    public ExprType type() {
      return text.type();
    }

    @Override
    public List<Expr> operands() {
      return List.of(text);
    }

    @Override
    public boolean isPlain() {
      return false;
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand value = method.operand(text);
      String json = Json.class.getCanonicalName();
      String parsed = json + ".of(" + value.value() + ")";
      return new Operand(
          method.local(json, value.nullable() ? value.isNull() + " ? null : " + parsed : parsed),
          value.isNull());
    }
  }
}
