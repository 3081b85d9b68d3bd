package dev.prejoin.generate.power;

import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.DemoSource;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongConsumer;

/** Devices and their readings. */
public final class PowerSource implements DemoSource {
  private static final int HISTORY_HOURS = 48;

  private final GeneratorSettings settings;
  private final Generator generator;

  public PowerSource(GeneratorSettings settings) {
    this.settings = settings;
    this.generator = new Generator(settings);
  }

  @Override
  public String facts() {
    return "readings";
  }

  @Override
  public String prepare() {
    generator.createTables();
    generator.insertDevices();
    return "Tables power_readings and device_metadata, %,d devices".formatted(settings.devices());
  }

  @Override
  public long rows() {
    return generator.readings();
  }

  @Override
  public long load(long rows, Instant until, LongConsumer progress) {
    return generator.load(rows, until, progress);
  }

  /** Readings stay. */
  @Override
  public void purge() {}

  /** An hour's reading per device. */
  @Override
  public long history() {
    return (long) settings.devices() * HISTORY_HOURS;
  }

  @Override
  public String historySpan() {
    return HISTORY_HOURS + " hours";
  }

  @Override
  public Live live(int rate, ChangeRates rates) {
    return new Live(
        new LiveGenerator(settings, rate),
        new LiveChanges(settings, rates),
        rates.none()
            ? ""
            : String.format(
                Locale.ROOT,
                "In a minute, %,d readings are mended, %,d removed, %,d devices move and %,d come before their metadata",
                rates.updates(),
                rates.deletes(),
                rates.metadataChanges(),
                rates.late()));
  }
}
