package dev.prejoin.plan;

import dev.prejoin.schema.Relation;
import java.util.Optional;

/** Where the columns of sources and targets come from. */
@FunctionalInterface
public interface Relations {
  Optional<Relation> find(String name);
}
