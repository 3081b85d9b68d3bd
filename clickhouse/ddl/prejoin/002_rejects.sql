-- Rows that a rule of a view kept out, of all views. The place of a row in its topic is its key,
-- so that landing it twice is harmless; exact counts take FINAL.
CREATE TABLE IF NOT EXISTS prejoin_rejects
(
    view      LowCardinality(String),
    rule      LowCardinality(String) COMMENT 'the condition that the row did not fulfil',
    reason    String,
    source    String COMMENT 'where the row came from: topic-partition@offset',
    _shard    UInt32,
    position  Int64 COMMENT 'the offset in the topic of rejects',
    at        DateTime64(3, 'UTC') COMMENT 'when the source committed the row',
    key       String COMMENT 'the primary key as JSON',
    row       String COMMENT 'the row as JSON; empty if there was none'
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (view, _shard, position, at);
