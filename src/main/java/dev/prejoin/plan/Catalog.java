package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.SqlNode.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a statement can read: the sources, and the targets of the views before it. */
final class Catalog {
  private final Map<String, Relation> streams = new LinkedHashMap<>();
  private final Map<String, Relation> dimensions = new LinkedHashMap<>();
  private final Map<String, List<String>> hidden = new HashMap<>();
  private final Map<String, String> later = new LinkedHashMap<>();
  private final Set<String> broken = new TreeSet<>();

  void addStream(Relation relation) {
    streams.put(relation.name(), relation);
  }

  /** A dimension; of its key, what its rows do not hold can be named all the same. */
  void addDimension(Relation relation) {
    List<Column> columns = new ArrayList<>(relation.columns());
    List<Column> beside =
        relation.key().stream().filter(key -> relation.indexOf(key.name()) < 0).toList();
    columns.addAll(beside);
    dimensions.put(relation.name(), new Relation(relation.name(), columns, relation.key()));
    hidden.put(relation.name(), beside.stream().map(Column::name).toList());
  }

  /** Which columns of a dimension's key its rows do not hold. */
  List<String> hidden(Relation dimension) {
    return hidden.getOrDefault(dimension.name(), List.of());
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
              + " holds one latest row per key, can be JOINed. What a view makes is one if its key is"
              + " named in <schemas.directory>/"
              + name
              + "-key.avsc");
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
