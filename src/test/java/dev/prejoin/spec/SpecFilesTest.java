package dev.prejoin.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.prejoin.schema.AvroSchemas;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every spec of the repository. */
class SpecFilesTest {
  @TestFactory
  Stream<DynamicNode> shouldPass() {
    List<Path> files = Specs.find(List.of(Path.of("topology/specs")));
    return Specs.read(files, () -> AvroSchemas.read(Path.of("schemas/avro"))::find).stream()
        .map(
            spec ->
                dynamicContainer(
                    spec.file() + ": " + spec.title(),
                    spec.scenarios().stream().map(SpecFilesTest::test)));
  }

  private static DynamicNode test(Scenario scenario) {
    return dynamicTest(
        scenario.title(),
        () -> {
          List<String> failures = scenario.run();
          assertThat(failures).as(String.join("\n", failures)).isEmpty();
        });
  }
}
