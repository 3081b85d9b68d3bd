package dev.prejoin.expression.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document of JSON, of which values are taken: ClickHouse's JSONExtract functions. */
public final class Json {
  private static final int NOWHERE = -1;

  /**
   * Where a value is.
   *
   * @param steps the key (a String) or the number (an Integer, from 1, or from the end if negative)
   *     of a member, from the outermost
   */
  public record Path(List<Object> steps) {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** A type of number that a value becomes. */
  public record Width(int bytes, boolean signed) {}

  private final String text;
  private final int[] nodes;

  private Json(String text) {
    this.text = text;
    this.nodes = JsonScanner.scan(text);
  }

  /** The document; one that is broken has no values. */
  public static Json of(String text) {
    return new Json(text);
  }

  public static boolean isValid(Json json) {
    return json.nodes.length > 0;
  }

  public static boolean has(Json json, Path path) {
    return json.find(path) != NOWHERE;
  }

  public static long length(Json json, Path path) {
    int node = json.find(path);
    return node == NOWHERE ? 0 : json.size(node);
  }

  public static boolean bool(Json json, Path path) {
    int node = json.find(path);
    return switch (json.kind(node)) {
      case JsonScanner.TRUE -> true;
      case JsonScanner.INTEGER -> json.bits(node) != 0;
      default -> false;
    };
  }

  public static String string(Json json, Path path) {
    String found = stringOrNull(json, path);
    return found == null ? "" : found;
  }

  public static @Nullable String stringOrNull(Json json, Path path) {
    int node = json.find(path);
    return node == NOWHERE ? null : json.asString(node);
  }

  public static String raw(Json json, Path path) {
    int node = json.find(path);
    return node == NOWHERE ? "" : json.raw(node);
  }

  /** The members of an array, each as JSON. */
  public static List<Object> rawArray(Json json, Path path) {
    List<Object> members = new ArrayList<>();
    for (int member : json.members(path)) {
      members.add(json.raw(member));
    }
    return members;
  }

  /** The members of an array as texts; "" for null. */
  public static List<Object> strings(Json json, Path path) {
    List<Object> members = new ArrayList<>();
    for (int member : json.members(path)) {
      String value = json.asString(member);
      members.add(value == null ? "" : value);
    }
    return members;
  }

  /** The keys of an object, in its order. */
  public static List<Object> keys(Json json, Path path) {
    List<Object> keys = new ArrayList<>();
    int object = json.find(path);
    if (json.kind(object) == JsonScanner.OBJECT) {
      int end = json.after(object);
      for (int node = object + JsonScanner.FIELDS;
          node < end;
          node = json.after(json.after(node))) {
        keys.add(json.decoded(node));
      }
    }
    return keys;
  }

  private int[] members(Path path) {
    int node = find(path);
    if (kind(node) != JsonScanner.ARRAY) {
      return JsonScanner.EMPTY;
    }
    int[] members = new int[size(node)];
    for (int i = 0, member = node + JsonScanner.FIELDS; i < members.length; i++) {
      members[i] = member;
      member = after(member);
    }
    return members;
  }

  public static long integer(Json json, Path path, Width width, boolean fromBool) {
    Long found = integerOrNull(json, path, width, fromBool);
    return found == null ? 0 : found;
  }

  public static @Nullable Long integerOrNull(Json json, Path path, Width width, boolean fromBool) {
    int node = json.find(path);
    return node == NOWHERE ? null : json.asInteger(node, width, fromBool);
  }

  public static boolean asBool(Json json, Path path) {
    Boolean found = asBoolOrNull(json, path);
    return found != null && found;
  }

  public static @Nullable Boolean asBoolOrNull(Json json, Path path) {
    Long found = integerOrNull(json, path, new Width(1, false), true);
    return found == null ? null : (Boolean) (found != 0);
  }

  public static double floating(Json json, Path path, boolean asFloat32, boolean fromBool) {
    Double found = floatingOrNull(json, path, asFloat32, fromBool);
    return found == null ? 0 : found;
  }

  public static @Nullable Double floatingOrNull(
      Json json, Path path, boolean asFloat32, boolean fromBool) {
    int node = json.find(path);
    return node == NOWHERE ? null : json.asFloating(node, asFloat32, fromBool);
  }

  private @Nullable String asString(int node) {
    return switch (kind(node)) {
      case JsonScanner.STRING, JsonScanner.ESCAPED -> decoded(node);
      case JsonScanner.NULL -> null;
      default -> raw(node);
    };
  }

  private @Nullable Long asInteger(int node, Width width, boolean fromBool) {
    int bytes = width.bytes();
    boolean signed = width.signed();
    return switch (kind(node)) {
      case JsonScanner.INTEGER -> JsonNumbers.within(bits(node), isUnsigned(node), bytes, signed);
      case JsonScanner.DOUBLE -> JsonNumbers.within(asDouble(node), bytes, signed);
      case JsonScanner.TRUE -> fromBool ? (Long) 1L : null;
      case JsonScanner.FALSE -> fromBool ? (Long) 0L : null;
      case JsonScanner.STRING, JsonScanner.ESCAPED -> {
        String string = decoded(node);
        Long whole = JsonNumbers.integer(string, bytes, signed);
        Double number = whole == null ? JsonNumbers.floating(string) : null;
        yield number == null ? whole : JsonNumbers.within(number, bytes, signed);
      }
      default -> null;
    };
  }

