package dev.prejoin.console;

import java.time.Instant;

/**
 * One hour of all devices.
 *
 * @param hour the hour's begin
 */
public record HourlyUsage(Instant hour, double totalKWh, long readings) {}
