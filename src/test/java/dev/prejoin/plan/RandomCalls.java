package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import java.util.List;
import java.util.Random;

/** Random nested expressions over all columns of {@link WideTable}; many are no good. */
final class RandomCalls {
  private static final List<String> LITERALS =
      List.of(
          "0",
          "1",
          "-1",
          "7",
          "300",
          "-70000",
          "5000000000",
          "1.5",
          "-0.5",
          "''",
          "'abc'",
          "NULL",
          "true");
  private static final List<String> VALUES =
      List.of(
          "(%s + %s)",
          "(%s - %s)",
          "(%s * %s)",
          "(%s / %s)",
          "(%s %% %s)",
          "intDiv(%s, %s)",
          "negate(%s)",
          "if(%c, %s, %s)",
          "multiIf(%c, %s, %c, %s, %s)",
          "coalesce(%s, %s)",
          "ifNull(%s, %s)",
          "nullIf(%s, %s)",
          "(CASE WHEN %c THEN %s ELSE %s END)",
          "(CASE %s WHEN %s THEN %s ELSE %s END)",
          "(CASE WHEN %c THEN %s END)",
          "assumeNotNull(%s)",
          "toNullable(%s)",
          "toString(%s)",
          "toFloat32OrZero(toString(%s))",
          "toUInt8OrNull(toString(%s))",
          "toDecimal64OrNull(toString(%s), 3)",
          "CAST(%s AS Nullable(String))",
          "%c");
  private static final List<String> CONDITIONS =
      List.of(
          "(%s = %s)",
          "(%s <> %s)",
          "(%s < %s)",
          "(%s <= %s)",
          "(%s > %s)",
          "(%s >= %s)",
          "(%c AND %c)",
          "(%c OR %c)",
          "(NOT %c)",
          "xor(%c, %c)",
          "(%s IS NULL)",
          "(%s IS NOT NULL)",
          "(%s BETWEEN %s AND %s)",
          "(%s <=> %s)",
          "(%s IN (%l, %l))",
          "(%s NOT IN (%l, %l, %l))");

  private final Random random;

  RandomCalls(Random random) {
    this.random = random;
  }

  String next() {
    return filled(one(random.nextBoolean() ? VALUES : CONDITIONS), 2);
  }

  private String filled(String template, int depth) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      i++;
      text.append(
          switch (template.charAt(i)) {
            case 's' -> value(depth);
            case 'c' -> depth == 0 ? "b" : filled(one(CONDITIONS), depth - 1);
            case 'l' -> one(LITERALS);
            default -> template.substring(i, i + 1);
          });
    }
    return text.toString();
  }

  private String value(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> one(LITERALS);
      case 1, 2 -> depth == 0 ? column() : filled(one(VALUES), depth - 1);
      default -> column();
    };
  }

  private String column() {
    List<Column> columns = WideTable.RELATION.columns();
    // Numbers come first and are asked for most.
    int bound = random.nextInt(3) == 0 ? columns.size() : Math.min(24, columns.size());
    return columns.get(random.nextInt(bound)).name();
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