  private @Nullable Double asFloating(int node, boolean asFloat32, boolean fromBool) {
    return switch (kind(node)) {
      case JsonScanner.INTEGER -> {
        long bits = bits(node);
        if (!asFloat32) {
          yield isUnsigned(node) ? (Double) Numbers.unsignedToDouble(bits) : (Double) (double) bits;
        }
        // Straight to a float: by way of a double it would be rounded twice. -0 is the integer 0.
        yield (Double) (bits == 0 ? 0d : (double) Float.parseFloat(source(node)));
      }
      case JsonScanner.DOUBLE ->
          asFloat32 ? (Double) (double) (float) asDouble(node) : (Double) asDouble(node);
      case JsonScanner.TRUE -> fromBool ? (Double) 1d : null;
      case JsonScanner.FALSE -> fromBool ? (Double) 0d : null;
      case JsonScanner.STRING, JsonScanner.ESCAPED -> {
        String string = decoded(node);
        Double number = JsonNumbers.floating(string);
        yield number == null || !asFloat32 || !Double.isFinite(number)
            ? number
            : (Double) (double) Float.parseFloat(string);
      }
      default -> null;
    };
  }

  private double asDouble(int node) {
    return Double.parseDouble(source(node));
  }

  private int find(Path path) {
    if (nodes.length == 0) {
      return NOWHERE;
    }
    int node = 0;
    for (Object step : path.steps()) {
      node = step instanceof String key ? member(node, key) : member(node, (Integer) step);
      if (node == NOWHERE) {
        return NOWHERE;
      }
    }
    return node;
  }

  /** The first value of a key. */
  private int member(int object, String key) {
    if (kind(object) != JsonScanner.OBJECT) {
      return NOWHERE;
    }
    int end = after(object);
    for (int node = object + JsonScanner.FIELDS; node < end; node = after(after(node))) {
      if (isKey(node, key)) {
        return node + JsonScanner.FIELDS;
      }
    }
    return NOWHERE;
  }

  private boolean isKey(int node, String key) {
    int start = nodes[node + JsonScanner.START];
    return kind(node) == JsonScanner.STRING
        ? nodes[node + JsonScanner.END] - start == key.length() && text.startsWith(key, start)
        : decoded(node).equals(key);
  }

  /** The value of a number, of an object or an array. */
  private int member(int container, int number) {
    int size = size(container);
    int index = number < 0 ? size + number : number - 1;
    if (index < 0 || index >= size) {
      return NOWHERE;
    }
    boolean keyed = kind(container) == JsonScanner.OBJECT;
    int node = container + JsonScanner.FIELDS;
    for (int i = 0; i < index; i++) {
      node = after(keyed ? node + JsonScanner.FIELDS : node);
    }
    return keyed ? node + JsonScanner.FIELDS : node;
  }

  private int size(int container) {
    int kind = kind(container);
    if (kind != JsonScanner.OBJECT && kind != JsonScanner.ARRAY) {
      return 0;
    }
    int size = 0;
    int end = after(container);
    for (int node = container + JsonScanner.FIELDS; node < end; size++) {
      node = after(kind == JsonScanner.OBJECT ? node + JsonScanner.FIELDS : node);
    }
    return size;
  }

  private int kind(int node) {
    return node == NOWHERE ? JsonScanner.NULL : nodes[node + JsonScanner.KIND];
  }

  private int after(int node) {
    return nodes[node + JsonScanner.AFTER];
  }

  private String source(int node) {
    return text.substring(nodes[node + JsonScanner.START], nodes[node + JsonScanner.END]);
  }

  private long bits(int node) {
    return JsonNumbers.bits(text, nodes[node + JsonScanner.START], nodes[node + JsonScanner.END]);
  }

  private boolean isUnsigned(int node) {
    return text.charAt(nodes[node + JsonScanner.START]) != '-';
  }

  private String decoded(int node) {
    String source = source(node);
    return kind(node) == JsonScanner.ESCAPED ? JsonText.decoded(source) : source;
  }

  private String raw(int node) {
    StringBuilder out = new StringBuilder();
    raw(node, out);
    return out.toString();
  }

  private void raw(int node, StringBuilder out) {
    switch (kind(node)) {
      case JsonScanner.TRUE -> out.append("true");
      case JsonScanner.FALSE -> out.append("false");
      case JsonScanner.NULL -> out.append("null");
      case JsonScanner.INTEGER -> {
        long bits = bits(node);
        out.append(isUnsigned(node) ? Long.toUnsignedString(bits) : Long.toString(bits));
      }
      case JsonScanner.DOUBLE -> out.append(JsonNumbers.text(asDouble(node)));
      case JsonScanner.STRING, JsonScanner.ESCAPED -> JsonText.quote(decoded(node), out);
      default -> rawMembers(node, out);
    }
  }

  private void rawMembers(int container, StringBuilder out) {
    boolean keyed = kind(container) == JsonScanner.OBJECT;
    out.append(keyed ? '{' : '[');
    int end = after(container);
    for (int node = container + JsonScanner.FIELDS; node < end; node = after(node)) {
      out.append(node == container + JsonScanner.FIELDS ? "" : ",");
      if (keyed) {
        raw(node, out);
        out.append(':');
        node += JsonScanner.FIELDS;
      }
      raw(node, out);
    }
    out.append(keyed ? '}' : ']');
  }
}
