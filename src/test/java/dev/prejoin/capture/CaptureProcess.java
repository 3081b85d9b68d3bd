package dev.prejoin.capture;

import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A capture in a process of its own, that a test can kill; its arguments are where the servers are.
 */
final class CaptureProcess {
  private CaptureProcess() {}

  static RowCodecs jsonCodecs() {
    // JSON needs no registry, so none has to be there.
    return new RowCodecs(
        RowCodecs.Format.JSON,
        AvroSchemas.read(Path.of("schemas/avro")),
        new SchemaRegistry(URI.create("http://127.0.0.1:1"), "", ""));
  }

  static CaptureSettings settings(
      String name,
      int postgresPort,
      String database,
      String user,
      String password,
      String bootstrapServers) {
    return new CaptureSettings(
        name,
        "127.0.0.1",
        postgresPort,
        database,
        user,
        password,
        name,
        name,
        powerTables(name),
        name + ".capture",
        200,
        Map.of("bootstrap.servers", bootstrapServers),
        Map.of());
  }

  /** The power pipeline's tables, with topics of the test's own. */
  private static List<CapturedTable> powerTables(String prefix) {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    return List.of(
        new CapturedTable(
            renamed(prefix, schemas.find("l1_power_raw")), false, "public.power_readings"),
        new CapturedTable(
            renamed(prefix, schemas.find("device_metadata")), true, "public.device_metadata"));
  }

  private static Relation renamed(String prefix, Optional<Relation> relation) {
    Relation found = relation.orElseThrow();
    return new Relation(prefix + "." + found.name(), found.columns(), found.key());
  }

  /** Starts it in a process of its own. */
  static Process start(CaptureSettings settings) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.timezone=UTC",
            // Short lives.
            "-XX:TieredStopAtLevel=1",
            "-Xmx384m",
            "-cp",
            System.getProperty("java.class.path"),
            CaptureProcess.class.getName(),
            settings.name(),
            "" + settings.postgresPort(),
            settings.database(),
            settings.user(),
            settings.password(),
            settings.bootstrapServers())
        .redirectErrorStream(true)
        .redirectOutput(new File("target/capture-process.log"))
        .start();
  }

  public static void main(String[] args) throws InterruptedException {
    CaptureSettings settings =
        settings(args[0], Integer.parseInt(args[1]), args[2], args[3], args[4], args[5]);
    Capture capture = new Capture(settings, jsonCodecs(), new SimpleMeterRegistry());
    capture.start();
    capture.status().awaitEnd();
    System.exit(1);
  }
}
