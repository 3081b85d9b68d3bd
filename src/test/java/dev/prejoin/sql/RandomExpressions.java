package dev.prejoin.sql;

import java.util.Random;

/**
 * Texts of expressions, with brackets only now and then, so that priorities are put to the test.
 */
final class RandomExpressions {
  private static final String[] INFIX = {
    "+",
    "-",
    "*",
    "/",
    "%",
    "MOD",
    "DIV",
    "||",
    "=",
    "==",
    "!=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "<=>",
    "AND",
    "OR",
    "and",
    "LIKE",
    "NOT LIKE",
    "ILIKE",
    "not ilike",
    "REGEXP",
    "IN",
    "NOT IN",
    "GLOBAL IN",
    "IS DISTINCT FROM",
    "IS NOT DISTINCT FROM",
    "AND",
    "OR",
    "+",
    "-",
    "*"
  };
  private static final String[] POSTFIX = {
    "IS NULL",
    "IS NOT NULL",
    "IS TRUE",
    "IS NOT FALSE",
    "::Int8",
    "::Nullable( String )",
    "::Decimal(9,2)",
    "[1]",
    "[a + 1]",
    ".1",
    ".x"
  };
  private static final String[] NAMES = {
    "a", "b.c", "timestamp", "`x y`", "\"q\"", "date", "value", "user", "m.key", "order", "key"
  };
  private static final String[] CONSTANTS = {
    "0",
    "1",
    "42",
    "1.5",
    "1e3",
    "0x1F",
    "1_000",
    "-1",
    "- 2",
    "'s'",
    "'it''s'",
    "'a\\nb'",
    "NULL",
    "true",
    "FALSE",
    "inf",
    "18446744073709551615",
    "-9223372036854775808",
    "''",
    "-0.5"
  };

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  String next() {
    return expression(2 + random.nextInt(3));
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(9) == 0) {
      return one(random.nextBoolean() ? NAMES : CONSTANTS);
    }
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5 -> {
        StringBuilder chain = new StringBuilder(expression(depth - 1));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          chain.append(' ').append(one(INFIX)).append(' ').append(expression(depth - 1));
        }
        yield chain.toString();
      }
      case 6 -> "NOT " + expression(depth - 1);
      case 7 -> "- " + operand(depth);
      case 8 -> operand(depth) + " " + one(POSTFIX);
      case 9 ->
          operand(depth)
              + (random.nextBoolean() ? " BETWEEN " : " NOT BETWEEN ")
              + operand(depth)
              + " AND "
              + expression(depth - 1);
      case 10 -> "(" + expression(depth - 1) + (random.nextInt(4) == 0 ? " AS z" : "") + ")";
      case 11 -> list(depth, random.nextBoolean() ? "(" : "[");
      case 12 -> expression(depth - 1) + " ? " + operand(depth) + " : " + operand(depth);
      case 13 -> caseOf(depth);
      case 14 -> form(depth);
      default -> "f" + list(depth, "(");
    };
  }

  private String operand(int depth) {
    return random.nextInt(3) == 0
        ? expression(depth - 1)
        : random.nextBoolean() ? "(" + expression(depth - 1) + ")" : expression(0);
  }

  private String list(int depth, String open) {
    StringBuilder list = new StringBuilder(open);
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      list.append(i == 0 ? "" : ", ").append(expression(depth - 1));
    }
    return list.append(open.equals("(") ? ")" : "]").toString();
  }

  private String caseOf(int depth) {
    StringBuilder text = new StringBuilder("CASE ");
    text.append(random.nextBoolean() ? operand(depth) + " " : "");
    for (int i = random.nextInt(2); i >= 0; i--) {
      text.append("WHEN ").append(expression(depth - 1));
      text.append(" THEN ").append(expression(depth - 1)).append(' ');
    }
    return text.append(random.nextBoolean() ? "ELSE " + operand(depth) + " END" : "END").toString();
  }

  private String form(int depth) {
    String x = expression(depth - 1);
    return switch (random.nextInt(10)) {
      case 0 -> "CAST(" + x + " AS Nullable(Decimal(9,2)))";
      case 1 -> "cast(" + x + ", 'Int8')";
      case 2 -> "EXTRACT(" + one("YEAR", "month", "Day", "hour") + " FROM " + x + ")";
      case 3 -> "SUBSTRING(" + x + " FROM " + operand(depth) + " FOR 2)";
      case 4 -> "TRIM(" + one("BOTH", "LEADING", "TRAILING") + " 'x' FROM " + x + ")";
      case 5 -> "POSITION('x' IN " + x + ")";
      case 6 -> "INTERVAL (" + x + ") " + one("DAY", "hours", "MONTH");
      case 7 -> one("DATE", "TIMESTAMP") + " '2020-01-01'";
      case 8 -> "dateDiff(day, " + x + ", b)";
      default -> "dateAdd(month, 1, " + x + ")";
    };
  }

  private String one(String... words) {
    return words[random.nextInt(words.length)];
  }
}
