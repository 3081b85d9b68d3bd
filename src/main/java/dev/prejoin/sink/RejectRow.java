package dev.prejoin.sink;

/**
 * A row that a rule kept out, or the end of such: the same row, replayed and let through. View and
 * key tell it apart; of several versions the highest counts.
 *
 * @param view the view whose rule it was
 * @param key the primary key as JSON
 * @param rule the rule's text; empty at an end, like the reason
 * @param reason why the row did not fulfil it
 * @param source where the row came from, as topic-partition@offset
 * @param at when the source committed the row, in ms since 1970
 * @param row the row as JSON; empty if there was none
 * @param shard the partition of the topic of rejects
 * @param version its rank: a later change of the row, and a later look at the same change, is
 *     higher
 * @param passed whether it is an end
 */
public record RejectRow(
    String view,
    String key,
    String rule,
    String reason,
    String source,
    long at,
    String row,
    int shard,
    Version version,
    boolean passed) {}
