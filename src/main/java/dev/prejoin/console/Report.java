package dev.prejoin.console;

import dev.prejoin.runtime.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page is told: the answer of {@code /api/overview} and each event of the stream.
 *
 * @param state the worst of the components
 * @param figures the newest that were had, which are old ones while there is a problem; null before
 *     the first
 * @param problem why the figures are not those of now; null when they are
 */
record Report(
    String pipeline,
    Status.State state,
    List<ComponentState> components,
    @Nullable Overview figures,
    @Nullable String problem) {

  static Report of(PipelineFigures source, @Nullable Overview figures, @Nullable String problem) {
    List<ComponentState> components = List.copyOf(source.components());
    return new Report(
        source.pipeline(), ComponentState.worst(components), components, figures, problem);
  }
}
