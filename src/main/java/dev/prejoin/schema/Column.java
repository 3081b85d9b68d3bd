package dev.prejoin.schema;

/** A named column of a {@link Relation}. */
public record Column(String name, ColumnType type) {
  @Override
  public String toString() {
    return name + " " + type;
  }
}
