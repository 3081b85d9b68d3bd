package dev.prejoin.generate.power;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code power_readings}, without its id.
 *
 * @param epochSecond UTC
 * @param kWh a multiple of 1/1024, so that sums are exact in any order; null or NaN if invalid
 */
record Reading(long epochSecond, long deviceId, @Nullable Double kWh) {}
