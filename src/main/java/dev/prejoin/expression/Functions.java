package dev.prejoin.expression;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The registry of all functions. */
public final class Functions {
  private static final List<Function> ALL =
      Stream.of(
              ArithmeticFunctions.all(),
              RoundingFunctions.all(),
              NumberFunctions.all(),
              BitFunctions.all(),
              ComparisonFunctions.all(),
              LogicFunctions.all(),
              ConditionFunctions.all(),
              TransformFunction.all(),
              StringFunctions.all(),
              SubstringFunctions.all(),
              ConcatFunctions.all(),
              ByteFunctions.all(),
              HashFunctions.all(),
              UrlFunctions.all(),
              SearchFunctions.all(),
              RegexpFunctions.all(),
              JsonFunctions.all(),
              SimpleJsonFunctions.all(),
              ArrayFunctions.all(),
              DatePartFunctions.all(),
              DateStartFunctions.all(),
              SpanFunctions.all(),
              Differences.all(),
              TimeConversionFunctions.all(),
              UnixTimeFunctions.all(),
              MadeTimeFunctions.all(),
              TimeTextFunctions.all(),
              ConversionFunctions.all(),
              CastFunctions.all())
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Function> BY_NAME = byName();
  private static final Map<String, Function> IN_ANY_CASE = AnyCase.of(BY_NAME);

  private Functions() {}

  /** In the order of the docs. */
  public static List<Function> all() {
    return ALL;
  }

  /** The function of this name; as in ClickHouse, case matters but for some names. */
  public static Optional<Function> find(String name) {
    Function function = BY_NAME.get(name);
    return Optional.ofNullable(function == null ? IN_ANY_CASE.get(AnyCase.lower(name)) : function);
  }

  /** Every name and alias, each in one case. */
  public static Collection<String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    BY_NAME.keySet().forEach(name -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    return names.values();
  }

  /**
   * A call by its name, for functions that are made of others.
   *
   * @throws Misuse as the function does
   */
  public static Expr call(String name, Expr... arguments) throws Misuse {
    Function function = BY_NAME.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return function.binder().bind(List.of(arguments));
  }

  private static Map<String, Function> byName() {
    Map<String, Function> named = new LinkedHashMap<>();
    for (Function function : ALL) {
      Stream.concat(Stream.of(function.name()), function.aliases().stream())
          .forEach(
              name -> {
                if (named.put(name, function) != null) {
                  throw new IllegalStateException("two functions are called " + name);
                }
              });
    }
    return named;
  }
}
