package dev.prejoin.proof.chaos;

/**
 * A process that ended although nothing ended it.
 *
 * @param at seconds since the run began
 * @param process its name
 * @param status its exit status
 * @param words the last of its log
 * @param after the fault before it
 */
record Incident(double at, String process, int status, String words, String after) {}
