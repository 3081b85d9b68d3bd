package dev.prejoin.definition;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pipeline file as written.
 *
 * @param name the file's name without {@code .sql}
 * @param file where it was read from, as it was named
 * @param text all of it
 * @param statements the text of each statement with the comments above it, by the name of the
 *     source or view
 * @param unread names that statements with problems define
 */
public record PipelineDefinition(
    String name,
    Path file,
    String text,
    List<SourceDefinition> sources,
    List<ViewDefinition> views,
    Map<String, String> statements,
    Set<String> unread) {
  public PipelineDefinition {
    sources = List.copyOf(sources);
    views = List.copyOf(views);
    statements = Map.copyOf(statements);
    unread = Set.copyOf(unread);
  }
}
