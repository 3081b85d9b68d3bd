package dev.prejoin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.capture.ChunkQuery.KeyColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkQueryTest {
  private final ChunkQuery query =
      new ChunkQuery(
          "public",
          "odd \"name\"",
          List.of("a", "b"),
          List.of(new KeyColumn("b", "bigint"), new KeyColumn("a", "text")));

  @Test
  void shouldReadInTheOrderOfTheKey() {
    assertThat(query.rows(true, true, 10))
        .isEqualTo(
            "SELECT \"a\", \"b\", t.\"b\"::text AS \"key as text\", t.\"a\"::text AS \"key as"
                + " text\" FROM \"public\".\"odd \"\"name\"\"\" t WHERE (t.\"b\", t.\"a\") >"
                + " (CAST(? AS bigint), CAST(? AS text)) AND (t.\"b\", t.\"a\") <= (CAST(? AS"
                + " bigint), CAST(? AS text)) ORDER BY t.\"b\", t.\"a\" LIMIT 10");
    assertThat(query.rows(false, false, 3)).doesNotContain("WHERE");
    assertThat(query.rows(true, false, 3, List.of("t.\"at\" >= CAST(? AS date)")))
        .contains("(CAST(? AS bigint), CAST(? AS text)) AND t.\"at\" >= CAST(? AS date) ORDER BY");
    assertThat(query.lastKey()).endsWith("ORDER BY t.\"b\" DESC, t.\"a\" DESC LIMIT 1");
  }

  @Test
  void shouldReadListedKeysWhetherTheyAreThereOrNot() {
    assertThat(query.listed(2))
        .isEqualTo(
            "SELECT k.k1 AS \"a\", k.k0 AS \"b\", t.\"b\" IS NULL FROM (VALUES (CAST(? AS bigint),"
                + " CAST(? AS text)), (CAST(? AS bigint), CAST(? AS text))) AS k (k0, k1) LEFT JOIN"
                + " \"public\".\"odd \"\"name\"\"\" t ON t.\"b\" = k.k0 AND t.\"a\" = k.k1");
  }
}
