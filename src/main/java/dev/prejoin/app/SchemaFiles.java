package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.CapturedTable;
import dev.prejoin.capture.SourceSchemas;
import dev.prejoin.config.Settings;
import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Relations;
import dev.prejoin.plan.View;
import dev.prejoin.plan.text.Docs;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.AvroText;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes the Avro schemas that a pipeline lacks: of a source from its table in PostgreSQL, of a
 * view's target from its SELECT.
 */
public final class SchemaFiles {
  private final Settings settings;
  private final PipelineDefinition definition;
  private final Path directory;
  private final NewFiles files;
  private final List<String> notes = new ArrayList<>();

  private SchemaFiles(Settings settings, Path directory, Path pipeline) {
    this.settings = settings;
    this.definition = PipelineFile.read(pipeline);
    this.directory = directory;
    this.files = new NewFiles(directory);
  }

  /**
   * What was written.
   *
   * @param files none of them was there before
   * @param notes what the files do not hold, a line each
   */
  public record Written(List<Path> files, List<String> notes) {
    public Written {
      files = List.copyOf(files);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Writes what is missing and nothing else. PostgreSQL is asked only if a source has no schema.
   *
   * @param pipelines files, or directories for every pipeline in them
   * @throws ProblemException if the pipeline does not compile, or PostgreSQL is needed and away or
   *     unfit
   */
  public static Written write(Settings settings, Home home, List<Path> pipelines) {
    List<String> problems = new ArrayList<>();
    List<Path> written = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Path pipeline : PipelineFiles.find(pipelines, problems)) {
      SchemaFiles schemas =
          new SchemaFiles(settings, home.path(settings.schemasDirectory()), pipeline);
      schemas.sources();
      schemas.targets();
      written.addAll(schemas.files.written());
      notes.addAll(schemas.notes);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new Written(written, notes);
  }

  private void sources() {
    AvroSchemas known = AvroSchemas.read(directory);
    Map<String, SourceDefinition> missing = new LinkedHashMap<>();
    for (SourceDefinition source : definition.sources()) {
      if (known.find(source.name()).filter(relation -> !relation.key().isEmpty()).isEmpty()) {
        missing.put(source.name(), source);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    CaptureSettings capture =
        CaptureSource.of(settings, missing.values().stream().map(SchemaFiles::table).toList());
    for (SourceSchemas.Found found : SourceSchemas.read(capture, this::isNamed)) {
      SourceDefinition source = missing.get(found.relation().name());
      if (source != null) {
        write(source, found);
      }
    }
  }

  private static CapturedTable table(SourceDefinition source) {
    return new CapturedTable(
        new Relation(source.name(), List.of(), List.of()),
        source.kind() == SourceDefinition.Kind.TABLE,
        source.table());
  }

  private boolean isNamed(String column) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(column) + "(?!\\w)")
        .matcher(definition.text())
        .find();
  }

  private void write(SourceDefinition source, SourceSchemas.Found found) {
    String name = source.name();
    files.write(
        name + ".avsc",
        AvroText.value(name, found.relation().columns(), Docs.of(source.kind(), source.table())));
    files.write(
        name + "-key.avsc", AvroText.key(name, found.relation().key(), Docs.keys(source.table())));
    found
        .leftOut()
        .forEach(
            column ->
                notes.add("%s.avsc leaves out %s.%s".formatted(name, source.table(), column)));
  }

  private void targets() {
    AvroSchemas known = AvroSchemas.read(directory);
    Relations relations =
        new Relations() {
          @Override
          public Optional<Relation> find(String name) {
            return known.find(name);
          }

          @Override
          public List<Column> targetKey(String name) {
            return known.keyColumns(name);
          }
        };
    for (View view : Compiler.infer(definition, relations).views()) {
      Relation target = view.target();
      files.write(
          target.name() + ".avsc", AvroText.value(target.name(), target.columns(), Docs.of(view)));
    }
  }
}
