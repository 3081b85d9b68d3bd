package dev.prejoin.schema;

/** The names of the topics beside a relation's own, and of the headers that people read. */
public final class TopicNames {
  /** The view that rejected a row. */
  public static final String VIEW_HEADER = "view";

  /** The rule that a rejected row failed: its text, or the name that a comment gives it. */
  public static final String RULE_HEADER = "rule";

  /** Why a row was rejected, or a record could not be read. */
  public static final String REASON_HEADER = "reason";

  /** Where the record was first: {@code topic-partition@offset}. */
  public static final String SOURCE_HEADER = "source";

  /**
   * Of a record that ends what was put aside: the record of its source was replayed and is not put
   * aside there any more. It tells where the replayed one stands: {@code topic-partition@offset}.
   */
  public static final String PASSED_HEADER = "passed";

  /**
   * How new the dimensions are in which the topology looks rows up: one compacted partition. A key
   * is {@code application view partition}, a value {@code dimension=first..position} for each
   * dimension, with a space between. No row of this view and partition was ever looked up in the
   * dimension before its offset {@code first} (-1 if that is not known), and none will be looked up
   * before {@code position} from there on.
   */
  public static final String LOOKUPS = "prejoin.lookups";

  /**
   * By which definitions the rows of views were made, and what is asked and done about those of
   * others: one compacted partition. Tasks write {@link RunningDefinition}s.
   */
  public static final String DEFINITIONS = "prejoin.definitions";

  /**
   * Of a row's last change that is sent again, as the definition of a view has changed: the targets
   * of these views, with commas between. Without it, a dimension has changed.
   */
  public static final String VIEWS_HEADER = "views";

  private TopicNames() {}

  /** Where a view keeps the rows that failed one of its rules. */
  public static String rejects(String target) {
    return target + ".rejects";
  }

  /** Where records go that cannot be read or written as rows of the topic's relation. */
  public static String deadLetters(String topic) {
    return topic + ".dead-letters";
  }
}
