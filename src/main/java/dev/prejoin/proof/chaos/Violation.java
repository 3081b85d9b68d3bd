package dev.prejoin.proof.chaos;

/**
 * What a reader saw that can never have been so.
 *
 * @param at seconds since the run began
 * @param what the bucket and its value
 * @param after the fault before it
 */
record Violation(double at, String what, String after) {}
