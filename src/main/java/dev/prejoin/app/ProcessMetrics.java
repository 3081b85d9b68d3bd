package dev.prejoin.app;

import dev.prejoin.console.Metrics;
import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.Measure;
import dev.prejoin.runtime.Status.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the parts of a process count, and the process itself. */
final class ProcessMetrics implements Metrics, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  ProcessMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Tells from now on whether a part runs. */
  void watch(Component component) {
    Measure.COMPONENT_RUNNING.gauge(
        registry,
        component,
        part -> part.status().state() == State.RUNNING ? 1 : 0,
        component.status().name());
  }

  @Override
  public String text() {
    return registry.scrape(TYPE);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
