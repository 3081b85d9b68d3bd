package dev.prejoin.definition;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A pipeline file as written.
 *
 * @param name the file's name without {@code .sql}
 * @param file where it was read from, as it was named
 * @param text all of it
 * @param unread names that statements with problems define
 */
public record PipelineDefinition(
    String name,
    Path file,
    String text,
    List<SourceDefinition> sources,
    List<ViewDefinition> views,
    Set<String> unread) {
  public PipelineDefinition {
    sources = List.copyOf(sources);
    views = List.copyOf(views);
    unread = Set.copyOf(unread);
  }
}
