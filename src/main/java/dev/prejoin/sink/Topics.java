package dev.prejoin.sink;

/** What the brokers know of topics. Every method throws Kafka's exceptions. */
interface Topics {
  /** Kafka's id of the topic, as it is now: another one if it was made anew. */
  String id(String topic);

  /**
   * Refuses a topic of facts from which compaction may take versions.
   *
   * @throws dev.prejoin.runtime.ProblemException saying which setting
   */
  void requireWhole(String topic);

  /** Makes the topic, unless there is one. */
  void create(String topic);
}
