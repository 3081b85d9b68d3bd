package dev.prejoin.topology;

/**
 * How far a source may have been read by an application that has left results and no {@link
 * Progress}: one under another id, or of a version that kept none.
 */
@FunctionalInterface
public interface ReadBefore {
  /** Nobody has read anything: all results are new. */
  ReadBefore NOTHING = (source, partition) -> 0;

  /** Records of the source's partition below this offset may have results already. */
  long upTo(String source, int partition);
}
