package dev.prejoin.speed;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Sources of orders.sql, and decoded rows of them. */
final class OrderRows {
  static final int COUNT = 4_000;
  private static final int CUSTOMERS = 2_000;
  private static final int PRODUCTS = 500;
  private static final int UNKNOWN = 4;
  private static final String[] CHANNELS = {"web", "app", "shop", "phone"};
  private static final String[] SKUS = {"EU-de-%d", "EU-france-%d", "US-%d-gift", "US-%d"};
  private static final ColumnType ID = ColumnType.of(Kind.UINT32);
  private static final ColumnType TEXT = ColumnType.of(Kind.STRING);
  private static final ColumnType MONEY = ColumnType.decimal(12, 2);

  static final Relation ORDERS =
      new Relation(
          "orders",
          List.of(
              new Column("order_id", ColumnType.of(Kind.INT64)),
              new Column("created", ColumnType.timestamp(3)),
              new Column("customer_id", ID),
              new Column("product_id", ID),
              new Column("quantity", ColumnType.of(Kind.INT32)),
              new Column("price", MONEY),
              new Column("shipping", MONEY.withNullable(true)),
              new Column("details", TEXT)),
          List.of(new Column("order_id", ColumnType.of(Kind.INT64))));

  static final Relation CUSTOMERS_TABLE =
      new Relation(
          "customers",
          List.of(
              new Column("customer_id", ID),
              new Column("name", TEXT),
              new Column("email", TEXT),
              new Column("region", TEXT.withNullable(true))),
          List.of(new Column("customer_id", ID)));

  static final Relation PRODUCTS_TABLE =
      new Relation(
          "products",
          List.of(
              new Column("product_id", ID), new Column("sku", TEXT), new Column("category", TEXT)),
          List.of(new Column("product_id", ID)));

  private OrderRows() {}

  /** In the order of {@link #ORDERS}: one in a hundred is free of charge or has broken JSON. */
  static @Nullable Object[][] orders() {
    SplittableRandom random = new SplittableRandom(42);
    @Nullable Object[][] orders = new Object[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      long cents = i % 100 == 0 ? 0 : 1 + random.nextInt(50_000);
      orders[i] =
          new Object[] {
            (long) i,
            1_700_000_000_000L + i,
            1L + random.nextInt(CUSTOMERS + UNKNOWN),
            1L + random.nextInt(PRODUCTS + UNKNOWN),
            1 + random.nextInt(9),
            BigDecimal.valueOf(cents, 2),
            i % 5 == 0 ? null : BigDecimal.valueOf(random.nextInt(2_000), 2),
            i % 100 == 50 ? "{\"channel\":" : details(i, random)
          };
    }
    return orders;
  }

  private static String details(int i, SplittableRandom random) {
    return "{\"session\": \"%x\", \"channel\": \"%s\", \"items\": [%d, %d], \"note\": {\"by\": \"me\"}%s}"
        .formatted(
            random.nextLong(),
            CHANNELS[random.nextInt(CHANNELS.length)],
            random.nextInt(100),
            random.nextInt(100),
            i % 3 == 0 ? "" : ", \"discount\": 0." + random.nextInt(100));
  }

  static Map<Object, @Nullable Object[]> customers() {
    Map<Object, @Nullable Object[]> customers = new HashMap<>();
    for (long id = 1; id <= CUSTOMERS; id++) {
      String host = id % 50 == 0 ? "test.org" : "shop.org";
      String region = id % 10 == 0 ? null : "region " + id % 7;
      customers.put(id, new Object[] {id, "Customer " + id, id + "@" + host, region});
    }
    return customers;
  }

  static Map<Object, @Nullable Object[]> products() {
    Map<Object, @Nullable Object[]> products = new HashMap<>();
    for (long id = 1; id <= PRODUCTS; id++) {
      String sku = SKUS[(int) (id % SKUS.length)].formatted(id);
      products.put(id, new Object[] {id, sku, "category " + id % 12});
    }
    return products;
  }
}
