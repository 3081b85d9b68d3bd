package dev.prejoin.cli;

import dev.prejoin.proof.chaos.Change;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the kind of a change. */
final class ChangeConverter implements ITypeConverter<Change> {
  /** All that there are, with their usual weights. */
  static final class Names implements Iterable<String> {
    private static final List<String> ALL =
        Arrays.stream(Change.values()).map(change -> option(change) + "=" + change.weight()).toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  private static String option(Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Change convert(String text) {
    return Arrays.stream(Change.values())
        .filter(change -> option(change).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no change; there are %s"
                        .formatted(
                            text,
                            String.join(
                                ", ",
                                Arrays.stream(Change.values())
                                    .map(ChangeConverter::option)
                                    .toList()))));
  }
}
