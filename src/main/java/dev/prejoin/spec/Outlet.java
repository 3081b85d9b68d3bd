package dev.prejoin.spec;

import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.topology.TrialRun.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One kind of what comes out of a pipeline under a name.
 *
 * @param word which kind
 * @param name the target, or for dead letters the topic whose records they were
 * @param topic where it is read
 * @param fields what is known of each record
 * @param keyed the relation whose key the records have
 * @param columns of the row in the record's value; empty if there is none to look at
 */
record Outlet(
    Word word,
    String name,
    String topic,
    List<Field> fields,
    Relation keyed,
    List<Column> columns) {
  Outlet {
    fields = List.copyOf(fields);
    columns = List.copyOf(columns);
  }

  /** All that a plan has. */
  static List<Outlet> of(Plan plan) {
    List<Outlet> outlets = new ArrayList<>();
    Map<String, Relation> streams = new LinkedHashMap<>();
    plan.sources().stream()
        .filter(source -> source.kind() == SourceDefinition.Kind.STREAM)
        .map(Source::relation)
        .forEach(relation -> streams.put(relation.name(), relation));
    for (View view : plan.views()) {
      Relation target = view.target();
      outlets.add(of(Word.ROWS, target, target.columns()));
      outlets.add(of(Word.ENDED, target, List.of()));
      if (!view.dimension()) {
        outlets.add(
            new Outlet(Word.EMPTIED, target.name(), target.name(), List.of(), target, List.of()));
      }
      if (view.keepRejects()) {
        outlets.add(rejects(view));
      }
      streams.put(view.from().name(), view.from());
    }
    streams.values().forEach(stream -> outlets.add(deadLetters(stream)));
    return outlets;
  }

  private static Outlet of(Word word, Relation target, List<Column> columns) {
    List<Field> fields = Stream.concat(Field.keys(target), Field.columns(columns)).toList();
    return new Outlet(word, target.name(), target.name(), fields, target, columns);
  }

  private static Outlet rejects(View view) {
    List<Field> fields = new ArrayList<>(List.of(Field.text(Field.RULE), Field.text(Field.REASON)));
    Field.keys(view.from()).forEach(fields::add);
    Field.columns(view.from().columns()).forEach(fields::add);
    String target = view.target().name();
    return new Outlet(
        Word.REJECTS,
        target,
        TopicNames.rejects(target),
        fields,
        view.from(),
        view.from().columns());
  }

  private static Outlet deadLetters(Relation stream) {
    List<Field> fields =
        new ArrayList<>(List.of(Field.text(Field.REASON), Field.text(Field.VALUE)));
    Field.keys(stream).forEach(fields::add);
    return new Outlet(
        Word.DEAD_LETTERS,
        stream.name(),
        TopicNames.deadLetters(stream.name()),
        fields,
        stream,
        List.of());
  }

  /** Whether a record of the topic is of this kind: rows and their ends share a topic. */
  boolean takes(Output output) {
    return switch (word) {
      case ROWS -> output.value() != null;
      case ENDED -> output.value() == null && output.key() != null;
      case EMPTIED -> output.value() == null && output.key() == null;
      default -> true;
    };
  }

  /** The texts of a record, by the names of the fields. */
  Map<String, String> texts(Output output) {
    Map<String, String> texts = new HashMap<>();
    put(texts, Field.KEY, keyed.key(), output.key());
    put(texts, "", columns, output.value());
    if (word == Word.REJECTS) {
      texts.put(Field.RULE, output.headers().getOrDefault(TopicNames.RULE_HEADER, ""));
    }
    if (word == Word.DEAD_LETTERS) {
      texts.put(Field.VALUE, raw(output.value()));
    }
    if (word == Word.REJECTS || word == Word.DEAD_LETTERS) {
      texts.put(Field.REASON, output.headers().getOrDefault(TopicNames.REASON_HEADER, ""));
    }
    return texts;
  }

  private static void put(
      Map<String, String> texts, String prefix, List<Column> columns, byte @Nullable [] bytes) {
    if (columns.isEmpty() || bytes == null) {
      return;
    }
    try {
      Object[] row = new JsonRowCodec(columns).decode(bytes);
      for (int i = 0; i < row.length; i++) {
        Column column = columns.get(i);
        texts.put(prefix + column.name(), Values.text(column, row[i]));
      }
    } catch (BadRowException e) {
      columns.forEach(column -> texts.put(prefix + column.name(), raw(bytes)));
    }
  }

  private static String raw(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
