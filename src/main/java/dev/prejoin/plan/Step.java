package dev.prejoin.plan;

/** One thing that a view does with a row. */
public sealed interface Step permits Rule, Lookup, Projection {}
