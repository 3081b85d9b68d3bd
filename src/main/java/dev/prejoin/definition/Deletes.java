package dev.prejoin.definition;

/** What a DELETE in a source means to what was made of its rows. */
public enum Deletes {
  /** What was made of the row goes too. */
  APPLY,
  /** It stays, for those who purge old rows from their own tables. */
  IGNORE
}
