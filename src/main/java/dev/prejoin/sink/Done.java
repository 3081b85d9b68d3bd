package dev.prejoin.sink;

/**
 * What of a shard has landed for good.
 *
 * @param topic the topic's name
 * @param topicId Kafka's id of the topic
 * @param shard the partition
 * @param position the offset of the next record to land
 * @param segment the writer's segment
 * @param clean no bucket is stale that was touched before this segment
 */
public record Done(
    String topic, String topicId, int shard, long position, Segment segment, Segment clean) {}
