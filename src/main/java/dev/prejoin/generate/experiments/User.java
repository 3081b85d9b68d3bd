package dev.prejoin.generate.experiments;

import java.time.Instant;

/** A user, as in the table of users. */
record User(String id, String country, String plan, Instant signedUpAt) {}
