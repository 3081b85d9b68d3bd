package dev.prejoin.app;

import dev.prejoin.definition.Deletes;
import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.definition.ViewDefinition;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sql.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether pipelines that run together mean the same by a name. A source may be declared in each
 * file that reads it; targets and views have names of their own, whatever their case.
 */
final class SharedNames {
  private record Use(
      String name,
      String what,
      @Nullable SourceDefinition source,
      Path file,
      int line,
      int column) {
    boolean isSameSource(Use other) {
      return source != null
          && other.source != null
          && name.equals(other.name)
          && what.equals(other.what);
    }

    String place() {
      return "%s:%d:%d".formatted(file, line, column);
    }
  }

  private final Map<String, Use> uses = new HashMap<>();

  private SharedNames() {}

  /** Every name that two files use differently, each told where it stands in the later one. */
  static List<String> problems(Collection<PipelineDefinition> definitions) {
    SharedNames names = new SharedNames();
    List<String> problems = new ArrayList<>();
    Map<String, Path> files = new HashMap<>();
    for (PipelineDefinition definition : definitions) {
      Path other = files.putIfAbsent(definition.name().toLowerCase(Locale.ROOT), definition.file());
      if (other != null) {
        problems.add(
            "%s: there is a pipeline %s already, %s; rename one of the two files, as the folder of the tables has its name too"
                .formatted(definition.file(), definition.name(), other));
      }
      Problems found = new Problems(definition.file(), definition.text());
      uses(definition).forEach(use -> names.add(use, found));
      try {
        found.throwIfAny();
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    return problems;
  }

  private static List<Use> uses(PipelineDefinition definition) {
    List<Use> uses = new ArrayList<>();
    Path file = definition.file();
    for (SourceDefinition s : definition.sources()) {
      String what =
          s.kind().engine()
              + "('"
              + s.table()
              + "')"
              + (s.deletes() == Deletes.IGNORE ? " with deletes = 'ignore'" : "");
      uses.add(new Use(s.name(), what, s, file, s.line(), s.column()));
    }
    for (ViewDefinition v : definition.views()) {
      uses.add(
          new Use(
              v.target(), "the target of a view", null, file, v.targetLine(), v.targetColumn()));
      uses.add(new Use(v.name(), "a view", null, file, v.line(), v.column()));
    }
    return uses;
  }

  private void add(Use use, Problems problems) {
    Use earlier = uses.putIfAbsent(use.name.toLowerCase(Locale.ROOT), use);
    if (earlier == null || Objects.equals(earlier.file, use.file) || earlier.isSameSource(use)) {
      return;
    }
    problems.add(
        use.line,
        use.column,
        "%s is %s here and %s in %s; one name is one topic and one table: give one of the two another"
            .formatted(use.name, use.what, earlier.what, earlier.place()));
  }
}
