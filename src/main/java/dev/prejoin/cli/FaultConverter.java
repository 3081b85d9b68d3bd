package dev.prejoin.cli;

import dev.prejoin.proof.chaos.Fault;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the kind of a fault. */
final class FaultConverter implements ITypeConverter<Fault> {
  /** All that there are. */
  static final class Names implements Iterable<String> {
    private static final List<String> ALL =
        Arrays.stream(Fault.values()).map(Fault::option).toList();

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Override
  public Fault convert(String text) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.option().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no fault; there are %s"
                        .formatted(text, String.join(", ", Names.ALL))));
  }
}
