package dev.prejoin.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes a while.
 *
 * @param away why some of it is not of now; null if all is
 */
public record Works(List<Work> works, @Nullable String away) {
  /** Nothing is under way. */
  public static final Works NONE = new Works(List.of(), null);

  public Works {
    works = List.copyOf(works);
  }
}
