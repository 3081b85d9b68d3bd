-- Rows that a rule of a view kept out, of all views. A row of the source is there once for each
-- view, as the version that was kept out last: landing it twice, reading it again and taking a new
-- snapshot change nothing, and a row that a replay lets through is no longer there. Reads take FINAL.
CREATE TABLE IF NOT EXISTS prejoin_rejects
(
    view      LowCardinality(String),
    key       String COMMENT 'the primary key as JSON',
    rule      LowCardinality(String) COMMENT 'the condition that the row did not fulfil',
    reason    String,
    source    String COMMENT 'where the row came from: topic-partition@offset',
    at        DateTime64(3, 'UTC') COMMENT 'when the source committed the row',
    row       String COMMENT 'the row as JSON; empty if there was none',

    _shard    UInt32 COMMENT 'the topic partition',
    _version  UInt128 COMMENT 'incarnation, place in L1, place in the topic of rejects',
    _deleted  UInt8 COMMENT '1: let through when it was replayed'
)
ENGINE = ReplacingMergeTree(_version, _deleted)
ORDER BY (view, key);
