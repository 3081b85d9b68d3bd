package dev.prejoin.app.restate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.Deletes;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Source;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.clickhouse.SourceRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputRowsTest {
  private static final List<Column> KEY = List.of(new Column("id", ColumnType.of(Kind.INT64)));
  private static final List<Column> COLUMNS =
      List.of(new Column("note", ColumnType.of(Kind.STRING)));
  private static final Source NOTES =
      new Source(
          new Relation("notes", COLUMNS, KEY),
          SourceDefinition.Kind.STREAM,
          "public.notes",
          Deletes.IGNORE);

  private static SourceRow row(long id, Object note) {
    return new SourceRow(List.of(id), new Object[] {note}, 3, 2, 40 + id);
  }

  @Test
  void shouldLeaveOutWhatKafkaOrTheSchemaDoesNotTakeAndSendTheRest() {
    List<Restated> records =
        InputRows.records(
            NOTES,
            List.of(row(1, "a"), row(2, "too long for that"), row(3, null), row(4, "d")),
            new InputRows.Codecs(new JsonRowCodec(KEY), new JsonRowCodec(COLUMNS)),
            new RecordLimit(25),
            "");

    assertThat(records)
        .extracting(record -> new String(record.key()))
        .containsExactly("{\"id\":1}", "{\"id\":4}");
    Restated last = records.get(1);
    assertThat(last.partition()).hasToString("notes-3");
    assertThat(last.incarnation()).isEqualTo(2);
    assertThat(last.place()).isEqualTo(44);
    assertThat(last.lasts()).isTrue();
    assertThat(new String(last.again().value())).isEqualTo("{\"note\":\"d\"}");
  }
}
