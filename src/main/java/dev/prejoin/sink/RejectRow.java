package dev.prejoin.sink;

/**
 * A row that a rule kept out.
 *
 * @param view the view whose rule it was
 * @param rule the rule's text
 * @param reason why the row did not fulfil it
 * @param source where the row came from, as topic-partition@offset
 * @param shard the partition of the topic of rejects
 * @param position the offset there
 * @param at when the source committed the row, in ms since 1970
 * @param key the primary key as JSON
 * @param row the row as JSON; empty if there was none
 */
public record RejectRow(
    String view,
    String rule,
    String reason,
    String source,
    int shard,
    long position,
    long at,
    String key,
    String row) {}
