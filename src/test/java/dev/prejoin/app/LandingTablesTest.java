package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.clickhouse.ddl.LandingDdl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How tables are laid out by the lookups of all views in a chain. */
class LandingTablesTest {
  private static final Column ORDER = new Column("order_id", ColumnType.of(Kind.INT64));
  private static final Column SKU = new Column("sku", ColumnType.of(Kind.STRING));
  private static final Column SHOP =
      new Column("shop", ColumnType.of(Kind.INT32).withNullable(true));
  private static final Column SEEN = new Column("seen", ColumnType.timestamp(6).withNullable(true));
  private static final Column AT = new Column("at", ColumnType.timestamp(3));
  private static final Column DAY = new Column("day", ColumnType.of(Kind.DATE32));
  private static final Column FEE = new Column("fee", ColumnType.decimal(10, 2));
  private static final Column TAGS =
      new Column("tags", ColumnType.array(ColumnType.of(Kind.STRING).withNullable(true)));
  private static final Column STATE =
      new Column("state", ColumnType.enumeration(List.of("new", "sent")).withNullable(true));
  private static final Column PRICE = new Column("price", ColumnType.of(Kind.FLOAT64));

  private static final Map<String, Relation> SOURCES =
      Stream.of(
              new Relation(
                  "orders",
                  List.of(ORDER, SKU, SHOP, SEEN, DAY, AT, FEE, TAGS, STATE),
                  List.of(ORDER, SKU)),
              new Relation("latest", List.of(SKU, AT), List.of(SKU)),
              new Relation("products", List.of(SKU, PRICE), List.of(SKU)),
              new Relation(
                  "shops",
                  List.of(new Column("shop", ColumnType.of(Kind.INT32))),
                  List.of(new Column("shop", ColumnType.of(Kind.INT32)))))
          .collect(Collectors.toMap(Relation::name, Function.identity()));

  private static Map<String, String> ddl(String views) {
    String sources =
        "CREATE TABLE orders ENGINE = ChangeStream('public.orders');"
            + " CREATE TABLE products ENGINE = ChangeTable('public.products');"
            + " CREATE TABLE shops ENGINE = ChangeTable('public.shops');\n";
    return DdlFiles.landingTables(
            Compiler.infer(
                PipelineFile.parse(Path.of("p.sql"), sources + views),
                name -> Optional.ofNullable(SOURCES.get(name))))
        .stream()
        .collect(Collectors.toMap(table -> table.relation().name(), LandingDdl::text));
  }

  @Test
  void shouldSortEveryTableOfAChainByTheKeyOfItsFirstLookup() {
    Map<String, String> ddl =
        ddl(
            """
            CREATE MATERIALIZED VIEW a TO clean AS
            SELECT at, seen, sku AS article, shop FROM orders WHERE order_id > 0;
            CREATE MATERIALIZED VIEW b TO priced AS
            SELECT c.at, c.article AS item, c.shop AS shop, p.price FROM clean AS c
            INNER JOIN products AS p ON c.article = p.sku LEFT JOIN shops AS s ON c.shop = s.shop;
            CREATE MATERIALIZED VIEW d TO dear AS
            SELECT item, price FROM priced WHERE price > 1000;
            """);
    assertThat(ddl.get("orders")).contains("ORDER BY (sku, at, _key)", "toYYYYMM(at)");
    assertThat(ddl.get("clean"))
        .contains("_key         Tuple(Int64, String)", "ORDER BY (article, at, _key)");
    assertThat(ddl.get("priced"))
        .contains("ORDER BY (item, at, _key)", "_matched")
        .contains("joined with products, shops by b; without a row of shops");
    assertThat(ddl.get("dear")).contains("ORDER BY (item, _key)").doesNotContain("PARTITION");
    assertThat(ddl.get("products")).contains("ORDER BY sku;");
  }

  @Test
  void shouldAllowANullableLookupKey() {
    assertThat(
            ddl("""
                    CREATE MATERIALIZED VIEW a TO sold AS SELECT at, o.shop AS place
                    FROM orders AS o LEFT JOIN shops AS s ON o.shop = s.shop;
                    """)
                .get("sold"))
        .contains(
            "ORDER BY (place, at, _key)",
            "SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024,"
                + " min_compress_block_size = 4096, max_compress_block_size = 16384,"
                + " allow_nullable_key = 1;");
  }

  @Test
  void shouldSortByTimeAndKeyAloneWhereNothingIsLookedUp() {
    assertThat(ddl("CREATE MATERIALIZED VIEW a TO clean AS SELECT at FROM orders;").get("clean"))
        .contains("ORDER BY (at, _key)")
        .doesNotContain("lookup key");
  }

  @Test
  void shouldCutByDatesWhereThereIsNoTime() {
    String dated =
        ddl("CREATE MATERIALIZED VIEW a TO dated AS SELECT day, sku FROM orders;").get("dated");
    assertThat(dated)
        .contains("day          Date32,", "PARTITION BY toYYYYMM(day)", "ORDER BY (day, _key)");
    assertThat(ddl("CREATE MATERIALIZED VIEW a TO both AS SELECT day, at FROM orders;").get("both"))
        .contains("PARTITION BY toYYYYMM(at)", "ORDER BY (at, _key)");
  }

  @Test
  void shouldGiveEveryColumnTheTypeThatItsExpressionHasInClickHouse() {
    assertThat(
            ddl("""
                    CREATE MATERIALIZED VIEW a TO kinds AS
                    SELECT at, fee, fee * 2 AS twice, tags, state, sku = 'a' AS chosen FROM orders;
                    """)
                .get("kinds")
                .replaceAll(" +", " "))
        .contains(
            " fee Decimal(10, 2),",
            " twice Decimal(",
            " tags Array(Nullable(String)),",
            " state Nullable(Enum8('new' = 1, 'sent' = 2)),",
            " chosen UInt8,");
  }

  @Test
  void shouldLayADimensionThatAViewMakesOutLikeThoseOfSources() {
    assertThat(
            ddl("CREATE MATERIALIZED VIEW a TO latest AS SELECT sku, at FROM orders;")
                .get("latest"))
        .contains("_changed", "ORDER BY sku;")
        .doesNotContain("PARTITION", "PROJECTION");
  }
}
