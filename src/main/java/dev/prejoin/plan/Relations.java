package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.List;
import java.util.Optional;

/** Where the columns of sources and targets come from. */
@FunctionalInterface
public interface Relations {
  Optional<Relation> find(String name);

  /** The key that makes a dimension of a view's target, also of one without columns yet. */
  default List<Column> targetKey(String name) {
    return find(name).map(Relation::key).orElse(List.of());
  }
}
