package dev.prejoin.definition;

/** What a late or changed row of a dimension does to rows that have passed a view. */
public enum Restate {
  /** They are made again with it. */
  ALWAYS,
  /** They stay as they were, as with a materialized view in ClickHouse. */
  NEVER
}
