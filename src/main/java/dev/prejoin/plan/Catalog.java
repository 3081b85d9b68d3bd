package dev.prejoin.plan;

import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.SqlNode.Name;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a statement can read: the sources, and the targets of the views before it. */
final class Catalog {
  private final Map<String, Relation> streams = new LinkedHashMap<>();
  private final Map<String, Relation> dimensions = new LinkedHashMap<>();
  private final Map<String, String> later = new LinkedHashMap<>();
  private final Set<String> broken = new TreeSet<>();

  void addStream(Relation relation) {
    streams.put(relation.name(), relation);
  }

  void addDimension(Relation relation) {
    dimensions.put(relation.name(), relation);
  }

  /** A name whose own problem is told already, so that those who use it tell none. */
  void addBroken(String name) {
    broken.add(name);
  }

  /** A view's name and target, to explain their wrong use. */
  void addView(String name, String target) {
    later.put(name, target);
    later.put(target, target);
  }

  /** The relation that a view may read FROM, or empty if its problem is told already. */
  Optional<Relation> stream(Name where) throws Refusal {
    String name = where.last();
    Relation stream = streams.get(name);
    if (stream == null && dimensions.containsKey(name)) {
      throw new Refusal(
          where,
          name
              + " is a dimension: it can be JOINed, and FROM needs a ChangeStream"
              + " or an earlier view's target that has no key of its own");
    }
    return stream == null ? unknown(where, name) : Optional.of(stream);
  }

  /** The relation that a view may JOIN, or empty if its problem is told already. */
  Optional<Relation> dimension(Name where) throws Refusal {
    String name = where.last();
    Relation dimension = dimensions.get(name);
    if (dimension == null && streams.containsKey(name)) {
      throw new Refusal(
          where,
          name
              + " is a stream, and a JOIN of two streams is not supported: only a dimension, which"
              + " holds one latest row per key, can be JOINed");
    }
    return dimension == null ? unknown(where, name) : Optional.of(dimension);
  }

  private Optional<Relation> unknown(Name where, String name) throws Refusal {
    if (broken.contains(name)) {
      return Optional.empty();
    }
    String target = later.get(name);
    if (name.equals(target)) {
      throw new Refusal(
          where,
          name
              + " is the target of this view or a later one; a view reads"
              + " what stands before it in the file");
    }
    if (target != null) {
      throw new Refusal(
          where, name + " is a view's own name; its rows are read from its target," + " " + target);
    }
    Set<String> known = new TreeSet<>(streams.keySet());
    known.addAll(dimensions.keySet());
    throw new Refusal(
        where,
        "there is no table "
            + name
            + Nearest.to(name, known)
            + (known.isEmpty() ? "; declare it with CREATE TABLE … ENGINE = ChangeStream(…)" : ""));
  }
}
