package dev.prejoin.app.restate;

import dev.prejoin.runtime.Component;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.ClickHouse;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What makes rows of history anew: when a dimension that they look up changes, and, if it is asked
 * for, when the definition of a view has changed. Any number of processes share the work.
 */
public final class Restating {
  private Restating() {}

  /**
   * The components that some pipelines need. All together send no more rows in a second than the
   * settings say.
   *
   * @param clickHouse a connection for each, which it closes
   */
  public static List<Component> of(
      RestateSettings settings,
      RowCodecs codecs,
      Supplier<ClickHouse> clickHouse,
      MeterRegistry meters) {
    RestateMeters figures = new RestateMeters(meters);
    Allowance allowance = new Allowance(settings.rowsPerSecond(), System.nanoTime());
    List<Component> components = new ArrayList<>();
    if (!settings.dimensions().isEmpty()) {
      ClickHouse own = clickHouse.get();
      components.add(
          new Membership(
              "restating",
              settings.groupId(),
              status -> new RestateLoop(settings, codecs, own, allowance, figures, status),
              own));
    }
    if (!settings.views().sources().isEmpty()) {
      ClickHouse own = clickHouse.get();
      components.add(
          new Membership(
              "restating views",
              settings.viewsGroupId(),
              status -> new ViewRestateLoop(settings, codecs, own, allowance, figures, status),
              own));
    }
    return components;
  }
}
