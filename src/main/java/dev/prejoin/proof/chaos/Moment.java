package dev.prejoin.proof.chaos;

/** How far a request has come when a fault lands. */
enum Moment {
  /** The server has nothing of it, or the first half. */
  BEGUN,
  /** The server has all of it, and the client has no answer. */
  SENT,
  /** The server has answered, and the client does not know it. */
  ANSWERED
}
